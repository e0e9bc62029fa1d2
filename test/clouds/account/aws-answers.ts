import { ec2, result, set, type AwsCall, type AwsReplies } from './aws-stand-in.ts';

/** What an account says, by what differs from test to test. */
export interface AwsAccountSays {
  readonly account?: string;
  readonly region?: string;
  readonly optIn?: string;
  readonly limits?: Readonly<Record<string, number>>;
  /** Types that each zone offers; every type that is asked for where it is left out. */
  readonly notOffered?: readonly string[];
  readonly buckets?: Readonly<Record<string, number>>;
  readonly decision?: (action: string, on: string) => string;
}

/**
 * An account with room for everything, in the shapes of the API references: two addresses, a VPC, a gateway, a running
 * and a spot machine are in it.
 */
export function awsAnswers(says: AwsAccountSays = {}): AwsReplies {
  const { account = '111122223333', region = 'us-east-1', optIn = 'opt-in-not-required' } = says;
  const zones = ['a', 'b', 'c'].map((letter) => `${region}${letter}`);
  return {
    GetCallerIdentity: () =>
      result(
        'GetCallerIdentity',
        `<Arn>arn:aws:sts::${account}:assumed-role/deployer/ann</Arn><UserId>AROAX:ann</UserId><Account>${account}</Account>`,
      ),
    DescribeRegions: () =>
      ec2(
        'DescribeRegions',
        set('regionInfo', [
          `<regionName>${region}</regionName><regionEndpoint>e</regionEndpoint><optInStatus>${optIn}</optInStatus>`,
          '<regionName>us-west-2</regionName><regionEndpoint>e</regionEndpoint><optInStatus>opt-in-not-required</optInStatus>',
        ]),
      ),
    DescribeAvailabilityZones: () =>
      ec2(
        'DescribeAvailabilityZones',
        set(
          'availabilityZoneInfo',
          zones.map((zone) => `<zoneName>${zone}</zoneName><zoneState>available</zoneState>`),
        ),
      ),
    DescribeInstanceTypeOfferings: (call) =>
      ec2(
        'DescribeInstanceTypeOfferings',
        set(
          'instanceTypeOfferingSet',
          valuesOf(call, 'Filter.1.Value').flatMap((type) =>
            zones
              .filter((zone) => says.notOffered?.includes(`${type} ${zone}`) !== true)
              .map(
                (zone) =>
                  `<instanceType>${type}</instanceType><locationType>availability-zone</locationType><location>${zone}</location>`,
              ),
          ),
        ),
      ),
    GetServiceQuota: ({ asked }) => {
      const { ServiceCode = '', QuotaCode = '' } = asked;
      const Value = says.limits?.[QuotaCode] ?? 1000;
      return JSON.stringify({ Quota: { ServiceCode, QuotaCode, QuotaName: 'q', Value, Adjustable: true } });
    },
    DescribeInstances: () =>
      ec2(
        'DescribeInstances',
        set('reservationSet', [
          `<reservationId>r-1</reservationId>${set('instancesSet', [
            machine('m8g.2xlarge', 8),
            `${machine('m8g.2xlarge', 8)}<instanceLifecycle>spot</instanceLifecycle>`,
            machine('p5.48xlarge', 192),
          ])}`,
        ]),
      ),
    DescribeAddresses: () =>
      ec2(
        'DescribeAddresses',
        set('addressesSet', ['<publicIp>192.0.2.1</publicIp>', '<publicIp>192.0.2.2</publicIp>']),
      ),
    DescribeVpcs: () => ec2('DescribeVpcs', set('vpcSet', ['<vpcId>vpc-1</vpcId>'])),
    DescribeInternetGateways: () =>
      ec2('DescribeInternetGateways', set('internetGatewaySet', ['<internetGatewayId>igw-1</internetGatewayId>'])),
    DescribeNatGateways: () =>
      ec2(
        'DescribeNatGateways',
        set('natGatewaySet', ['<natGatewayId>nat-1</natGatewayId><subnetId>subnet-1</subnetId>']),
      ),
    DescribeSubnets: () =>
      ec2(
        'DescribeSubnets',
        set('subnetSet', [`<subnetId>subnet-1</subnetId><availabilityZone>${zones[0] ?? ''}</availabilityZone>`]),
      ),
    DescribeLoadBalancers: () => result('DescribeLoadBalancers', '<LoadBalancers/>'),
    DescribeDBInstances: () => result('DescribeDBInstances', '<DBInstances/>'),
    ListClusters: () => JSON.stringify({ clusters: [] }),
    ListRoles: () =>
      result('ListRoles', `${set('Roles', [role('deployer')], 'member')}<IsTruncated>false</IsTruncated>`),
    GetRole: ({ asked }) => result('GetRole', `<Role>${role(asked['RoleName'] ?? '')}</Role>`),
    SimulatePrincipalPolicy: (call) =>
      result(
        'SimulatePrincipalPolicy',
        `${set(
          'EvaluationResults',
          valuesOf(call, 'ActionNames.member').map(
            (action) =>
              `<EvalActionName>${action}</EvalActionName><EvalDecision>${says.decision?.(action, call.asked['ResourceArns.member.1'] ?? '*') ?? 'allowed'}</EvalDecision><MissingContextValues/>`,
          ),
          'member',
        )}<IsTruncated>false</IsTruncated>`,
      ),
    HeadBucket: ({ asked }) => ({ status: says.buckets?.[asked['Bucket'] ?? ''] ?? 404, body: '' }),
  };
}

/** `Prefix.1`, `Prefix.2`, … of a query. */
export function valuesOf({ asked }: AwsCall, prefix: string): readonly string[] {
  return Object.entries(asked).flatMap(([key, value]) =>
    key.startsWith(`${prefix}.`) && /^[0-9]+$/.test(key.slice(prefix.length + 1)) ? [value] : [],
  );
}

function machine(type: string, vcpus: number): string {
  return `<instanceId>i-1</instanceId><instanceType>${type}</instanceType><cpuOptions><coreCount>${vcpus}</coreCount><threadsPerCore>1</threadsPerCore></cpuOptions>`;
}

function role(name: string): string {
  return `<Path>/team/</Path><RoleName>${name}</RoleName><RoleId>AROAX</RoleId><Arn>arn:aws:iam::111122223333:role/team/${name}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate>`;
}
