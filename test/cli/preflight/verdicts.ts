import type { Verdict } from '../../../src/cli/preflight/verdict.ts';

/** The verdict of an id; fails with those that there are. */
export function verdict(verdicts: readonly Verdict[], id: string): Verdict {
  const found = verdicts.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no verdict ${id} among ${verdicts.map((one) => one.id).join(', ')}`);
  return found;
}

/** The checks that verdicts are of, by the first part of their ids. */
export function checksOf(verdicts: readonly Verdict[]): readonly string[] {
  return [...new Set(verdicts.map(({ id }) => id.split('.')[0] ?? ''))].toSorted();
}
