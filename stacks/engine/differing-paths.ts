import { isPlainObject } from '../../src/runtime/canonical-json.ts';

/** Paths at which two values differ, as `tags.owner` and `rules.0.port`. */
export function differingPaths(before: unknown, after: unknown, at: readonly string[] = []): readonly string[] {
  if (isPlainObject(before) && isPlainObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys]
      .filter((key) => !key.startsWith('__'))
      .flatMap((key) => differingPaths(before[key], after[key], [...at, key]));
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => differingPaths(item, after[index], [...at, String(index)]));
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [at.join('.')];
}
