import type { Deployment, ReplicaSet } from './objects.ts';

/** One set of a Deployment as the arithmetic sees it. */
export interface SetView {
  readonly set: ReplicaSet;
  /** `spec.replicas`. */
  readonly wanted: number;
  /** Pods that are alive and meant to stay. */
  readonly active: number;
  /** Those of them that are ready. */
  readonly available: number;
  /** Active pods and those that still stop. */
  readonly running: number;
}

export interface NewSize {
  readonly set: ReplicaSet;
  readonly replicas: number;
}

/** How many pods a rollout may have over and under the wanted number. Source: apps/v1 RollingUpdateDeployment. */
export function rollingBounds({ spec }: Deployment): { readonly surge: number; readonly unavailable: number } {
  const { replicas = 1, strategy } = spec;
  if (strategy?.type === 'Recreate') return { surge: 0, unavailable: 0 };
  const { maxSurge = '25%', maxUnavailable = '25%' } = strategy?.rollingUpdate ?? {};
  const surge = amount(maxSurge, replicas, Math.ceil);
  const unavailable = Math.min(replicas, amount(maxUnavailable, replicas, Math.floor));
  // Both zero would stand still for ever; percentages may round to that.
  return surge === 0 && unavailable === 0 ? { surge, unavailable: 1 } : { surge, unavailable };
}

/** One step of a rolling update: up as far as the surge allows; else down as far as enough stay available. */
export function rolled(deployment: Deployment, current: SetView, old: readonly SetView[]): readonly NewSize[] {
  const { replicas = 1 } = deployment.spec;
  const { surge, unavailable } = rollingBounds(deployment);
  const total = sum([current, ...old], 'wanted');
  if (current.wanted > replicas) return [{ set: current.set, replicas }];
  const up = Math.min(replicas + surge - total, replicas - current.wanted);
  if (up > 0) return [{ set: current.set, replicas: current.wanted + up }];
  return shrunk(current, old, total, replicas - unavailable);
}

/**
 * What the new set has not got ready yet cannot be taken from the old ones. Old pods that serve nobody go first: they
 * only hold up the surge.
 */
function shrunk(current: SetView, old: readonly SetView[], total: number, minimum: number): readonly NewSize[] {
  let spare = total - minimum - Math.max(0, current.wanted - current.available);
  let spareAvailable = sum([current, ...old], 'available') - minimum;
  const sizes: NewSize[] = [];
  for (const { set, wanted, available } of byAge(old)) {
    const idle = Math.min(Math.max(0, wanted - available), Math.max(0, spare));
    spare -= idle;
    const serving = Math.min(wanted - idle, Math.max(0, spare), Math.max(0, spareAvailable));
    spare -= serving;
    spareAvailable -= serving;
    if (idle + serving > 0) sizes.push({ set, replicas: wanted - idle - serving });
  }
  return sizes;
}

/** All old pods go, and only when the last of them has stopped do new ones come. */
export function recreated(deployment: Deployment, current: SetView, old: readonly SetView[]): readonly NewSize[] {
  const down = old.filter(({ wanted }) => wanted > 0).map(({ set }) => ({ set, replicas: 0 }));
  if (down.length > 0) return down;
  const { replicas = 1 } = deployment.spec;
  if (current.wanted === replicas || old.some(({ running }) => running > 0)) return [];
  return [{ set: current.set, replicas }];
}

/** A paused Deployment still scales: the largest set takes the whole difference, the youngest among equals. */
export function scaled(
  deployment: Deployment,
  current: SetView | undefined,
  old: readonly SetView[],
): readonly NewSize[] {
  const sets = [...byAge(old), ...(current === undefined ? [] : [current])];
  const largest = sets.reduce<SetView | undefined>(
    (best, view) => (best === undefined || view.wanted >= best.wanted ? view : best),
    undefined,
  );
  if (largest === undefined) return [];
  const replicas = Math.max(0, largest.wanted + (deployment.spec.replicas ?? 1) - sum(sets, 'wanted'));
  return replicas === largest.wanted ? [] : [{ set: largest.set, replicas }];
}

function byAge(sets: readonly SetView[]): SetView[] {
  const made = ({ set }: SetView): string => `${set.metadata.creationTimestamp} ${set.metadata.name}`;
  return [...sets].sort((a, b) => (made(a) < made(b) ? -1 : 1));
}

function sum(sets: readonly SetView[], field: 'wanted' | 'available'): number {
  return sets.reduce((total, view) => total + view[field], 0);
}

function amount(value: number | string, of: number, round: (value: number) => number): number {
  if (typeof value === 'number') return value;
  return round((Number(value.replace(/%$/, '')) * of) / 100);
}
