import type { PodLife } from './audit.ts';

/** The containers of a plane of the scene, and how many pods of each it declares. */
export const declaredPods = { api: 4, 'brainstore-reader': 2, 'brainstore-fastreader': 2, 'brainstore-writer': 1 };

/** How many of these pods there are of each component. */
export function podsByContainer(lives: readonly PodLife[]): typeof declaredPods {
  const counts = Object.keys(declaredPods).map((name) => [
    name,
    lives.filter(({ container }) => container === name).length,
  ]);
  return Object.fromEntries(counts) as typeof declaredPods;
}
