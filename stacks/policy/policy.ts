import type { Environment } from '../environment/schema/environment.ts';
import type { DeclaredGrants } from './declared.ts';
import type { Plan, PlannedResource } from '../planned.ts';

/** One thing that must hold for every plan. */
export interface Policy {
  /** Stable: exceptions name it. Lower-case letters and dashes. */
  readonly id: string;
  /** Why, as a sentence for the person whose plan it stops. */
  readonly reason: string;
  /** Whether a plan that breaks it may be carried out. */
  readonly severity: 'block' | 'warn';
  readonly rules: readonly Rule[];
}

/** How a policy is checked: on resources of some types, or on the environment as a whole. */
export type Rule = ResourceRule | EnvironmentRule;

export interface ResourceRule {
  /** Pulumi's type tokens; `every` for all that the table of resource types knows. */
  readonly types: readonly string[] | 'every';
  /** What is wrong, as clauses that follow the name of the resource; nothing where all is well. */
  readonly check: (resource: PlannedResource, context: Context) => readonly string[];
}

interface EnvironmentRule {
  /** What is wrong with the environment, as sentences without a full stop. */
  readonly ofEnvironment: (environment: Environment) => readonly string[];
}

export interface Context {
  readonly plan: Plan;
  readonly environment: Environment;
  readonly declared: DeclaredGrants;
}

export interface Finding {
  readonly policy: string;
  /** `allowed`: broken, and an exception that still holds says why. */
  readonly outcome: 'block' | 'warn' | 'allowed';
  /** Logical name of the resource in the plan; undefined for what concerns the environment. */
  readonly resource?: string;
  readonly concern?: string;
  /** A sentence without a full stop. */
  readonly message: string;
  /** Why the policy is there, or why it may be broken here. */
  readonly reason: string;
  /** Last day of the exception. */
  readonly until?: string;
}
