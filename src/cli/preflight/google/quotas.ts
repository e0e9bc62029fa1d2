import { numberAt, textAt } from '../../../../stacks/inputs.ts';
import {
  googleFamily,
  googleNeeds,
  googleQuotas,
  googleVcpus,
  isGoogleQuota,
  type GoogleQuotaRow,
} from '../../../../stacks/quotas/google.ts';
import type { Need } from '../../../../stacks/quotas/need.ts';
import { poolsOf } from '../../../../stacks/quotas/pools.ts';
import { mapped, type Answer } from '../../../clouds/account/answer.ts';
import type { GoogleAccount, GoogleMachineInUse } from '../../../clouds/account/google.ts';
import { CloudFailure } from '../../../clouds/failure.ts';
import { must } from '../../../runtime/must.ts';
import { judgeQuota } from '../judge.ts';
import type { Preflight } from '../subject.ts';
import { pass, unknown, warn, type Verdict } from '../verdict.ts';

interface Where {
  readonly project: string;
  readonly region: string;
}

export async function quotaVerdicts(
  preflight: Preflight,
  account: GoogleAccount,
  where: Where,
): Promise<readonly Verdict[]> {
  const { plan, state } = preflight;
  const verdicts = await Promise.all(
    googleNeeds(plan, state).map((need) => verdictOf(need, preflight, account, where)),
  );
  return [...verdicts, ...uncounted(preflight)];
}

async function verdictOf(need: Need, { ask }: Preflight, account: GoogleAccount, where: Where): Promise<Verdict> {
  const id = must(isGoogleQuota(need.quota) ? need.quota : undefined, 'needs of Google name quotas of its table');
  const row: GoogleQuotaRow = googleQuotas[id];
  const { scope } = need;
  const subject = {
    id: `quota.${id}${scope === '' ? '' : `.${scope}`}`,
    title: scope === '' ? row.title : `${row.title}: ${scope}`,
  };
  const request = (value: number): string => requestOf(row, scope, where, value);
  if (row.by === 'family') {
    const [limit, used] = await Promise.all([
      ask(() => account.familyLimit(row.quotaId, scope)),
      ask(async () => usedOf(await account.machinesInUse(), id === 'vcpus', scope, where.region)),
    ]);
    return judgeQuota({ subject, need, used, limit, request });
  }
  const { by } = row;
  const found = await ask(async () => {
    const quota = (await account.quotas(by)).get(row.metric);
    if (quota !== undefined) return quota;
    throw new CloudFailure('refused', 'Malformed', `the ${by} has no quota ${row.metric}`);
  });
  const pick = (which: 'usage' | 'limit'): Answer<number> => mapped(found, (quota) => quota[which]);
  return judgeQuota({ subject, need, used: pick('usage'), limit: pick('limit'), request });
}

/** What machines of a family take already. */
function usedOf(machines: readonly GoogleMachineInUse[], vcpus: boolean, family: string, region: string): number {
  const own = machines.filter((one) => one.region === region && googleFamily(one.machine) === family);
  return own.reduce((sum, { machine, localSsdGb }) => {
    if (!vcpus) return sum + localSsdGb;
    const count = googleVcpus(machine);
    if (count === undefined) throw new CloudFailure('refused', 'Unsized', `the vCPUs of ${machine} are in no table`);
    return sum + count;
  }, 0);
}

function requestOf(row: GoogleQuotaRow, family: string, { project, region }: Where, value: number): string {
  const dimensions = {
    family: `region=${region},vm_family=${family.toUpperCase()}`,
    region: `region=${region}`,
    project: '',
  }[row.by];
  const of = dimensions === '' ? '' : ` --dimensions=${dimensions}`;
  return `gcloud beta quotas preferences create --project=${project} --service=compute.googleapis.com --quota-id=${row.quotaId}${of} --preferred-value=${value}`;
}

/** What takes machines that no plan names. */
function uncounted({ plan }: Preflight): readonly Verdict[] {
  const isAutopilot = plan.resources.some(
    ({ type, inputs }) => type === 'gcp:container/cluster:Cluster' && inputs['enableAutopilot'] === true,
  );
  const unsized = poolsOf(plan.resources, []).filter(({ machine }) => googleVcpus(machine) === undefined);
  const title = 'vCPUs that are not counted';
  const look = 'Compare the requests of the plane with the quotas of the region yourself: planewright plan ENV.';
  const says = [
    ...(isAutopilot ? ['Autopilot chooses the machines when pods ask for them'] : []),
    ...unsized.map(({ name, machine }) => `the vCPUs of ${machine} of ${name} are in no table of Planewright`),
  ];
  return says.length === 0 ? [] : [unknown({ id: 'quota.vcpus.uncounted', title }, says.join('; '), look)];
}

/** Quotas that the program of BYOC asks Google for by itself. */
export function requestedQuotaVerdicts({ plan, ask }: Preflight, account: GoogleAccount): Promise<readonly Verdict[]> {
  const requests = plan.resources.filter(({ type }) => type === 'gcp:cloudquota/sQuotaPreference:SQuotaPreference');
  return Promise.all(
    requests.map(async ({ inputs, name }): Promise<Verdict> => {
      const [quotaId, family] = [textAt(inputs, 'quotaId'), textAt(inputs, 'dimensions.vm_family')];
      const subject = { id: `quota.${name.replace(/^quotas-/, '')}`, title: `${quotaId} of ${family}` };
      const wanted =
        numberAt(inputs, 'quotaConfig.preferredValue') ?? Number(textAt(inputs, 'quotaConfig.preferredValue'));
      const limit = await ask(() => account.familyLimit(quotaId, family.toLowerCase()));
      if ('unknown' in limit) return unknown(subject, limit.unknown);
      if (limit.known >= wanted) return pass(subject, `${limit.known}; the vendor asks for ${wanted}.`);
      const says = `${limit.known}; the vendor asks for ${wanted}, and the program requests it.`;
      return warn(subject, says, 'Google may take days to grant it: the vendor cannot install before.');
    }),
  );
}
