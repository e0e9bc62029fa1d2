import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import { isBlocked, judge } from '../../../stacks/policy/judge.ts';
import { systemClock } from '../../runtime/clock.ts';
import type { Io } from '../io.ts';
import { planOf } from '../plan-of.ts';

/**
 * Whether the plan keeps every policy; what it breaks is printed, and exit is 3 where that blocks. Asked before the engine
 * is, and needs no cloud.
 */
export async function policiesAllow(environment: Environment, io: Io): Promise<boolean> {
  const plan = await planOf(environment, io);
  const today = new Date(systemClock.now()).toISOString().slice(0, 10);
  const findings = judge({ plan, environment, today });
  for (const { outcome, policy, message, reason } of findings) {
    if (outcome === 'block') io.err(`blocked by ${policy}: ${message}.\n  ${reason}\n`);
    if (outcome === 'warn') io.err(`warning (${policy}): ${message}.\n`);
  }
  const blocked = isBlocked(findings);
  if (blocked) io.exit(3);
  return !blocked;
}
