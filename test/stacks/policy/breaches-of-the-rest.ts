import { always, document, row, set, without, withoutInputs, type Breach } from './breach.ts';

const database = 'aws:rds/instance:Instance';
const sql = 'gcp:sql/databaseInstance:DatabaseInstance';
const account = 'azure-native:storage:StorageAccount';
const role = 'aws:iam/rolePolicy:RolePolicy';

/** Mistakes about traffic, rights and upkeep. */
export const otherBreaches: readonly Breach[] = [
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
