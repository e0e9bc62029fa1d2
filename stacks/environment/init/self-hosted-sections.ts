import type { Answers } from './questions.ts';
import { written, type Section } from './section.ts';

type Cloud = 'aws' | 'google' | 'azure';

/** The parts of a self-hosted plane that differ from cloud to cloud: made by default, and how to bring one's own. */
const parts: Readonly<
  Record<
    Cloud,
    Readonly<Record<'network' | 'cluster' | 'postgres' | 'redis' | 'storage' | 'encryption' | 'identity', Section>>
  >
> = {
  aws: {
    network: [
      '# A VPC is made. To use one that exists:',
      '#   network: { type: Existing, vpcId: vpc-…, cidr: 10.0.0.0/16, privateSubnetIds: [subnet-…, subnet-…, subnet-…] }',
      'network:',
      '  type: New',
      '  # cidr: 10.175.0.0/18',
      '  # NAT gateways: PerZone, or Single, which is cheaper and cuts all off when its zone fails.',
      '  # nat: PerZone',
    ],
    cluster: [
      '# An EKS cluster is made. To use one that exists, with nodes that have local NVMe:',
      '#   kubernetes: { type: Existing, name: …, securityGroupId: sg-… }',
    ],
    postgres: [
      '# An RDS instance is made. To use one that exists, with its URL in Secrets Manager:',
      '#   postgres: { type: Existing, host: …, urlSecret: arn:aws:secretsmanager:… }',
    ],
    redis: [
      '# An ElastiCache group is made. To use one that exists:',
      '#   redis: { type: Existing, host: …, urlSecret: arn:aws:secretsmanager:… }',
    ],
    storage: [
      '# Three buckets are made. To use those that exist:',
      '#   storage: { type: Existing, brainstore: …, responses: …, codeBundles: … }',
    ],
    encryption: [
      '# A KMS key is made. To use one that exists (it never changes): { type: Existing, keyArn: arn:aws:kms:… }',
    ],
    identity: [
      '# Roles are made. To use those that exist: { type: Existing, apiRoleArn: …, brainstoreRoleArn: …, operatorRoleArn: … }',
    ],
  },
  google: {
    network: [
      '# A VPC is made. To use one that exists, with Cloud NAT and private services access:',
      '#   network: { type: Existing, network: projects/…, subnetwork: projects/…, cidr: …, podsRange: …, podsCidr: …, servicesRange: … }',
      'network:',
      '  type: New',
      '  # cidr: 10.175.0.0/16',
    ],
    cluster: [
      '# A GKE cluster is made: Autopilot (Google runs the nodes) or Standard (node pools). It cannot be changed later.',
      '# To use one that exists: { type: Existing, name: …, location: …, mode: Autopilot }',
    ],
    postgres: [
      '# A Cloud SQL instance is made. To use a database that exists, with its URL in Secret Manager:',
      '#   postgres: { type: Existing, host: …, urlSecret: projects/…/secrets/… }',
    ],
    redis: [
      '# A Memorystore instance is made. To use one that exists:',
      '#   redis: { type: Existing, host: …, urlSecret: projects/…/secrets/… }',
    ],
    storage: ['# Two buckets are made. To use those that exist: { type: Existing, brainstore: …, api: … }'],
    encryption: [
      '# A key is made. To use one that exists (it never changes):',
      '#   encryption: { type: Existing, key: projects/…/locations/…/keyRings/…/cryptoKeys/… }',
    ],
    identity: [
      '# Service accounts are made. To use those that exist:',
      '#   identity: { type: Existing, apiServiceAccount: …, brainstoreServiceAccount: …, operatorServiceAccount: … }',
    ],
  },
  azure: {
    network: [
      '# A virtual network is made. To use one that exists:',
      '#   network: { type: Existing, virtualNetworkId: …, cidr: …, nodesSubnetId: …, endpointsSubnetId: …, entrySubnetId: … }',
      'network:',
      '  type: New',
      '  # cidr: 10.175.0.0/16',
    ],
    cluster: [
      '# An AKS cluster is made. To use one that exists, with OIDC issuer and workload identity:',
      '#   kubernetes: { type: Existing, id: /subscriptions/…, oidcIssuerUrl: https://… }',
    ],
    postgres: [
      '# A flexible server is made. To use a database that exists, with its URL in the vault:',
      '#   postgres: { type: Existing, host: …, urlSecret: … }',
    ],
    redis: [
      '# An Azure Managed Redis is made. To use one that exists:',
      '#   redis: { type: Existing, host: …, urlSecret: … }',
    ],
    storage: ['# A storage account is made. To use one that exists: { type: Existing, accountId: /subscriptions/… }'],
    encryption: [
      '# A Key Vault is made. To use one that exists (it never changes): { type: Existing, vaultId: /subscriptions/… }',
    ],
    identity: [
      '# Managed identities are made. To use those that exist:',
      '#   identity: { type: Existing, apiClientId: …, brainstoreClientId: …, operatorClientId: … }',
    ],
  },
};

