import type { Change } from './change.ts';
import type { Drift } from '../api/index.ts';
import type { Verdict } from './verdict.ts';

/** When to look again without being told: never before something changes, or after so many milliseconds. */
type Outcome = 'done' | { readonly requeueAfterMs: number };

export interface Result {
  /** Those that were carried out. */
  readonly changes: readonly Change[];
  readonly outcome: Outcome;
}

/** What a pass would do, and how it would find things. */
export interface Plan {
  readonly changes: readonly Change[];
  readonly verdict: Verdict;
  readonly drift: readonly Drift[];
}
