import type { Environment } from '../environment/schema/environment.ts';
import type { Plan, PlannedResource } from '../planned.ts';
import { resourceTypeOf } from '../resource-types/index.ts';
import { declaredGrants } from './declared.ts';
import { excepted, exceptionProblems, type Broken } from './exceptions.ts';
import { policies } from './policies.ts';
import type { Context, Finding, Policy, Rule } from './policy.ts';

export interface Judged {
  readonly plan: Plan;
  readonly environment: Environment;
  /** Today, `2026-12-31`: exceptions end. */
  readonly today: string;
  /** Instead of all: for tests. */
  readonly table?: readonly Policy[];
}

/** What a plan breaks, with what the environment's exceptions make of it; and what is wrong with the exceptions. */
export function judge({ plan, environment, today, table = policies }: Judged): readonly Finding[] {
  const context = { plan, environment, declared: declaredGrants(environment) };
  const broken = table.flatMap((policy) => brokenRules(policy, context));
  const { exceptions } = environment.spec.policy;
  const findings = broken.map((one) => excepted(one, exceptions, today));
  return [...findings, ...exceptionProblems(broken, exceptions, new Set(table.map(({ id }) => id)))];
}

/** Whether the plan may not be carried out. */
export function isBlocked(findings: readonly Finding[]): boolean {
  return findings.some(({ outcome }) => outcome === 'block');
}

function brokenRules(policy: Policy, context: Context): readonly Broken[] {
  const { resources } = context.plan;
  return policy.rules.flatMap((rule): readonly Broken[] => {
    if ('ofEnvironment' in rule) return rule.ofEnvironment(context.environment).map((message) => ({ policy, message }));
    return resources
      .filter((resource) => concerns(rule, resource))
      .flatMap((resource) =>
        rule.check(resource, context).map((says) => ({ policy, resource, message: `${resource.name} ${says}` })),
      );
  });
}

function concerns({ types }: Extract<Rule, { types: unknown }>, { type }: PlannedResource): boolean {
  return types === 'every' ? resourceTypeOf(type) !== undefined : types.includes(type);
}
