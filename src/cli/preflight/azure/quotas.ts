import { azureNeeds, azureQuotas, isAzureQuota, type AzureQuotaRow } from '../../../../stacks/quotas/azure.ts';
import { summed, type Need } from '../../../../stacks/quotas/need.ts';
import { poolsOf, type Pool } from '../../../../stacks/quotas/pools.ts';
import { mapped } from '../../../clouds/account/answer.ts';
import type { AzureAccount, AzureSku, AzureUsage } from '../../../clouds/account/azure.ts';
import { CloudFailure } from '../../../clouds/failure.ts';
import { must } from '../../../runtime/must.ts';
import { judgeQuota } from '../judge.ts';
import type { Preflight } from '../subject.ts';
import { unknown, type Verdict } from '../verdict.ts';

interface Where {
  readonly subscriptionId: string;
  readonly location: string;
}

export async function quotaVerdicts(
  preflight: Preflight,
  account: AzureAccount,
  where: Where,
): Promise<readonly Verdict[]> {
  const { plan, state, ask } = preflight;
  const counted = azureNeeds(plan, state, where.location).map((need) => {
    const id = must(isAzureQuota(need.quota) ? need.quota : undefined, 'needs of Azure name quotas of its table');
    return verdictOf(need, azureQuotas[id], preflight, account, where);
  });
  const pools = poolsOf(plan.resources, state);
  if (pools.length === 0) return Promise.all(counted);
  const machines = await ask(() => account.machines());
  if ('unknown' in machines) {
    const subject = { id: 'quota.vcpus', title: 'vCPUs' };
    return [...(await Promise.all(counted)), unknown(subject, machines.unknown)];
  }
  const vcpus = vcpuNeeds(pools, machines.known).map((need) => {
    const title = need.quota === 'cores' ? 'vCPUs of the location' : `vCPUs of ${need.quota}`;
    return verdictOf(need, { title, namespace: 'Microsoft.Compute', usage: need.quota }, preflight, account, where);
  });
  return Promise.all([...counted, ...vcpus]);
}

/** vCPUs count twice: for their family, and for the location as a whole. Sizes that are not offered are said elsewhere. */
function vcpuNeeds(pools: readonly Pool[], machines: ReadonlyMap<string, AzureSku>): readonly Need[] {
  const needs = pools.flatMap(({ machine, name, min, most }): readonly Need[] => {
    const sku = machines.get(machine);
    if (sku === undefined) return [];
    const need = { scope: '', amount: min * sku.vcpus, most: most * sku.vcpus, of: [name] };
    return [
      { ...need, quota: 'cores' },
      { ...need, quota: sku.family },
    ];
  });
  return summed(needs);
}

async function verdictOf(
  need: Need,
  { title, namespace, usage }: AzureQuotaRow,
  { ask }: Preflight,
  account: AzureAccount,
  { subscriptionId, location }: Where,
): Promise<Verdict> {
  const found = await ask(async (): Promise<AzureUsage> => {
    const quota = (await account.usages(namespace)).get(usage.toLowerCase());
    if (quota !== undefined) return quota;
    throw new CloudFailure('refused', 'Malformed', `the usages of ${namespace} in ${location} have no ${usage}`);
  });
  return judgeQuota({
    subject: { id: `quota.${need.quota}`, title },
    need,
    used: mapped(found, ({ used }) => used),
    limit: mapped(found, ({ limit }) => limit),
    request: (value) =>
      `az quota update --resource-name ${usage} --scope /subscriptions/${subscriptionId}/providers/${namespace}/locations/${location} --limit-object value=${value} --resource-type ${namespace === 'Microsoft.Compute' ? 'dedicated' : 'None'} (az extension add --name quota)`,
  });
}
