import type { StackState } from '../../../stacks/engine/state.ts';
import { readState } from '../../../stacks/plan/state-file.ts';
import type { Resource } from '../../../stacks/quotas/need.ts';

/** The resources of a state, secrets as marks. @throws PlanewrightError StateInvalid where it is that of another environment. */
export function resourcesIn(state: StackState, environment: string): readonly Resource[] {
  return readState(`the state of ${environment}`, JSON.stringify(state), environment);
}
