import type { ExitCode } from '../io.ts';
import type { Review } from './review.ts';

export type Verdict =
  | { readonly state: 'fine'; readonly exitCode: 0 }
  | { readonly state: 'differs'; readonly exitCode: 2 }
  | { readonly state: 'blocked'; readonly exitCode: 3; readonly reasons: number };

/** Whether the plan may be carried out, and whether it would change anything. */
export function verdictOf({ findings, blast, refused }: Review): Verdict & { readonly exitCode: ExitCode } {
  const broken = findings.filter(({ outcome }) => outcome === 'block').length;
  const destroyed = blast?.changes.filter(({ blocked }) => blocked !== undefined).length ?? 0;
  const reasons = broken + destroyed + refused.length;
  if (reasons > 0) return { state: 'blocked', exitCode: 3, reasons };
  const changes = blast?.changes.length ?? 0;
  return changes > 0 ? { state: 'differs', exitCode: 2 } : { state: 'fine', exitCode: 0 };
}
