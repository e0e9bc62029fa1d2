import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import type { Plan, PlannedResource } from '../../../stacks/planned.ts';
import type { Resource } from '../../../stacks/quotas/need.ts';
import type { Ask } from './ask.ts';

/** What a preflight is about: an environment, its plan, and what its state has already. */
export interface Preflight {
  readonly environment: Environment;
  readonly plan: Plan;
  /** Empty where there is no state, or where it could not be read. */
  readonly state: readonly Resource[];
  /** Whether a run has begun before. */
  readonly begun: boolean;
  readonly ask: Ask;
}

/** Names in the cloud that the plan takes anew, of one type. */
export function newNames({ plan, state }: Preflight, type: string): readonly string[] {
  const there = new Set(state.map(({ urn }) => urn));
  const isNew = ({ urn, aliases }: PlannedResource): boolean => ![urn, ...aliases].some((known) => there.has(known));
  return plan.resources.flatMap((resource) =>
    resource.type === type && resource.physicalName !== undefined && isNew(resource) ? [resource.physicalName] : [],
  );
}
