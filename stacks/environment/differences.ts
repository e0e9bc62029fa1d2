import type { Path } from '../../src/api/documents/problem.ts';
import { isPlainObject, sameJson } from '../../src/runtime/canonical-json.ts';
import { speakOfDifferentThings } from './merge.ts';

/** One field that two environments say differently; undefined where one of them does not have it. */
export interface Difference {
  readonly path: Path;
  readonly from: unknown;
  readonly to: unknown;
}

/**
 * What differs between two environments that are filled in, in the order of the first: field by field, lists as a whole,
 * and a mapping as a whole where the two speak of different things.
 */
export function differencesOf(from: unknown, to: unknown, path: Path = []): readonly Difference[] {
  if (sameJson(from ?? null, to ?? null)) return [];
  if (!isPlainObject(from) || !isPlainObject(to) || (path.length > 1 && speakOfDifferentThings(from, to))) {
    return [{ path, from, to }];
  }
  const fields = new Set([...Object.keys(from), ...Object.keys(to)]);
  return [...fields].flatMap((field) => differencesOf(from[field], to[field], [...path, field]));
}
