import type { JsonValue, PlannedResource } from '../../../stacks/planned.ts';

interface Change {
  readonly suits: (resource: PlannedResource) => boolean;
  /** The resource after a mistake; undefined: it was forgotten. */
  readonly on: (resource: PlannedResource) => PlannedResource | undefined;
}

interface Breach {
  readonly policy: string;
  readonly cloud: 'aws' | 'google' | 'azure';
  readonly type: string;
  readonly what: string;
  readonly change: Change;
}

const always = (): boolean => true;

function withInput(
  value: JsonValue | undefined,
  [step, ...rest]: readonly string[],
  given: JsonValue | undefined,
): JsonValue {
  if (step === undefined) return given ?? null;
  if (Array.isArray(value))
    return value.with(Number(step), withInput(value[Number(step)] as JsonValue, rest, given)) as JsonValue;
  const whole = { ...(value as Readonly<Record<string, JsonValue>> | undefined) };
  if (rest.length === 0 && given === undefined)
    return Object.fromEntries(Object.entries(whole).filter(([key]) => key !== step));
  return { ...whole, [step]: withInput(whole[step], rest, given) };
}

const set = (path: string, value: JsonValue | undefined): Change => ({
  suits: always,
  on: (resource) => ({
    ...resource,
    inputs: withInput(resource.inputs, path.split('.'), value) as PlannedResource['inputs'],
  }),
});
const withoutInputs = (...paths: readonly string[]): Change => ({
  suits: always,
  on: ({ inputs, ...resource }) => ({
    ...resource,
    inputs: Object.fromEntries(Object.entries(inputs).filter(([path]) => !paths.includes(path))),
  }),
});
function without(resource: PlannedResource, field: 'provider' | 'physicalName'): PlannedResource {
  return Object.fromEntries(Object.entries(resource).filter(([key]) => key !== field)) as unknown as PlannedResource;
}

const forgotten: Change = { suits: always, on: () => undefined };
const document = (statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });

const row = (policy: string, cloud: Breach['cloud'], type: string, what: string, change: Change): Breach => ({
  policy,
  cloud,
  type,
  what,
  change,
});

const database = 'aws:rds/instance:Instance';
const sql = 'gcp:sql/databaseInstance:DatabaseInstance';
const account = 'azure-native:storage:StorageAccount';
const role = 'aws:iam/rolePolicy:RolePolicy';

