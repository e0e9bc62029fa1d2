import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { awsVerdicts } from '../../../src/cli/preflight/aws/checks.ts';
import { asking } from '../../../src/cli/preflight/ask.ts';
import type { Preflight } from '../../../src/cli/preflight/subject.ts';
import type { Verdict } from '../../../src/cli/preflight/verdict.ts';
import { awsAccount } from '../../../src/clouds/account/aws.ts';
import type { AwsEnvironment, ByocAwsEnvironment } from '../../../stacks/environment/schema/environment.ts';
import type { Plan } from '../../../stacks/planned.ts';
import type { Resource } from '../../../stacks/quotas/need.ts';
import { awsAnswers, valuesOf, type AwsAccountSays } from '../../clouds/account/aws-answers.ts';
import {
  awsStandIn,
  awsVariables,
  ec2Error,
  xmlError,
  type AwsCall,
  type AwsReplies,
} from '../../clouds/account/aws-stand-in.ts';
import { closeLoopback, never } from '../../runtime/loopback.ts';
import { example } from '../../stacks/support/examples.ts';
import { realPlan } from '../../stacks/support/plans.ts';
import { checkTable } from '../../../src/cli/preflight/rights.ts';
import { checksOf, verdict } from './verdicts.ts';

afterEach(async () => {
  vi.unstubAllEnvs();
  await closeLoopback();
});

interface Asked {
  readonly says?: AwsAccountSays;
  readonly replies?: AwsReplies;
  readonly state?: readonly Resource[];
  readonly begun?: boolean;
}

let production: AwsEnvironment;
let byoc: ByocAwsEnvironment;
let plan: Plan;
let byocPlan: Plan;
beforeAll(async () => {
  production = (await example('aws-production')).environment as AwsEnvironment;
  byoc = (await example('byoc-aws')).environment as ByocAwsEnvironment;
  plan = await realPlan(production);
  byocPlan = await realPlan(byoc);
}, 60_000);

async function asked(
  { says = {}, replies = {}, state = [], begun = false }: Asked = {},
  of: { environment: AwsEnvironment | ByocAwsEnvironment; plan: Plan } = { environment: production, plan },
): Promise<{ readonly verdicts: readonly Verdict[]; readonly calls: readonly AwsCall[] }> {
  const { url, calls } = await awsStandIn({ ...awsAnswers(says), ...replies });
  for (const [name, value] of Object.entries(awsVariables(url))) vi.stubEnv(name, value);
  const preflight: Preflight = { environment: of.environment, plan: of.plan, state, begun, ask: asking(never) };
  const verdicts = await awsVerdicts(of.environment, preflight, awsAccount(of.environment.spec.cloud.region, never));
  expect(JSON.stringify(verdicts)).not.toMatch(/canary/i);
  return { verdicts, calls };
}

