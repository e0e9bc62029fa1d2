import { progressOf, type Progress } from './events.ts';
import { failureOf } from './failure.ts';
import type { StackState } from './state.ts';
import { holdsData, partsOf, type Step } from './step.ts';
import type { Workspace } from './workspace.ts';

/** What stays in the cloud, and in the state, when an environment is taken down: the next update takes it up again. */
export interface Kept {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  readonly id: string;
  readonly holdsData: boolean;
}

/** What {@link destroy} would leave: what is protected, and what that depends on. */
export function keptBy({ deployment }: StackState): readonly Kept[] {
  const resources = deployment.resources ?? [];
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const kept = new Set<string>();
  const keep = (urn: string): void => {
    const resource = byUrn.get(urn);
    if (resource === undefined || kept.has(urn)) return;
    kept.add(urn);
    for (const before of resource.dependencies ?? []) keep(before);
    if (resource.parent !== undefined) keep(resource.parent);
  };
  for (const { urn, protect } of resources) if (protect === true) keep(urn);
  return resources.flatMap(({ urn, type, id, custom }) => {
    if (!kept.has(urn) || custom !== true || id === undefined || type.startsWith('pulumi:')) return [];
    return [{ urn, type, id, name: partsOf(urn).name, holdsData: holdsData(type) }];
  });
}

/**
 * Takes an environment down, except for what is protected. The engine's own destroy deletes everything else first and then
 * fails at what it must not delete: this leaves it out from the start.
 * @returns what was deleted, in order.
 * @throws PlanewrightError with cause, resource and way out.
 */
export async function destroy(
  { stack, account }: Workspace,
  tell: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<readonly Step[]> {
  const done: Step[] = [];
  const told: Progress[] = [];
  try {
    await stack.destroy({
      excludeProtected: true,
      signal,
      onEvent: (event) => {
        const progress = progressOf(event);
        if (progress === undefined) return;
        if (progress.kind === 'done' && progress.step.operation === 'delete') done.push(progress.step);
        told.push(progress);
        tell(progress);
      },
    });
    return done;
  } catch (error) {
    throw failureOf(error, told, { account });
  }
}
