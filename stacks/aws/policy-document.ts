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

function statement(effect: Statement['Effect'], grant: Grant<Ref>): Statement {
  const { id, allows, on, exceptOn, onlyIf, everywhere } = grant;
  if ((on.length === 0) === (exceptOn === undefined) || allows.length === 0)
    throw new TypeError(`${id} grants nothing`);
  if (exceptOn !== undefined && effect === 'Allow') throw new TypeError(`${id} grants all but a few`);
  if (allows.includes('*')) throw new TypeError(`${id} grants every action`);
  if (on.includes('*') && everywhere === undefined) throw new TypeError(`${id} holds for everything without a reason`);
  return {
    Sid: id,
    Effect: effect,
    Action: allows,
    ...(exceptOn === undefined ? { Resource: on } : { NotResource: exceptOn }),
    ...(onlyIf && { Condition: onlyIf }),
  };
}
