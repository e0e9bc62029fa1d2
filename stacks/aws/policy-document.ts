import type * as pulumi from '@pulumi/pulumi';
import type { Grant, Principal } from '../permissions/grant.ts';
import type { Statement } from './statement.ts';

type Ref = pulumi.Input<string>;

/**
 * Statements of a policy from the table of what somebody may do: the one table that a person reads too.
 * @throws TypeError if something is granted on everything without a reason, or nothing to anybody.
 */
export function statementsOf({ grants, denies = [] }: Pick<Principal<Ref>, 'grants' | 'denies'>): readonly Statement[] {
  return [...grants.map((grant) => statement('Allow', grant)), ...denies.map((grant) => statement('Deny', grant))];
}

function statement(effect: Statement['Effect'], { id, allows, on, onlyIf, everywhere }: Grant<Ref>): Statement {
  if (on.length === 0 || allows.length === 0) throw new TypeError(`${id} grants nothing`);
  if (allows.includes('*')) throw new TypeError(`${id} grants every action`);
  if (on.includes('*') && everywhere === undefined) throw new TypeError(`${id} holds for everything without a reason`);
  return {
    Sid: id,
    Effect: effect,
    Action: allows,
    Resource: on,
    ...(onlyIf && { Condition: onlyIf }),
  };
}
