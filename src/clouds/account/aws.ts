import type { Filter } from '@aws-sdk/client-ec2';
import { awsSettings } from '../aws.ts';
import { CloudFailure, cloudFailureOf } from '../failure.ts';
import { lazily } from './decoded.ts';

export interface AwsCaller {
  readonly account: string;
  readonly arn: string;
}

export interface AwsZone {
  readonly name: string;
  readonly state: string;
}

export interface SimulatedAction {
  readonly action: string;
  /** `allowed`, `explicitDeny` or `implicitDeny`. */
  readonly decision: string;
  /** Whether a policy of the organization forbids it. */
  readonly forbidden: boolean;
  /** Keys of conditions that the simulation knew nothing of. */
  readonly missingContext: readonly string[];
}

/** What `planewright preflight` asks of an account of AWS in one region. All of it reads. */
export interface AwsAccount {
  readonly caller: () => Promise<AwsCaller>;
  /** `opt-in-not-required`, `opted-in` or `not-opted-in`; undefined where there is no such region. */
  readonly optIn: (region: string) => Promise<string | undefined>;
  readonly zones: () => Promise<readonly AwsZone[]>;
  /** Zones that offer each of the types. A type that is nowhere offered is not in it. */
  readonly offerings: (types: readonly string[]) => Promise<ReadonlyMap<string, ReadonlySet<string>>>;
  readonly quota: (service: string, code: string) => Promise<number>;
  readonly vcpusInUse: () => Promise<number>;
  readonly addressesInUse: () => Promise<number>;
  readonly vpcsInUse: () => Promise<number>;
  readonly internetGatewaysInUse: () => Promise<number>;
  readonly natGatewaysInUse: () => Promise<ReadonlyMap<string, number>>;
  readonly loadBalancersInUse: (type: 'application' | 'network') => Promise<number>;
  readonly clusterNames: () => Promise<readonly string[]>;
  readonly databaseNames: () => Promise<readonly string[]>;
  /** Roles of the account by name. */
  readonly roleNames: () => Promise<readonly string[]>;
  readonly bucket: (name: string) => Promise<'free' | 'taken' | 'ours'>;
  /** The role or user that a caller acts as, for a simulation. */
  readonly principalOf: (callerArn: string) => Promise<string>;
  readonly simulate: (
    principal: string,
    actions: readonly string[],
    resources?: readonly string[],
  ) => Promise<readonly SimulatedAction[]>;
}

/** Standard instances, by the first letters of their family: what quota L-1216C47A counts. */
const standard = /^[acdhimrtz][0-9]/;

