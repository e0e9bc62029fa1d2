import { isPlainObject } from '../../src/runtime/canonical-json.ts';

/** Fields that say what an object is: where they differ, the upper object replaces the lower one as a whole. */
const tellApart = ['type', 'provider', 'mode'] as const;

/**
 * Lays one document on another: mappings field by field, everything else (lists too) as a whole. Where `type` or
 * `provider` differ the two speak of different things, so nothing of the lower one shines through.
 */
export function merged(lower: unknown, upper: unknown): unknown {
  if (upper === undefined) return lower;
  if (!isPlainObject(lower) || !isPlainObject(upper)) return upper;
  if (tellApart.some((field) => field in upper && field in lower && upper[field] !== lower[field])) return upper;
  const fields = new Set([...Object.keys(lower), ...Object.keys(upper)]);
  return Object.fromEntries([...fields].map((field) => [field, merged(lower[field], upper[field])]));
}
