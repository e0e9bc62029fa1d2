import { textAt } from '../../../../stacks/inputs.ts';
import type { ByocGoogleEnvironment, GoogleEnvironment } from '../../../../stacks/environment/schema/environment.ts';
import { deployerOf } from '../../../../stacks/permissions/from-plan.ts';
import { poolsOf } from '../../../../stacks/quotas/pools.ts';
import { mapped, type Answer } from '../../../clouds/account/answer.ts';
import type { GoogleAccount } from '../../../clouds/account/google.ts';
import { judgePermissions, type Permitted } from '../judge.ts';
import type { Preflight } from '../subject.ts';
import type { Verdict } from '../verdict.ts';
import { judgeApis, judgeMachines, judgeProject, judgeRegion, judgeZones } from './judge.ts';
import { nameVerdicts } from './names.ts';
import { quotaVerdicts, requestedQuotaVerdicts } from './quotas.ts';

/** Everything that Google Cloud is asked. Of another project than the file's nothing more is asked. */
export async function googleVerdicts(
  environment: GoogleEnvironment | ByocGoogleEnvironment,
  preflight: Preflight,
  account: GoogleAccount,
): Promise<readonly Verdict[]> {
  const { ask } = preflight;
  const { cloud } = environment.spec;
  const [project, caller] = await Promise.all([ask(() => account.project()), ask(() => account.caller())]);
  const who = 'known' in caller ? caller.known : undefined;
  const identity = judgeProject({ id: 'identity', title: 'Project, and who is signed in' }, cloud, project, who);
  if (identity.result !== 'pass') return [identity];
  const isByoc = environment.spec.mode === 'BYOC';
  const groups = await Promise.all<readonly Verdict[]>([
    apiVerdict(preflight, account, cloud.project).then((verdict) => [verdict]),
    offers(preflight, account, cloud, isByoc),
    isByoc ? requestedQuotaVerdicts(preflight, account) : quotaVerdicts(preflight, account, cloud),
    permissionVerdict(preflight, account).then((verdict) => [verdict]),
    nameVerdicts(preflight, account, cloud),
  ]);
  return [identity, ...groups.flat()];
}

async function apiVerdict({ plan, ask }: Preflight, account: GoogleAccount, project: string): Promise<Verdict> {
  const wanted = plan.resources.flatMap(({ type, inputs }) =>
    type === 'gcp:projects/service:Service' ? [textAt(inputs, 'service')] : [],
  );
  const answer = await ask(() => account.apis(wanted));
  return judgeApis({ id: 'apis', title: 'APIs of the project' }, project, wanted, answer);
}

async function offers(
  { plan, ask }: Preflight,
  account: GoogleAccount,
  cloud: { readonly region: string; readonly zones: readonly string[] },
  isByoc: boolean,
): Promise<readonly Verdict[]> {
  const region = await ask(() => account.region());
  const regionVerdict = judgeRegion({ id: 'region', title: `Region ${cloud.region}` }, cloud.region, region);
  if (isByoc) return [regionVerdict];
  const zones = judgeZones({ id: 'zones', title: 'Zones' }, cloud.zones, region);
  const wanted = poolsOf(plan.resources, []).flatMap((pool) =>
    (pool.zones.length > 0 ? pool.zones : cloud.zones).map((zone) => ({ pool, zone })),
  );
  if (wanted.length === 0) return [regionVerdict, zones];
  const offered = await Promise.all(
    wanted.map(async ({ pool, zone }) => ({
      pool,
      zone,
      offered: await ask(() => account.offers(zone, pool.machine)),
    })),
  );
  return [regionVerdict, zones, judgeMachines({ id: 'machines', title: 'Types of machines' }, offered)];
}

async function permissionVerdict({ plan, ask }: Preflight, account: GoogleAccount): Promise<Verdict> {
  const allows = deployerOf(plan).grants.flatMap((grant) => grant.allows);
  const wanted = [...new Set(allows.filter((one) => !one.includes('/')))].toSorted();
  const answer = mapped(await ask(() => account.permissions(wanted)), ({ held, refused }): Permitted => {
    const missing = wanted.filter((one) => !held.includes(one) && !refused.includes(one));
    return { forbidden: [], missing, unclear: refused, asked: wanted.length };
  });
  return judgePermissions(subject, answer satisfies Answer<Permitted>);
}

const subject = { id: 'permissions', title: 'Rights of whoever deploys' };