/** Clients are loaded when they are used. @throws CloudFailure from every function. */
export function awsAccount(region: string, signal: AbortSignal): AwsAccount {
  const settings = awsSettings(region);
  const options = { abortSignal: signal };
  const ec2 = lazily(async () => {
    const module = await import('@aws-sdk/client-ec2');
    return { ...module, client: new module.EC2Client(settings) };
  });
  const iam = lazily(async () => {
    const module = await import('@aws-sdk/client-iam');
    return { ...module, client: new module.IAMClient(settings) };
  });
  const addresses = lazily(async () => {
    const { client, DescribeAddressesCommand } = await ec2();
    return listed((await client.send(new DescribeAddressesCommand({}), options)).Addresses, 'Addresses');
  });
  const databases = lazily(async () => {
    const { RDSClient, paginateDescribeDBInstances } = await import('@aws-sdk/client-rds');
    const found: string[] = [];
    for await (const page of paginateDescribeDBInstances({ client: new RDSClient(settings) }, {}, options)) {
      const instances = listed(page.DBInstances, 'DBInstances');
      found.push(...instances.map((one) => told(one.DBInstanceIdentifier, 'DBInstanceIdentifier')));
    }
    return found;
  });

  const account: AwsAccount = {
    caller: async () => {
      const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
      const { Account, Arn } = await new STSClient(settings).send(new GetCallerIdentityCommand({}), options);
      return { account: told(Account, 'Account'), arn: told(Arn, 'Arn') };
    },
    optIn: async (asked) => {
      const { DescribeRegionsCommand, EC2Client } = await ec2();
      // A region that is not switched on does not answer for itself: one that is always on is asked.
      const client = new EC2Client(awsSettings(alwaysOn(asked)));
      const { Regions } = await client.send(new DescribeRegionsCommand({ AllRegions: true }), options);
      const found = listed(Regions, 'Regions').find(({ RegionName }) => RegionName === asked);
      return found === undefined ? undefined : told(found.OptInStatus, 'OptInStatus');
    },
    zones: async () => {
      const { client, DescribeAvailabilityZonesCommand } = await ec2();
      const { AvailabilityZones } = await client.send(new DescribeAvailabilityZonesCommand({}), options);
      return listed(AvailabilityZones, 'AvailabilityZones').map(({ ZoneName, State }) => ({
        name: told(ZoneName, 'ZoneName'),
        state: told(State, 'State'),
      }));
    },
    offerings: async (types) => {
      const { client, paginateDescribeInstanceTypeOfferings } = await ec2();
      const offered = new Map<string, Set<string>>();
      const Filters: Filter[] = [{ Name: 'instance-type', Values: [...types] }];
      const input = { LocationType: 'availability-zone' as const, Filters };
      for await (const page of paginateDescribeInstanceTypeOfferings({ client }, input, options)) {
        for (const { InstanceType, Location } of listed(page.InstanceTypeOfferings, 'InstanceTypeOfferings')) {
          const type = told(InstanceType, 'InstanceType');
          offered.set(type, (offered.get(type) ?? new Set()).add(told(Location, 'Location')));
        }
      }
      return offered;
    },
    quota: async (ServiceCode, QuotaCode) => {
      const { ServiceQuotasClient, GetServiceQuotaCommand } = await import('@aws-sdk/client-service-quotas');
      const client = new ServiceQuotasClient(settings);
      const { Quota } = await client.send(new GetServiceQuotaCommand({ ServiceCode, QuotaCode }), options);
      return told(Quota?.Value, 'Quota.Value');
    },
    vcpusInUse: async () => {
      const { client, paginateDescribeInstances } = await ec2();
      let vcpus = 0;
      const Filters: Filter[] = [{ Name: 'instance-state-name', Values: ['pending', 'running'] }];
      for await (const { Reservations } of paginateDescribeInstances({ client }, { Filters }, options)) {
        const instances = listed(Reservations, 'Reservations').flatMap((one) => one.Instances ?? []);
        for (const { InstanceType, InstanceLifecycle, CpuOptions } of instances) {
          if (InstanceLifecycle === 'spot' || !standard.test(told(InstanceType, 'InstanceType'))) continue;
          vcpus += told(CpuOptions?.CoreCount, 'CoreCount') * told(CpuOptions?.ThreadsPerCore, 'ThreadsPerCore');
        }
      }
      return vcpus;
    },
    addressesInUse: async () => (await addresses()).length,
    vpcsInUse: async () => {
      const { client, paginateDescribeVpcs } = await ec2();
      let count = 0;
      for await (const { Vpcs } of paginateDescribeVpcs({ client }, {}, options)) count += listed(Vpcs, 'Vpcs').length;
      return count;
    },
    internetGatewaysInUse: async () => {
      const { client, paginateDescribeInternetGateways } = await ec2();
      let count = 0;
      for await (const { InternetGateways } of paginateDescribeInternetGateways({ client }, {}, options))
        count += listed(InternetGateways, 'InternetGateways').length;
      return count;
    },
    natGatewaysInUse: async () => {
      const { client, paginateDescribeNatGateways, paginateDescribeSubnets } = await ec2();
      const subnets: string[] = [];
      const Filter: Filter[] = [{ Name: 'state', Values: ['pending', 'available', 'deleting'] }];
      for await (const { NatGateways } of paginateDescribeNatGateways({ client }, { Filter }, options))
        subnets.push(...listed(NatGateways, 'NatGateways').map(({ SubnetId }) => told(SubnetId, 'SubnetId')));
      const zones = new Map<string, number>();
      if (subnets.length === 0) return zones;
      const zoneOf = new Map<string, string>();
      const input = { SubnetIds: [...new Set(subnets)] };
      for await (const { Subnets } of paginateDescribeSubnets({ client }, input, options)) {
        for (const { SubnetId, AvailabilityZone } of listed(Subnets, 'Subnets'))
          zoneOf.set(told(SubnetId, 'SubnetId'), told(AvailabilityZone, 'AvailabilityZone'));
      }
      for (const subnet of subnets) {
        const zone = zoneOf.get(subnet) ?? '';
        zones.set(zone, (zones.get(zone) ?? 0) + 1);
      }
      return zones;
    },
    loadBalancersInUse: async (type) => {
      const module = await import('@aws-sdk/client-elastic-load-balancing-v2');
      const client = new module.ElasticLoadBalancingV2Client(settings);
      let count = 0;
      for await (const { LoadBalancers } of module.paginateDescribeLoadBalancers({ client }, {}, options))
        count += listed(LoadBalancers, 'LoadBalancers').filter(({ Type }) => Type === type).length;
      return count;
    },
    databaseNames: databases,
    clusterNames: lazily(async () => {
      const { EKSClient, paginateListClusters } = await import('@aws-sdk/client-eks');
      const found: string[] = [];
      for await (const page of paginateListClusters({ client: new EKSClient(settings) }, {}, options))
        found.push(...listed(page.clusters, 'clusters'));
      return found;
    }),
    roleNames: lazily(async () => {
      const { client, paginateListRoles } = await iam();
      const found: string[] = [];
      for await (const { Roles } of paginateListRoles({ client }, {}, options))
        found.push(...listed(Roles, 'Roles').map(({ RoleName }) => told(RoleName, 'RoleName')));
      return found;
    }),
    bucket: async (Bucket) => {
      const { S3Client, HeadBucketCommand } = await import('@aws-sdk/client-s3');
      try {
        // Buckets of other regions answer with a redirection, which says that they are there.
        const client = new S3Client({ ...settings, followRegionRedirects: true });
        await client.send(new HeadBucketCommand({ Bucket }), options);
        return 'ours';
      } catch (error) {
        const failure = cloudFailureOf(error, `s3 HeadBucket ${Bucket}`);
        if (failure.kind === 'notFound') return 'free';
        // Who may not look at a bucket of their own is told the same; either way the name is in use.
        const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
        if ($metadata?.httpStatusCode === 403 || $metadata?.httpStatusCode === 301) return 'taken';
        throw failure;
      }
    },
    principalOf: async (callerArn) => {
      const role = /^arn:[^:]+:sts::[0-9]+:assumed-role\/([^/]+)\//.exec(callerArn)?.[1];
      if (role === undefined) return callerArn;
      // The session does not say the path of its role, which is part of the role's name.
      const { client, GetRoleCommand } = await iam();
      const { Role } = await client.send(new GetRoleCommand({ RoleName: role }), options);
      return told(Role?.Arn, 'Role.Arn');
    },
    simulate: async (PolicySourceArn, actions, resources) => {
      const { client, paginateSimulatePrincipalPolicy } = await iam();
      const found: SimulatedAction[] = [];
      const ContextEntries = [
        { ContextKeyName: 'aws:RequestedRegion', ContextKeyType: 'string' as const, ContextKeyValues: [region] },
      ];
      for (let first = 0; first < actions.length; first += 100) {
        const input = {
          PolicySourceArn,
          ActionNames: actions.slice(first, first + 100),
          ContextEntries,
          ...(resources !== undefined && { ResourceArns: [...resources] }),
        };
        for await (const page of paginateSimulatePrincipalPolicy({ client }, input, options)) {
          for (const one of listed(page.EvaluationResults, 'EvaluationResults'))
            found.push({
              action: told(one.EvalActionName, 'EvalActionName'),
              decision: told(one.EvalDecision, 'EvalDecision'),
              forbidden: one.OrganizationsDecisionDetail?.AllowedByOrganizations === false,
              missingContext: one.MissingContextValues ?? [],
            });
        }
      }
      return found;
    },
  };
  return account;
}

/** A region of the same partition that no account can switch off. */
function alwaysOn(region: string): string {
  if (region.startsWith('cn-')) return 'cn-north-1';
  return region.startsWith('us-gov-') ? 'us-gov-west-1' : 'us-east-1';
}

function told<T>(value: T | undefined, field: string): T {
  if (value === undefined) throw malformed(field);
  return value;
}

/** An empty list comes as one; none at all means that something else answered, and must not count as nothing. */
function listed<T>(value: readonly T[] | undefined, field: string): readonly T[] {
  if (!Array.isArray(value)) throw malformed(field);
  return value as readonly T[];
}

function malformed(field: string): CloudFailure {
  return new CloudFailure('refused', 'Malformed', `the answer has no ${field}; something else may have answered.`);
}
