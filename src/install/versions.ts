/** Annotation of our CRDs: the version of Planewright that applied them last. */
export const installedByAnnotation = 'planewright.dev/installed-by';

/**
 * Whether `wanted` is older than `installed`: its schemas may lack fields that resources use, and the API server would drop
 * them without a word. Versions without an order to each other count as not older.
 */
export function isDowngrade(installed: string, wanted: string): boolean {
  const [before, after] = [numbers(installed), numbers(wanted)];
  if (before === undefined || after === undefined) return false;
  for (const [index, number] of before.entries()) {
    const other = after[index] ?? 0;
    if (other !== number) return other < number;
  }
  return false;
}

function numbers(version: string): readonly number[] | undefined {
  const [, ...parts] = /^([0-9]+)[.]([0-9]+)[.]([0-9]+)/.exec(version) ?? [];
  return parts.length === 3 ? parts.map(Number) : undefined;
}
