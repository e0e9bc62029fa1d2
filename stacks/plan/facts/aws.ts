import type { Facts } from './fact.ts';

export const awsFacts: Facts = {
  'aws:ec2/vpc:Vpc': [['cidrBlock', '{}']],
  'aws:ec2/subnet:Subnet': [
    ['cidrBlock', '{}'],
    ['availabilityZone', '{}'],
  ],
  'aws:ec2/vpcEndpoint:VpcEndpoint': [
    ['serviceName', '{}'],
    ['vpcEndpointType', '{}'],
  ],
  'aws:eks/cluster:Cluster': [
    ['version', 'Kubernetes {}'],
    ['vpcConfig.endpointPublicAccess', { false: 'private API server', true: 'API server with a public address' }],
    ['encryptionConfig', { there: 'Secrets encrypted' }],
    ['enabledClusterLogTypes.#', '{} kinds of logs'],
  ],
  'aws:eks/nodeGroup:NodeGroup': [
    ['instanceTypes.0', '{}'],
    ['scalingConfig.minSize', '{} nodes or more'],
    ['scalingConfig.maxSize', '{} at most'],
  ],
  'aws:ec2/launchTemplate:LaunchTemplate': [['metadataOptions.httpTokens', { required: 'IMDSv2 only' }]],
  'aws:rds/instance:Instance': [
    ['instanceClass', '{}'],
    ['engineVersion', 'PostgreSQL {}'],
    ['allocatedStorage', '{} GiB'],
    ['maxAllocatedStorage', 'up to {} GiB'],
    ['multiAz', { true: 'standby in another zone', false: 'one zone' }],
    ['storageEncrypted', { true: 'encrypted' }],
    ['backupRetentionPeriod', '{} days back'],
  ],
  'aws:elasticache/replicationGroup:ReplicationGroup': [
    ['nodeType', '{}'],
    ['engineVersion', 'Redis {}'],
    ['numCacheClusters', '{} nodes'],
    ['transitEncryptionEnabled', { true: 'TLS' }],
    ['atRestEncryptionEnabled', { true: 'encrypted' }],
  ],
  'aws:s3/bucket:Bucket': [['bucket', '{}']],
  'aws:kms/key:Key': [['enableKeyRotation', { true: 'rotated every year' }]],
  'aws:secretsmanager/secret:Secret': [['name', '{}']],
  'aws:iam/role:Role': [['name', '{}']],
  'aws:lb/loadBalancer:LoadBalancer': [
    ['loadBalancerType', '{}'],
    ['internal', { true: 'internal', false: 'public' }],
    ['idleTimeout', 'silent for {} s'],
  ],
  'aws:lb/listener:Listener': [
    ['protocol', '{}'],
    ['port', 'port {}'],
    ['sslPolicy', '{}'],
  ],
  'aws:cloudwatch/logGroup:LogGroup': [['retentionInDays', 'kept {} days']],
};
