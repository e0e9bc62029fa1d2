import { listAt } from '../../../../stacks/inputs.ts';
import type { AzureEnvironment } from '../../../../stacks/environment/schema/environment.ts';
import { deployerOf } from '../../../../stacks/permissions/from-plan.ts';
import type { Plan } from '../../../../stacks/planned.ts';
import { poolsOf } from '../../../../stacks/quotas/pools.ts';
import { mapped } from '../../../clouds/account/answer.ts';
import type { AzureAccount } from '../../../clouds/account/azure.ts';
import { judgePermissions } from '../judge.ts';
import type { Preflight } from '../subject.ts';
import type { Verdict } from '../verdict.ts';
import { judgeFeature, judgeLocation, judgeMachines, judgeProviders, judgeSubscription, permittedOf } from './judge.ts';
import { nameVerdicts } from './names.ts';
import { quotaVerdicts } from './quotas.ts';

/** Everything that Azure is asked. Of another subscription than the file's nothing more is asked. */
export async function azureVerdicts(
  environment: AzureEnvironment,
  preflight: Preflight,
  account: AzureAccount,
): Promise<readonly Verdict[]> {
  const { ask, plan } = preflight;
  const { cloud } = environment.spec;
  const seen = await ask(() => account.subscriptions());
  const identity = judgeSubscription({ id: 'identity', title: 'Subscription and tenant' }, cloud, seen);
  if (identity.result !== 'pass') return [identity];
  const operations = operationsOf(plan);
  const groups = await Promise.all<readonly Verdict[]>([
    offers(preflight, account, cloud),
    quotaVerdicts(preflight, account, cloud),
    registrations(preflight, account, operations),
    ask(() => account.permissions(cloud.resourceGroup)).then((answer) => [
      judgePermissions(
        { id: 'permissions', title: 'Rights of whoever deploys' },
        mapped(answer, (permissions) => permittedOf(operations, permissions)),
      ),
    ]),
    nameVerdicts(preflight, account),
  ]);
  return [identity, ...groups.flat()];
}

async function offers(
  { plan, ask }: Preflight,
  account: AzureAccount,
  { location, zones }: { readonly location: string; readonly zones: readonly string[] },
): Promise<readonly Verdict[]> {
  const locations = await ask(() => account.locations());
  const verdict = judgeLocation({ id: 'region', title: `Location ${location}` }, location, zones, locations);
  const pools = poolsOf(plan.resources, []);
  if (pools.length === 0) return [verdict];
  const machines = await ask(() => account.machines());
  return [verdict, judgeMachines({ id: 'machines', title: 'Sizes of machines' }, pools, location, machines)];
}

/** Providers are registered by hand, once a subscription; so is the encryption of disks at their host. */
async function registrations(
  { plan, ask }: Preflight,
  account: AzureAccount,
  operations: readonly string[],
): Promise<readonly Verdict[]> {
  const namespaces = [...new Set(operations.map((operation) => operation.split('/')[0] ?? ''))].toSorted();
  const providers = judgeProviders(
    { id: 'apis', title: 'Resource providers' },
    namespaces,
    await ask(() => account.providers()),
  );
  if (!encryptsAtHost(plan)) return [providers];
  const [namespace, name] = ['Microsoft.Compute', 'EncryptionAtHost'];
  const subject = { id: 'apis.encryption-at-host', title: 'Encryption of disks at their host' };
  return [providers, judgeFeature(subject, namespace, name, await ask(() => account.feature(namespace, name)))];
}

function encryptsAtHost({ resources }: Plan): boolean {
  return resources.some(
    ({ inputs }) =>
      inputs['enableEncryptionAtHost'] === true ||
      listAt(inputs, 'agentPoolProfiles').some((pool) =>
        JSON.stringify(pool).includes('"enableEncryptionAtHost":true'),
      ),
  );
}

/** Operations of the control plane, as roles name them. */
function operationsOf(plan: Plan): readonly string[] {
  const allows = deployerOf(plan).grants.flatMap((grant) => grant.allows);
  return [...new Set(allows.filter((one) => /^Microsoft\.[A-Za-z]+\//.test(one)))].toSorted();
}
