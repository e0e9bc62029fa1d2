import { awsNeeds, awsQuotas, isAwsQuota, unsizedAwsPools, type AwsQuotaId } from '../../../../stacks/quotas/aws.ts';
import { numberAt, textAt } from '../../../../stacks/inputs.ts';
import type { Need } from '../../../../stacks/quotas/need.ts';
import { mapped, type Answer } from '../../../clouds/account/answer.ts';
import type { AwsAccount } from '../../../clouds/account/aws.ts';
import { must } from '../../../runtime/must.ts';
import type { Ask } from '../ask.ts';
import { judgeQuota } from '../judge.ts';
import type { Preflight } from '../subject.ts';
import { pass, unknown, warn, type Subject, type Verdict } from '../verdict.ts';

/** What is used of each quota, by the call that counts it. */
const inUse = {
  vcpus: (account) => account.vcpusInUse(),
  addresses: (account) => account.addressesInUse(),
  vpcs: (account) => account.vpcsInUse(),
  'internet-gateways': (account) => account.internetGatewaysInUse(),
  'nat-gateways': (account, zone) => account.natGatewaysInUse().then((zones) => zones.get(zone) ?? 0),
  'application-load-balancers': (account) => account.loadBalancersInUse('application'),
  'network-load-balancers': (account) => account.loadBalancersInUse('network'),
  databases: (account) => account.databaseNames().then((names) => names.length),
  clusters: (account) => account.clusterNames().then((names) => names.length),
} satisfies Readonly<Record<AwsQuotaId, (account: AwsAccount, scope: string) => Promise<number>>>;

/** A verdict for each quota that the plan takes something of. */
export async function quotaVerdicts(
  { plan, state, ask }: Preflight,
  account: AwsAccount,
  region: string,
): Promise<readonly Verdict[]> {
  const unsized = unsizedAwsPools(plan).map(({ name, machine }) => `${machine} of ${name}`);
  const verdicts = await Promise.all(awsNeeds(plan, state).map((need) => verdictOf(need, account, region, ask)));
  if (unsized.length === 0) return verdicts;
  const why = `the vCPUs of ${unsized.join(', ')} are in no table of Planewright`;
  return [...verdicts, unknown({ id: 'quota.vcpus.unsized', title: 'vCPUs of other machines' }, why, lookYourself)];
}

const lookYourself = `Compare them with the quota yourself: aws service-quotas get-service-quota --service-code ec2 --quota-code ${awsQuotas.vcpus.code}`;

async function verdictOf(need: Need, account: AwsAccount, region: string, ask: Ask): Promise<Verdict> {
  const id = must(isAwsQuota(need.quota) ? need.quota : undefined, 'needs of AWS name quotas of its table');
  const { title, service, code } = awsQuotas[id];
  const [used, limit]: readonly [Answer<number>, Answer<number>] = await Promise.all([
    ask(() => inUse[id](account, need.scope)),
    ask(() => account.quota(service, code)),
  ]);
  const scope = need.scope === '' ? '' : `.${need.scope}`;
  const subject = { id: `quota.${id}${scope}`, title: need.scope === '' ? title : `${title}: ${need.scope}` };
  return judgeQuota({ subject, need, used, limit, request: (value) => requestOf(service, code, region, value) });
}

function requestOf(service: string, code: string, region: string, value: number): string {
  return `aws service-quotas request-service-quota-increase --region ${region} --service-code ${service} --quota-code ${code} --desired-value ${value}`;
}

/** Quotas that the program of BYOC asks AWS for by itself, with how far they are. */
export function requestedQuotaVerdicts({ plan, ask }: Preflight, account: AwsAccount): Promise<readonly Verdict[]> {
  const requests = plan.resources.filter(({ type }) => type === 'aws:servicequotas/serviceQuota:ServiceQuota');
  return Promise.all(
    requests.map(async ({ inputs, name }): Promise<Verdict> => {
      const [service, code] = [textAt(inputs, 'serviceCode'), textAt(inputs, 'quotaCode')];
      const subject: Subject = { id: `quota.${name.replace(/^quotas-/, '')}`, title: `Quota ${service} ${code}` };
      const wanted = must(numberAt(inputs, 'value'), 'a request for a quota says how much');
      const answer = mapped(await ask(() => account.quota(service, code)), (limit) => ({ limit }));
      if ('unknown' in answer) return unknown(subject, answer.unknown);
      const { limit } = answer.known;
      if (limit >= wanted) return pass(subject, `${limit}; the vendor asks for ${wanted}.`);
      const says = `${limit}; the vendor asks for ${wanted}, and the program requests it.`;
      return warn(subject, says, 'AWS may take days to grant it: the vendor cannot install before.');
    }),
  );
}