/** One mistake a row: each policy at least once, and where clouds differ once a cloud. */
export const breaches: readonly Breach[] = [
  row('encryption-at-rest', 'aws', database, 'its disk is plain', set('storageEncrypted', false)),
  row('encryption-at-rest', 'aws', 'aws:secretsmanager/secret:Secret', 'no key is named', set('kmsKeyId', undefined)),
  row(
    'encryption-at-rest',
    'aws',
    'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
    'the encryption of a bucket is forgotten',
    { ...forgotten, suits: ({ name }) => name.includes('brainstore') },
  ),
  row('encryption-at-rest', 'google', 'gcp:storage/bucket:Bucket', 'no key is named', set('encryption', undefined)),
  row('encryption-at-rest', 'google', sql, 'no key is named', set('encryptionKeyName', undefined)),
  row(
    'encryption-at-rest',
    'azure',
    account,
    "it has Microsoft's key",
    set('encryption.keySource', 'Microsoft.Storage'),
  ),
  row('no-public-data', 'aws', database, 'it has a public address', set('publiclyAccessible', true)),
  row(
    'no-public-data',
    'aws',
    'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
    'one of four switches is off',
    set('restrictPublicBuckets', false),
  ),
  row('no-public-data', 'google', sql, 'it has a public address', set('settings.ipConfiguration.ipv4Enabled', true)),
  row(
    'no-public-data',
    'google',
    'gcp:storage/bucket:Bucket',
    'nothing prevents it',
    set('publicAccessPrevention', 'inherited'),
  ),
  row('no-public-data', 'azure', account, 'it is reached from outside', set('publicNetworkAccess', 'Enabled')),
  row(
    'no-public-data',
    'azure',
    'azure-native:keyvault:Vault',
    'it is reached from outside',
    set('properties.publicNetworkAccess', 'Enabled'),
  ),
  row('deletion-protection', 'aws', database, 'it is off', set('deletionProtection', false)),
  row('deletion-protection', 'google', sql, 'it is off', set('settings.deletionProtectionEnabled', false)),
  row(
    'deletion-protection',
    'azure',
    'azure-native:keyvault:Vault',
    'it can be purged',
    set('properties.enablePurgeProtection', false),
  ),
  row('backups', 'aws', database, 'one day is kept', set('backupRetentionPeriod', 1)),
  row(
    'backups',
    'google',
    sql,
    'no point in time',
    set('settings.backupConfiguration.pointInTimeRecoveryEnabled', false),
  ),
  row(
    'backups',
    'azure',
    'azure-native:dbforpostgresql:Server',
    'one day is kept',
    set('backup.backupRetentionDays', 1),
  ),
  row(
    'versioning',
    'aws',
    'aws:s3/bucketVersioning:BucketVersioning',
    'it is suspended',
    set('versioningConfiguration.status', 'Suspended'),
  ),
  row('versioning', 'google', 'gcp:storage/bucket:Bucket', 'it is off', set('versioning.enabled', false)),
  row(
    'versioning',
    'azure',
    'azure-native:storage:BlobServiceProperties',
    'it is off',
    set('isVersioningEnabled', false),
  ),
  row('key-care', 'aws', 'aws:kms/key:Key', 'it is never rotated', set('enableKeyRotation', false)),
  row(
    'key-care',
    'google',
    'gcp:kms/cryptoKey:CryptoKey',
    'it is gone tomorrow',
    set('destroyScheduledDuration', '86400s'),
  ),
  row('protect-data', 'aws', database, 'the engine may delete it', {
    suits: always,
    on: (resource) => ({ ...resource, protect: false }),
  }),
  row(
    'encryption-in-transit',
    'aws',
    'aws:elasticache/replicationGroup:ReplicationGroup',
    'TLS is off',
    set('transitEncryptionEnabled', false),
  ),
  row('encryption-in-transit', 'aws', 'aws:lb/listener:Listener', 'it speaks HTTP', set('protocol', 'HTTP')),
  row(
    'encryption-in-transit',
    'google',
    sql,
    'TLS is a choice',
    set('settings.ipConfiguration.sslMode', 'ALLOW_UNENCRYPTED_AND_ENCRYPTED'),
  ),
  row(
    'encryption-in-transit',
    'azure',
    'azure-native:redisenterprise:Database',
    'TLS is off',
    set('clientProtocol', 'Plaintext'),
  ),
  row(
    'no-open-ingress',
    'aws',
    'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
    'PostgreSQL is open to all',
    {
      suits: ({ concern }) => concern === 'postgres',
      on: (resource) => ({ ...resource, inputs: { ...resource.inputs, cidrIpv4: '0.0.0.0/0' } }),
    },
  ),
  row('no-open-ingress', 'google', 'gcp:compute/firewall:Firewall', 'all may reach SSH', {
    suits: always,
    on: (resource) => ({
      ...resource,
      inputs: { direction: 'INGRESS', sourceRanges: ['0.0.0.0/0'], allows: [{ protocol: 'tcp', ports: ['22'] }] },
    }),
  }),
  row('no-open-ingress', 'azure', 'azure-native:network:NetworkSecurityGroup', 'all may reach everything', {
    suits: always,
    on: (resource) => ({
      ...resource,
      inputs: {
        ...resource.inputs,
        securityRules: [{ direction: 'Inbound', access: 'Allow', sourceAddressPrefix: '*', destinationPortRange: '*' }],
      },
    }),
  }),
  row(
    'private-api-server',
    'aws',
    'aws:eks/cluster:Cluster',
    'all may reach it',
    set('vpcConfig', { endpointPublicAccess: true, endpointPrivateAccess: true }),
  ),
  row(
    'private-api-server',
    'google',
    'gcp:container/cluster:Cluster',
    'all may reach it',
    withoutInputs('privateClusterConfig', 'controlPlaneEndpointsConfig', 'masterAuthorizedNetworksConfig'),
  ),
  row(
    'private-api-server',
    'azure',
    'azure-native:containerservice:ManagedCluster',
    'all may reach it',
    set('apiServerAccessProfile', {}),
  ),
  row(
    'instance-metadata',
    'aws',
    'aws:ec2/launchTemplate:LaunchTemplate',
    'IMDSv1 answers',
    set('metadataOptions.httpTokens', 'optional'),
  ),
  row(
    'no-wildcard-rights',
    'aws',
    role,
    'a whole service is allowed',
    set('policy', document({ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::acme' })),
  ),
  row(
    'no-wildcard-rights',
    'aws',
    role,
    'an action is allowed on everything',
    set('policy', document({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' })),
  ),
  row(
    'no-wildcard-rights',
    'aws',
    role,
    'everything but a list is allowed',
    set('policy', document({ Effect: 'Allow', NotAction: 'iam:*', Resource: 'arn:aws:s3:::acme' })),
  ),
  row(
    'no-wildcard-rights',
    'aws',
    'aws:s3/bucketPolicy:BucketPolicy',
    'everybody is let in',
    set(
      'policy',
      document({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme/*' }),
    ),
  ),
  row(
    'no-wildcard-rights',
    'google',
    'gcp:projects/iAMMember:IAMMember',
    'it edits the project',
    set('role', 'roles/editor'),
  ),
  row(
    'no-wildcard-rights',
    'google',
    'gcp:storage/bucketIAMMember:BucketIAMMember',
    'everybody is let in',
    set('member', 'allUsers'),
  ),
  row(
    'no-wildcard-rights',
    'azure',
    'azure-native:authorization:RoleAssignment',
    'it is Contributor',
    set(
      'roleDefinitionId',
      '/subscriptions/1/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c',
    ),
  ),
  row('tags', 'aws', 'aws:kms/key:Key', 'it has none', {
    suits: always,
    on: (resource) => ({ ...without(resource, 'provider'), inputs: { ...resource.inputs, tags: {} } }),
  }),
  row('tags', 'google', 'gcp:storage/bucket:Bucket', 'it has no labels', set('labels', {})),
  row('tags', 'azure', account, 'it has none', set('tags', {})),
  row('names', 'aws', 'aws:s3/bucket:Bucket', 'the cloud makes one up', {
    suits: always,
    on: (resource) => without(resource, 'physicalName'),
  }),
  row('names', 'azure', account, 'it is too long', {
    suits: always,
    on: (resource) => ({ ...resource, physicalName: 'a'.repeat(25) }),
  }),
  row('no-plain-secrets', 'aws', database, 'a password is plain', set('password', 'canary')),
  row(
    'no-plain-secrets',
    'google',
    'gcp:container/nodePool:NodePool',
    'a URL with a password is in a label',
    set('nodeConfig.metadata', { url: 'postgres://plane:canary@db:5432/braintrust' }),
  ),
  row(
    'log-retention',
    'aws',
    'aws:cloudwatch/logGroup:LogGroup',
    'logs are kept for ever',
    set('retentionInDays', undefined),
  ),
];
