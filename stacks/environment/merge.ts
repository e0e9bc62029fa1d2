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
  if (speakOfDifferentThings(lower, upper)) return upper;
  const fields = new Set([...Object.keys(lower), ...Object.keys(upper)]);
  return Object.fromEntries([...fields].map((field) => [field, merged(own(lower, field), own(upper, field))]));
}

/** Whether two mappings differ in a field that says what they are. */
export function speakOfDifferentThings(lower: unknown, upper: unknown): boolean {
  if (!isPlainObject(lower) || !isPlainObject(upper)) return false;
  return tellApart.some(
    (field) => Object.hasOwn(upper, field) && Object.hasOwn(lower, field) && upper[field] !== lower[field],
  );
}

/** A hostile file may have a field `__proto__` or `constructor`; only what stands in the file counts. */
function own(value: Readonly<Record<string, unknown>>, field: string): unknown {
  return Object.hasOwn(value, field) ? value[field] : undefined;
}
