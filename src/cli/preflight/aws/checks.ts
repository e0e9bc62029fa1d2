import type { AwsEnvironment, ByocAwsEnvironment } from '../../../../stacks/environment/schema/environment.ts';
import { poolsOf } from '../../../../stacks/quotas/pools.ts';
import type { AwsAccount } from '../../../clouds/account/aws.ts';
import type { Preflight } from '../subject.ts';
import type { Verdict } from '../verdict.ts';
import { alternativesTo, judgeCaller, judgeMachines, judgeRegion, judgeZones } from './judge.ts';
import { nameVerdicts } from './names.ts';
import { permissionVerdict } from './permissions.ts';
import { quotaVerdicts, requestedQuotaVerdicts } from './quotas.ts';

/** Everything that AWS is asked. Where somebody else's account answers, nothing more is asked of it. */
export async function awsVerdicts(
  environment: AwsEnvironment | ByocAwsEnvironment,
  preflight: Preflight,
  account: AwsAccount,
): Promise<readonly Verdict[]> {
  const { ask } = preflight;
  const { accountId, region } = environment.spec.cloud;
  const caller = await ask(() => account.caller());
  const identity = judgeCaller({ id: 'identity', title: 'Who is signed in' }, accountId, caller);
  if (identity.result !== 'pass' || 'unknown' in caller) return [identity];
  const isByoc = environment.spec.mode === 'BYOC';
  const groups = await Promise.all<readonly Verdict[]>([
    ...regionsOf(preflight, region).map(async (name): Promise<readonly Verdict[]> => {
      const id = name === region ? 'region' : `region.${name}`;
      return [judgeRegion({ id, title: `Region ${name}` }, name, await ask(() => account.optIn(name)))];
    }),
    isByoc ? [] : offers(preflight, account, environment.spec.cloud.zones),
    quotaVerdicts(preflight, account, region),
    isByoc ? requestedQuotaVerdicts(preflight, account) : [],
    permissionVerdict(preflight, account, caller.known.arn).then((verdict) => [verdict]),
    nameVerdicts(preflight, account),
  ]);
  return [identity, ...groups.flat()];
}

/** The region, and those that copies go to. */
function regionsOf({ plan }: Preflight, region: string): readonly string[] {
  const others = plan.resources.flatMap(({ inputs }) =>
    typeof inputs['region'] === 'string' ? [inputs['region']] : [],
  );
  return [...new Set([region, ...others])];
}

async function offers(
  { plan, ask }: Preflight,
  account: AwsAccount,
  zones: readonly string[],
): Promise<readonly Verdict[]> {
  const pools = poolsOf(plan.resources, []);
  const zoneVerdict = judgeZones({ id: 'zones', title: 'Zones' }, zones, await ask(() => account.zones()));
  if (pools.length === 0) return [zoneVerdict];
  const types = new Set(pools.flatMap(({ machine }) => [machine, ...alternativesTo(machine)]));
  const answer = await ask(() => account.offerings([...types]));
  return [zoneVerdict, judgeMachines({ id: 'machines', title: 'Types of machines' }, pools, zones, answer)];
}
