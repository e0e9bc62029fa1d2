import { nvmeFamilies } from '../../../../stacks/aws/machines.ts';
import type { Pool } from '../../../../stacks/quotas/pools.ts';
import type { Answer } from '../../../clouds/account/answer.ts';
import type { AwsCaller, AwsZone, SimulatedAction } from '../../../clouds/account/aws.ts';
import type { Permitted } from '../judge.ts';
import { fail, pass, unknown, type Subject, type Verdict } from '../verdict.ts';

export function judgeCaller(subject: Subject, accountId: string, answer: Answer<AwsCaller>): Verdict {
  const signIn = `Sign in to account ${accountId} (aws sso login, or AWS_PROFILE), or correct spec.cloud.accountId.`;
  if ('unknown' in answer) return unknown(subject, answer.unknown, signIn);
  const { account, arn } = answer.known;
  if (account === accountId) return pass(subject, `${arn}, of account ${account}.`);
  return fail(subject, `Signed in to account ${account} as ${arn}; the file says ${accountId}.`, signIn);
}

export function judgeRegion(subject: Subject, region: string, answer: Answer<string | undefined>): Verdict {
  if ('unknown' in answer) return unknown(subject, answer.unknown);
  switch (answer.known) {
    case 'opt-in-not-required':
    case 'opted-in':
      return pass(subject, `${region} is enabled.`);
    case 'not-opted-in':
      return fail(
        subject,
        `${region} is not enabled in this account.`,
        `aws account enable-region --region-name ${region}`,
      );
    case undefined:
      return fail(subject, `AWS has no region ${region}.`, 'Correct the region in the environment file.');
    default:
      return unknown(subject, `AWS says that the region is ${answer.known}`);
  }
}

export function judgeZones(subject: Subject, wanted: readonly string[], answer: Answer<readonly AwsZone[]>): Verdict {
  if ('unknown' in answer) return unknown(subject, answer.unknown);
  const there = answer.known.filter(({ state }) => state === 'available').map(({ name }) => name);
  const missing = wanted.filter((zone) => !there.includes(zone));
  if (missing.length === 0) return pass(subject, `${wanted.join(', ')} are there.`);
  const says = `Not available to this account: ${missing.join(', ')}.`;
  return fail(subject, says, `Name others in spec.cloud.zones: there are ${there.join(', ') || 'none'}.`);
}

/** Types of the same size that Brainstore could run on instead, to be asked about together with those of the plan. */
export function alternativesTo(machine: string): readonly string[] {
  const [family = '', size = ''] = machine.split('.');
  return nvmeFamilies.includes(family) ? nvmeFamilies.map((other) => `${other}.${size}`) : [];
}

/** Whether every zone of a pool offers its machines: EKS refuses a group with a zone that does not. */
export function judgeMachines(
  subject: Subject,
  pools: readonly Pool[],
  zones: readonly string[],
  answer: Answer<ReadonlyMap<string, ReadonlySet<string>>>,
): Verdict {
  if ('unknown' in answer) return unknown(subject, answer.unknown);
  const offered = answer.known;
  const lackOf = (machine: string, where: readonly string[]): readonly string[] =>
    where.filter((zone) => offered.get(machine)?.has(zone) !== true);
  const lacking = pools.flatMap((pool) => {
    const where = pool.zones.length > 0 ? pool.zones : zones;
    const missing = lackOf(pool.machine, where);
    if (missing.length === 0) return [];
    const instead = alternativesTo(pool.machine).filter((other) => lackOf(other, where).length === 0);
    return [{ pool, missing, instead }];
  });
  if (lacking.length === 0)
    return pass(subject, `${[...new Set(pools.map(({ machine }) => machine))].join(', ')} are offered in every zone.`);
  const says = lacking.map(
    ({ pool, missing }) => `${pool.machine} of ${pool.name} is not offered in ${missing.join(', ')}.`,
  );
  const ways = lacking.map(({ instead, pool }) =>
    instead.length > 0
      ? `Every zone offers ${instead.join(', ')}, which have local NVMe too.`
      : `Name another type for ${pool.name}, or other zones.`,
  );
  return fail(subject, says.join(' '), [...new Set(ways)].join(' '));
}

/** Actions that were denied on every resource, and may yet be granted on the very ones of the plan. */
export function deniedEverywhere(simulated: readonly SimulatedAction[]): readonly string[] {
  return simulated
    .filter(({ decision, forbidden }) => decision === 'implicitDeny' && !forbidden)
    .map(({ action }) => action);
}

/** @param scoped What the same simulation said of the resources of the plan. */
export function permittedOf(simulated: readonly SimulatedAction[], scoped: readonly SimulatedAction[]): Permitted {
  const allowedThere = new Set(scoped.flatMap(({ decision, action }) => (decision === 'allowed' ? [action] : [])));
  const isUnclear = ({ missingContext }: SimulatedAction): boolean => missingContext.length > 0;
  const refused = simulated.filter(({ decision, action }) => decision !== 'allowed' && !allowedThere.has(action));
  const forbidden = refused.filter((one) => one.decision === 'explicitDeny' || one.forbidden);
  const missing = refused.filter((one) => !forbidden.includes(one));
  const names = (all: readonly SimulatedAction[]): readonly string[] =>
    [...new Set(all.map(({ action }) => action))].toSorted();
  return {
    forbidden: names(forbidden.filter((one) => !isUnclear(one))),
    missing: names(missing.filter((one) => !isUnclear(one))),
    unclear: names(refused.filter(isUnclear)),
    asked: simulated.length,
  };
}
