import type { Principal } from '../../../stacks/permissions/grant.ts';

type Cloud = 'aws' | 'google' | 'azure';

/** A check by the first part of its id, what it fails for, and the rights that it takes to look. */
export interface CheckRow {
  readonly check: string;
  readonly failsFor: string;
  readonly rights: readonly string[];
}

/**
 * What is asked of each cloud. Sources: the clouds' own references of the calls in `src/clouds/account`. A token's own
 * permissions need no right on Google Cloud, nor do those of a caller on AWS.
 */
export const checkTable: Readonly<Record<Cloud, readonly CheckRow[]>> = {
  aws: [
    { check: 'identity', failsFor: 'another account than the file says', rights: ['sts:GetCallerIdentity'] },
    { check: 'region', failsFor: 'a region that is not enabled', rights: ['ec2:DescribeRegions'] },
    { check: 'zones', failsFor: 'zones that the account has not', rights: ['ec2:DescribeAvailabilityZones'] },
    {
      check: 'machines',
      failsFor: 'types that a zone of their pool does not offer',
      rights: ['ec2:DescribeInstanceTypeOfferings'],
    },
    {
      check: 'quota',
      failsFor: 'less room than the first run takes',
      rights: [
        'servicequotas:GetServiceQuota',
        'ec2:DescribeInstances',
        'ec2:DescribeAddresses',
        'ec2:DescribeVpcs',
        'ec2:DescribeInternetGateways',
        'ec2:DescribeNatGateways',
        'ec2:DescribeSubnets',
        'elasticloadbalancing:DescribeLoadBalancers',
        'rds:DescribeDBInstances',
        'eks:ListClusters',
      ],
    },
    {
      check: 'permissions',
      failsFor: 'actions of the deployer that are missing or forbidden',
      rights: ['iam:GetRole', 'iam:SimulatePrincipalPolicy'],
    },
    {
      check: 'names',
      failsFor: 'names of buckets, cluster, database or roles that are in use',
      rights: ['s3:ListBucket', 'eks:ListClusters', 'rds:DescribeDBInstances', 'iam:ListRoles'],
    },
  ],
  google: [
    {
      check: 'identity',
      failsFor: 'another project or number than the file says, or a deleted project',
      rights: ['resourcemanager.projects.get'],
    },
    {
      check: 'apis',
      failsFor: 'nothing: the program enables them, so it warns',
      rights: ['serviceusage.services.get'],
    },
    { check: 'region', failsFor: 'a region that is not there', rights: ['compute.regions.get'] },
    { check: 'zones', failsFor: 'zones that the region has not', rights: ['compute.regions.get'] },
    {
      check: 'machines',
      failsFor: 'types that a zone of their pool does not offer',
      rights: ['compute.machineTypes.get'],
    },
    {
      check: 'quota',
      failsFor: 'less room than the first run takes',
      rights: ['compute.projects.get', 'compute.regions.get', 'compute.instances.list', 'cloudquotas.quotas.get'],
    },
    { check: 'permissions', failsFor: 'permissions of the deployer that are missing', rights: [] },
    {
      check: 'names',
      failsFor: 'names of buckets, cluster, database, service accounts or key rings that are in use',
      rights: [
        'storage.buckets.get',
        'container.clusters.get',
        'cloudsql.instances.get',
        'iam.serviceAccounts.get',
        'cloudkms.keyRings.get',
      ],
    },
  ],
  azure: [
    {
      check: 'identity',
      failsFor: 'another subscription or tenant than the file says, or a disabled one',
      rights: ['Microsoft.Resources/subscriptions/read'],
    },
    {
      check: 'region',
      failsFor: 'a location or zones that are not there',
      rights: ['Microsoft.Resources/subscriptions/locations/read'],
    },
    {
      check: 'machines',
      failsFor: 'sizes that are not offered, or closed to the subscription',
      rights: ['Microsoft.Compute/skus/read'],
    },
    {
      check: 'quota',
      failsFor: 'less room than the first run takes',
      rights: [
        'Microsoft.Compute/skus/read',
        'Microsoft.Compute/locations/usages/read',
        'Microsoft.Network/locations/usages/read',
        'Microsoft.Storage/locations/usages/read',
      ],
    },
    {
      check: 'apis',
      failsFor: 'providers, or the encryption of disks at their host, that are not registered',
      rights: ['Microsoft.Resources/subscriptions/providers/read', 'Microsoft.Features/providers/features/read'],
    },
    {
      check: 'permissions',
      failsFor: 'operations of the deployer that no role allows',
      rights: ['Microsoft.Authorization/permissions/read'],
    },
    {
      check: 'names',
      failsFor: 'names of accounts, vaults, server, cluster or identities that are in use, or deleted and not purged',
      rights: [
        'Microsoft.Storage/checknameavailability/read',
        'Microsoft.Storage/storageAccounts/read',
        'Microsoft.KeyVault/checkNameAvailability/read',
        'Microsoft.KeyVault/vaults/read',
        'Microsoft.KeyVault/deletedVaults/read',
        'Microsoft.DBforPostgreSQL/checkNameAvailability/action',
        'Microsoft.DBforPostgreSQL/flexibleServers/read',
        'Microsoft.ContainerService/managedClusters/read',
        'Microsoft.ManagedIdentity/userAssignedIdentities/read',
      ],
    },
  ],
};

/** Checks of this machine and of the state, which ask no cloud by themselves. */
export const localChecks: readonly CheckRow[] = [
  { check: 'engine', failsFor: 'no or too old an engine or Node', rights: [] },
  { check: 'sdk', failsFor: "the cloud's SDK missing", rights: [] },
  { check: 'state', failsFor: 'a bucket or container of the state that is not there', rights: [] },
  { check: 'secrets', failsFor: 'no passphrase, where one opens the state', rights: [] },
];

/** Whoever asks an account whether it is ready: nothing but looking. */
export function preflightPrincipal(cloud: Cloud): Principal {
  return {
    principal: 'preflight',
    description: 'Whoever asks whether the account is ready: looks at quotas, names and rights, and changes nothing.',
    trusts: ['whom you let look'],
    grants: checkTable[cloud]
      .filter(({ rights }) => rights.length > 0)
      .map(({ check, failsFor, rights }) => ({
        id: `${check.charAt(0).toUpperCase()}${check.slice(1)}`,
        allows: rights,
        on: ['*'],
        neededBy: check,
        why: `to tell ${failsFor}`,
        everywhere: 'What is counted and looked up is of the whole account.',
      })),
  };
}
