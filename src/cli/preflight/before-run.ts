import type { StackState } from '../../../stacks/engine/state.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import type { Plan } from '../../../stacks/planned.ts';
import type { Io } from '../io.ts';
import { cloudVerdicts } from './cloud.ts';
import { resourcesIn } from './state.ts';
import { verdictsAsText } from './text.ts';
import { isBlocking } from './verdict.ts';

export interface BeforeRun {
  readonly environment: Environment;
  readonly plan: Plan;
  /** As the engine read it, so that engine and backend are known to work. */
  readonly state: StackState;
}

/** Whether the account is ready for a run; all that did not pass is printed. */
export async function preflightAllows({ environment, plan, state }: BeforeRun, io: Io): Promise<boolean> {
  const resources = resourcesIn(state, environment.metadata.name);
  const { pending_operations: pending = [] } = state.deployment;
  const begun = resources.length + pending.length > 0;
  const verdicts = await cloudVerdicts({ environment, plan, state: resources, begun }, io);
  io.err(
    verdictsAsText(
      verdicts.filter(({ result }) => result !== 'pass'),
      environment.metadata.name,
      io,
    ),
  );
  if (!isBlocking(verdicts)) return true;
  io.err('The account is not ready; nothing was done. --skip-preflight goes on all the same.\n');
  return false;
}
