import { isBlocked, judge } from '../../../stacks/policy/judge.ts';
import type { Plan } from '../../../stacks/planned.ts';
import { systemClock } from '../../runtime/clock.ts';
import type { Io } from '../io.ts';
import { planOf } from '../plan-of.ts';
import type { Run } from './run.ts';

/**
 * The plan, where it keeps every policy; what it breaks is printed. Asked before the engine is, and needs no cloud.
 * @returns undefined where a policy blocks.
 */
export async function allowedPlan({ environment }: Pick<Run, 'environment'>, io: Io): Promise<Plan | undefined> {
  const plan = await planOf(environment, io);
  const today = new Date(systemClock.now()).toISOString().slice(0, 10);
  const findings = judge({ plan, environment, today });
  for (const { outcome, policy, message, reason } of findings) {
    if (outcome === 'block') io.err(`blocked by ${policy}: ${message}.\n  ${reason}\n`);
    if (outcome === 'warn') io.err(`warning (${policy}): ${message}.\n`);
  }
  return isBlocked(findings) ? undefined : plan;
}
