import type { Environment } from '../../stacks/environment/schema/environment.ts';
import { planEnvironment } from '../../stacks/plan/plan-environment.ts';
import type { Plan } from '../../stacks/planned.ts';
import { systemClock, type Clock } from '../runtime/clock.ts';
import type { Io } from './io.ts';
import { moduleExtension, stacksFolder } from './stacks-folder.ts';

/** The plan of an environment, for commands that read one. @throws PlanewrightError as {@link planEnvironment} does. */
export function planOf(
  environment: Environment,
  { signal }: Pick<Io, 'signal'>,
  clock: Clock = systemClock,
): Promise<Plan> {
  const script = new URL(`plan/child${moduleExtension}`, stacksFolder);
  return planEnvironment({ environment, script, clock, signal });
}
