import type { Path } from '../../../src/api/documents/problem.ts';
import type { Environment } from '../schema/environment.ts';

/** Something wrong with an environment as a whole, at the field that is best changed. */
export interface CheckFinding {
  readonly path: Path;
  /** Follows the field: "overlaps spec.network.cidr". */
  readonly reason: string;
  /** The way out. */
  readonly next?: string;
  /** An error if left out. */
  readonly severity?: 'warning';
}

/** One thing that must hold. Pure: no clock, no files. */
export interface Check {
  /** Names it in tests. Lower-case letters and dashes. */
  readonly id: string;
  readonly check: (environment: Environment) => readonly CheckFinding[];
}

/** The findings of the conditions that hold: `[wrong && {…}, …]` reads as a list of what can be wrong. */
export function those(...findings: readonly (CheckFinding | false | undefined)[]): readonly CheckFinding[] {
  return findings.filter((finding) => finding !== false && finding !== undefined);
}
