import { deployerOf } from '../../../../stacks/permissions/from-plan.ts';
import { isUnknown } from '../../../../stacks/inputs.ts';
import { placeOf } from '../../../../stacks/place.ts';
import { computedOutputs } from '../../../../stacks/plan/computed.ts';
import { resourceTypeOf } from '../../../../stacks/resource-types/index.ts';
import type { Answer } from '../../../clouds/account/answer.ts';
import type { AwsAccount } from '../../../clouds/account/aws.ts';
import { judgePermissions, type Permitted } from '../judge.ts';
import type { Preflight } from '../subject.ts';
import { warn, type Verdict } from '../verdict.ts';
import { deniedEverywhere, permittedOf } from './judge.ts';

const subject = { id: 'permissions', title: 'Rights of whoever deploys' };

/**
 * Simulates the deployer's actions: on every resource first, and what is denied there once more on the resources of the
 * plan, because a policy may name them.
 */
export async function permissionVerdict(
  preflight: Preflight,
  account: AwsAccount,
  callerArn: string,
): Promise<Verdict> {
  if (callerArn.endsWith(':root')) {
    const says = 'Signed in as the root user, whom no policy limits.';
    return warn(subject, says, 'Deploy as a role that has what planewright permissions ENV --for deployer prints.');
  }
  return judgePermissions(subject, await simulated(preflight, account, callerArn));
}

async function simulated(preflight: Preflight, account: AwsAccount, callerArn: string): Promise<Answer<Permitted>> {
  const actions = [...new Set(deployerOf(preflight.plan).grants.flatMap(({ allows }) => allows))].toSorted();
  const principal = await preflight.ask(() => account.principalOf(callerArn));
  if ('unknown' in principal) return principal;
  const simulate = (which: readonly string[], on?: readonly string[]): ReturnType<AwsAccount['simulate']> =>
    account.simulate(principal.known, which, on);
  const everywhere = await preflight.ask(() => simulate(actions));
  if ('unknown' in everywhere) return everywhere;
  const denied = deniedEverywhere(everywhere.known);
  const there = await Promise.all(
    onResources(preflight, denied).map(({ arn, allows }) => preflight.ask(() => simulate(allows, [arn]))),
  );
  const unclear = there.find((answer) => 'unknown' in answer);
  if (unclear !== undefined && 'unknown' in unclear) return unclear;
  return {
    known: permittedOf(
      everywhere.known,
      there.flatMap((answer) => ('known' in answer ? answer.known : [])),
    ),
  };
}

/**
 * One resource of each type whose ARN is known beforehand, with the actions of its service: a bucket's policy has no ARN
 * but the bucket's.
 */
function onResources(
  { plan, environment }: Preflight,
  actions: readonly string[],
): readonly { readonly arn: string; readonly allows: readonly string[] }[] {
  const byType = Map.groupBy(plan.resources, ({ type }) => type);
  return [...byType].flatMap(([token, resources]) => {
    const type = resourceTypeOf(token);
    const [first] = resources;
    if (type === undefined || first === undefined) return [];
    const { arn } = computedOutputs(type, first, placeOf(environment)).outputs;
    if (typeof arn !== 'string' || isUnknown(arn)) return [];
    const service = `${arn.split(':')[2] ?? ''}:`;
    const allows = actions.filter((action) => action.startsWith(service));
    return allows.length > 0 ? [{ arn, allows }] : [];
  });
}
