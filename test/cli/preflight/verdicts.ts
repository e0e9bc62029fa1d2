import type { Verdict } from '../../../src/cli/preflight/verdict.ts';

/** The verdict of an id; fails with those that there are. */
export function verdict(verdicts: readonly Verdict[], id: string): Verdict {
  const found = verdicts.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no verdict ${id} among ${verdicts.map((one) => one.id).join(', ')}`);
  return found;
}