describe('an account of AWS', () => {
  it('passes whole where it has room for everything', async () => {
    const { verdicts, calls } = await asked();
    expect(verdicts.filter(({ result }) => result !== 'pass')).toEqual([]);
    expect(verdicts.map(({ id }) => id)).toEqual([
      'identity',
      'region',
      'region.us-west-2',
      'zones',
      'machines',
      'quota.addresses',
      'quota.application-load-balancers',
      'quota.clusters',
      'quota.databases',
      'quota.internet-gateways',
      'quota.nat-gateways.us-east-1a',
      'quota.nat-gateways.us-east-1b',
      'quota.nat-gateways.us-east-1c',
      'quota.vcpus',
      'quota.vpcs',
      'permissions',
      'names.buckets',
      'names.cluster',
      'names.database',
      'names.roles',
    ]);
    // Every call is of a right in the table, and every check has a row.
    const rights = checkTable.aws.flatMap((row) => row.rights.map((right) => right.split(':')[1]));
    const operations = calls.map(({ operation }) => (operation === 'HeadBucket' ? 'ListBucket' : operation));
    expect([...new Set(operations)].toSorted()).toEqual([...new Set(rights)].toSorted());
    expect(checksOf(verdicts)).toEqual(checkTable.aws.map(({ check }) => check).toSorted());
    const simulations = calls.filter(({ operation }) => operation === 'SimulatePrincipalPolicy');
    // The path of a role is not in its session, and the limit of one call is not reached.
    expect(simulations[0]?.asked['PolicySourceArn']).toBe('arn:aws:iam::111122223333:role/team/deployer');
    expect(simulations.every((call) => valuesOf(call, 'ActionNames.member').length <= 100)).toBe(true);
    expect(simulations.flatMap((call) => valuesOf(call, 'ActionNames.member'))).toContain('eks:CreateCluster');
  });

  it('is asked nothing more where it is another one than the file says', async () => {
    const { verdicts, calls } = await asked({ says: { account: '999988887777' } });
    expect(verdicts).toHaveLength(1);
    expect(verdict(verdicts, 'identity')).toMatchObject({
      result: 'fail',
      says: 'Signed in to account 999988887777 as arn:aws:sts::999988887777:assumed-role/deployer/ann; the file says 111122223333.',
      wayOut: expect.stringContaining('111122223333') as string,
    });
    expect(calls.map(({ operation }) => operation)).toEqual(['GetCallerIdentity']);
  });

  it('is not known where nobody is signed in', async () => {
    const expired = { status: 403, body: xmlError('ExpiredToken', 'The security token is expired') };
    const { verdicts } = await asked({ replies: { GetCallerIdentity: () => expired } });
    expect(verdicts).toMatchObject([{ id: 'identity', result: 'unknown' }]);
    expect(verdict(verdicts, 'identity').says).toContain('nobody is signed in');
  });

  it.each([
    ['not-opted-in', 'fail', 'aws account enable-region --region-name us-east-1'],
    ['something-new', 'unknown', 'rights'],
  ])('says of a region that is %s: %s', async (optIn, result, way) => {
    const { verdicts } = await asked({ says: { optIn } });
    expect(verdict(verdicts, 'region')).toMatchObject({ result, wayOut: expect.stringContaining(way) as string });
  });

  it('names the zones that lack a type, and families with local NVMe that every zone has', async () => {
    const notOffered = ['c8gd.4xlarge us-east-1c', 'c7gd.4xlarge us-east-1a'];
    const { verdicts } = await asked({ says: { notOffered } });
    const { result, says, wayOut } = verdict(verdicts, 'machines');
    expect(result).toBe('fail');
    expect(says).toBe('c8gd.4xlarge of kubernetes-readers is not offered in us-east-1c.');
    expect(wayOut).toContain('c6gd.4xlarge');
    expect(wayOut).not.toContain('c7gd.4xlarge');
  });

  describe('its quotas', () => {
    // Three, four and one machines of 8, 16 and 32; grown and upgraded 6+6, 8+6 and 2+6.
    const [first, most, running] = [120, 576, 8];

    it.each([
      [running + most, 'pass', undefined],
      [running + most - 1, 'warn', `--desired-value ${running + most}`],
      [running + first, 'warn', `--desired-value ${running + most}`],
      [running + first - 1, 'fail', `--desired-value ${running + most}`],
    ])('of %i vCPUs: %s', async (limit, result, way) => {
      const { verdicts } = await asked({ says: { limits: { 'L-1216C47A': limit } } });
      const found = verdict(verdicts, 'quota.vcpus');
      expect(found).toMatchObject({
        result,
        says: `${first} more are needed, up to ${most} when pools have grown; ${running} of ${limit} are used.`,
      });
      expect(found.wayOut?.slice(-(way?.length ?? 0))).toBe(way);
    });

    it('print the very request that raises them', async () => {
      const { verdicts } = await asked({ says: { limits: { 'L-0263D0A3': 5 } } });
      expect(verdict(verdicts, 'quota.addresses')).toEqual({
        id: 'quota.addresses',
        title: 'Elastic IP addresses',
        result: 'fail',
        says: '6 more are needed; 2 of 5 are used.',
        wayOut:
          'Ask for 8: aws service-quotas request-service-quota-increase --region us-east-1 --service-code ec2 --quota-code L-0263D0A3 --desired-value 8',
      });
    });

    it('count in each zone what is there in that zone', async () => {
      const { verdicts } = await asked({ says: { limits: { 'L-FE5A380F': 2 } } });
      const results = ['a', 'b', 'c'].map((zone) => verdict(verdicts, `quota.nat-gateways.us-east-1${zone}`).result);
      expect(results).toEqual(['fail', 'pass', 'pass']);
    });

    it('count nothing twice that the state has already', async () => {
      const state = plan.resources.map(({ urn, type, name, inputs }) => ({ urn, type, name, inputs }));
      const { verdicts } = await asked({ state, begun: true, says: { limits: { 'L-0263D0A3': 2, 'L-1216C47A': 8 } } });
      expect(verdicts.filter(({ id }) => id === 'quota.addresses' || id.startsWith('names.'))).toEqual([]);
      // Only what the pools may still grow by.
      expect(verdict(verdicts, 'quota.vcpus')).toMatchObject({
        result: 'warn',
        says: `0 more are needed, up to ${most - first} when pools have grown; 8 of 8 are used.`,
      });
    });

    it.each([
      ['denied', 400, JSON.stringify({ __type: 'AccessDeniedException', message: 'no' }), 'not permitted to look'],
      ['without a number', 200, JSON.stringify({ Quota: { QuotaCode: 'x' } }), 'no Quota.Value'],
      ['a page of somebody else', 200, '<html>Sign in to the proxy</html>', 'no answer that can be read'],
    ])('are not known where the answer is %s', async (_, status, body, why) => {
      const { verdicts } = await asked({ replies: { GetServiceQuota: () => ({ status, body }) } });
      const found = verdict(verdicts, 'quota.vpcs');
      expect(found.result).toBe('unknown');
      expect(found.says).toContain(why);
    });

    it('do not take a page of somebody else for nothing in use', async () => {
      const replies = { DescribeAddresses: () => '<html><body>Sign in</body></html>' };
      const { verdicts } = await asked({ replies });
      expect(verdict(verdicts, 'quota.addresses').result).toBe('unknown');
    });

    it('are not known where the use may not be looked at', async () => {
      const denied = { status: 403, body: ec2Error('UnauthorizedOperation', 'You are not authorized') };
      const { verdicts } = await asked({ replies: { DescribeInstances: () => denied } });
      expect(verdict(verdicts, 'quota.vcpus')).toMatchObject({ result: 'unknown' });
    });
  });

  describe('the rights of the deployer', () => {
    it('are enough where a policy names the resources of the plan', async () => {
      const decision = (action: string, on: string): string =>
        action.startsWith('s3:') && on === '*' ? 'implicitDeny' : 'allowed';
      expect(verdict((await asked({ says: { decision } })).verdicts, 'permissions').result).toBe('pass');
    });

    it('are named where they are missing or forbidden', async () => {
      const decision = (action: string): string =>
        ({ 'eks:CreateCluster': 'implicitDeny', 'rds:CreateDBInstance': 'explicitDeny' })[action] ?? 'allowed';
      expect(verdict((await asked({ says: { decision } })).verdicts, 'permissions')).toMatchObject({
        result: 'fail',
        says: 'Forbidden: rds:CreateDBInstance. Missing: eks:CreateCluster.',
      });
    });

    it('are not known where they may not be simulated', async () => {
      const denied = {
        status: 403,
        body: xmlError('AccessDenied', 'not authorized to perform iam:SimulatePrincipalPolicy'),
      };
      const { verdicts } = await asked({ replies: { SimulatePrincipalPolicy: () => denied } });
      expect(verdict(verdicts, 'permissions')).toMatchObject({ result: 'unknown' });
    });
  });

  describe('names', () => {
    const bucket = (): string => plan.resources.find(({ type }) => type === 'aws:s3/bucket:Bucket')?.physicalName ?? '';

    it.each([
      [403, false, 'fail', 'Taken by somebody else'],
      [200, false, 'fail', 'There already, and not in the state'],
      [200, true, 'warn', 'There already, and not in the state'],
      [500, false, 'unknown', 'Not known'],
    ])('of buckets: HEAD says %i, begun %s: %s', async (status, begun, result, says) => {
      const { verdicts } = await asked({ begun, says: { buckets: { [bucket()]: status } } });
      const found = verdict(verdicts, 'names.buckets');
      expect(found.result).toBe(result);
      expect(found.says).toContain(says);
      expect(found.says).toContain(bucket());
    });

    it('of a cluster that is there', async () => {
      const replies = { ListClusters: () => JSON.stringify({ clusters: ['aws-production-cluster'] }) };
      expect(verdict((await asked({ replies })).verdicts, 'names.cluster')).toMatchObject({ result: 'fail' });
    });
  });
});

describe('an account of AWS that the vendor runs a plane in', () => {
  const environment = (): { environment: ByocAwsEnvironment; plan: Plan } => ({ environment: byoc, plan: byocPlan });
  const says = { account: '777788889999' };

  it('is asked about what the bootstrap makes, and about the quotas that it requests', async () => {
    const { verdicts } = await asked({ says: { ...says, limits: { 'L-1216C47A': 5 } } }, environment());
    expect(verdicts.filter(({ result }) => result === 'fail')).toEqual([]);
    expect(verdict(verdicts, 'quota.vcpus')).toMatchObject({
      result: 'warn',
      says: expect.stringMatching(/^5; the vendor asks for 512/) as string,
    });
    expect(verdicts.map(({ id }) => id)).not.toContain('machines');
  });
});
