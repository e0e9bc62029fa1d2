import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import { isBlocked, judge } from '../../../stacks/policy/judge.ts';
import type { Plan } from '../../../stacks/planned.ts';
import { systemClock } from '../../runtime/clock.ts';
import type { Io } from '../io.ts';

/** Whether the plan keeps every policy; what it breaks is printed. Asked before the engine is, and needs no cloud. */
export function policiesAllow(plan: Plan, environment: Environment, io: Io): boolean {
  const today = new Date(systemClock.now()).toISOString().slice(0, 10);
  const findings = judge({ plan, environment, today });
  for (const { outcome, policy, message, reason } of findings) {
    if (outcome === 'block') io.err(`blocked by ${policy}: ${message}.\n  ${reason}\n`);
    if (outcome === 'warn') io.err(`warning (${policy}): ${message}.\n`);
  }
  return !isBlocked(findings);
}