const zoneOf: Readonly<Record<Cloud, string>> = {
  aws: '{ type: Route53, zoneId: Z… }',
  google: '{ type: CloudDNS, managedZone: … }',
  azure: '{ type: AzureDNS, zoneId: /subscriptions/… }',
};

export function selfHostedSections(answers: Answers): readonly Section[] {
  const cloud = answers.cloud === 'google' || answers.cloud === 'azure' ? answers.cloud : 'aws';
  const { network, cluster, postgres, redis, storage, encryption, identity } = parts[cloud];
  return [
    network,
    [
      ...cluster,
      'kubernetes:',
      cloud === 'google' ? '  type: Autopilot' : '  type: New',
      "  # Private: the cluster's API server is reached from the network alone. Public needs authorizedCidrs.",
      '  endpoint: { access: Private }',
      '  # endpoint: { access: Public, authorizedCidrs: [203.0.113.0/24] }',
    ],
    [...postgres, 'postgres:', '  type: New', '  # storageGiB: 1000', '  # maxStorageGiB: 4000'],
    [...redis, 'redis: { type: New }'],
    [
      ...storage,
      'storage:',
      '  type: New',
      '  # Days for which what was deleted can be had back. Live data is never touched by a rule.',
      '  # undoDays: 7',
    ],
    [...encryption, 'encryption: { type: New }'],
    [...identity, 'identity: { type: New }'],
    [
      'entry:',
      '  # Host by which browsers and SDKs reach the plane.',
      `  hostname: ${written(answers, 'hostname')}`,
      ...accessOf(cloud, answers),
      '  # Elsewhere: you make the records that the plan names. To have them made:',
      `  # dns: ${zoneOf[cloud]}`,
    ],
    ['# Who is told of alarms:', '# alarms: { emails: [platform@example.com] }'],
    [
      '# Another region that keeps a copy, out of reach of the plane:',
      `# backups: { region: ${cloud === 'aws' ? 'us-west-2' : cloud === 'google' ? 'us-east4' : 'centralus'} }`,
    ],
    [
      '# What runs in the cluster, field by field as in a DataPlane: sizes, telemetry, rollout.',
      '# plane:',
      '#   telemetry: { types: [status, metrics, usage] }',
    ],
    [
      '# Policies that may be broken for a reason and a while:',
      '# policy:',
      '#   exceptions:',
      '#     - { policy: …, resource: …, reason: …, until: 2026-12-31 }',
    ],
  ];
}

/** What a public entry means on the cloud, and what is asked for its certificate. */
function accessOf(cloud: Cloud, answers: Answers): Section {
  const access = [
    '  # Private: from the network alone. Public: from the internet, where each call carries a key.',
    `  # access: ${cloud === 'google' ? 'Public' : 'Private'}`,
  ];
  if (cloud !== 'azure') return access;
  return [
    ...access,
    '  # In a Key Vault; what the vault renews, the entry takes up by itself.',
    `  certificate: { vaultId: ${written(answers, 'certificateVault')}, name: ${written(answers, 'certificateName')} }`,
  ];
}
