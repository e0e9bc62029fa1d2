import { canonicalJson } from '../../runtime/canonical-json.ts';
import type { Review } from './review.ts';
import { verdictOf } from './verdict.ts';

/** A review for programs: keys and lists in order, no time in it, so that equal plans are equal bytes. */
export function reviewAsJson(review: Review): string {
  const { environment, plan, operator, objects, refused, findings, blast, estimate, toDo } = review;
  const document = {
    environment: environment.metadata.name,
    mode: environment.spec.mode,
    verdict: verdictOf(review).state,
    // Aliases are for the comparison with a state: the classes of Azure have dozens each.
    resources: plan.resources
      .filter(({ type }) => !type.startsWith('pulumi:'))
      .map((resource) => ({ ...resource, aliases: undefined })),
    outputs: plan.outputs,
    cluster: { operator, objects, refused },
    findings,
    ...(blast && { changes: blast.changes, unchanged: blast.unchanged }),
    cost: estimate,
    toDo,
  };
  return `${JSON.stringify(JSON.parse(canonicalJson(document)), null, 2)}\n`;
}
