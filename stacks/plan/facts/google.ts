import type { Facts } from './fact.ts';

export const googleFacts: Facts = {
  'gcp:compute/subnetwork:Subnetwork': [['ipCidrRange', '{}']],
  'gcp:container/cluster:Cluster': [
    ['enableAutopilot', { true: 'Autopilot' }],
    ['minMasterVersion', 'Kubernetes {}'],
    ['privateClusterConfig.enablePrivateEndpoint', { true: 'private API server' }],
    ['databaseEncryption.state', { ENCRYPTED: 'Secrets encrypted' }],
  ],
  'gcp:container/nodePool:NodePool': [
    ['nodeConfig.machineType', '{}'],
    ['autoscaling.totalMinNodeCount', '{} nodes or more'],
    ['autoscaling.totalMaxNodeCount', '{} at most'],
    ['nodeConfig.ephemeralStorageLocalSsdConfig.localSsdCount', '{} local SSDs'],
  ],
  'gcp:sql/databaseInstance:DatabaseInstance': [
    ['settings.tier', '{}'],
    ['databaseVersion', '{}'],
    ['settings.diskSize', '{} GiB'],
    ['settings.availabilityType', { REGIONAL: 'standby in another zone', ZONAL: 'one zone' }],
    ['encryptionKeyName', { there: 'encrypted' }],
    ['settings.backupConfiguration.transactionLogRetentionDays', '{} days back'],
  ],
  'gcp:redis/instance:Instance': [
    ['redisVersion', '{}'],
    ['memorySizeGb', '{} GiB'],
    ['tier', '{}'],
    ['transitEncryptionMode', { SERVER_AUTHENTICATION: 'TLS', DISABLED: 'in the network without TLS' }],
  ],
  'gcp:storage/bucket:Bucket': [
    ['name', '{}'],
    ['versioning.enabled', { true: 'versioned' }],
  ],
  'gcp:kms/cryptoKey:CryptoKey': [['rotationPeriod', { '31536000s': 'rotated every year' }]],
  'gcp:serviceaccount/account:Account': [['accountId', '{}']],
  'gcp:projects/iAMMember:IAMMember': [['role', '{}']],
};
