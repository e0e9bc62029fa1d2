import type { Plan } from '../../../stacks/planned.ts';
import { planOf } from '../plan-of.ts';
import type { Io } from '../io.ts';
import { policiesAllow } from './policies.ts';
import type { Run } from './run.ts';

/**
 * Whether the engine may be asked at all: the policies first, which need no cloud, then the account. What stands in the
 * way is printed, and so is what could not be looked at, which does not.
 * @returns the plan; undefined where something stands in the way.
 */
export async function mayBegin(
  { environment, workspace }: Pick<Run, 'environment' | 'workspace'>,
  { skipPreflight }: { readonly skipPreflight?: true },
  io: Io,
): Promise<Plan | undefined> {
  const plan = await planOf(environment, io);
  if (!policiesAllow(plan, environment, io)) return undefined;
  if (skipPreflight === true) return plan;
  const { preflightAllows } = await import('../preflight/before-run.ts');
  return (await preflightAllows({ environment, plan, state: await workspace.state() }, io)) ? plan : undefined;
}
