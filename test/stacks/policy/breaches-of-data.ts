import { always, forgotten, row, set, type Breach } from './breach.ts';

const database = 'aws:rds/instance:Instance';
const sql = 'gcp:sql/databaseInstance:DatabaseInstance';
const account = 'azure-native:storage:StorageAccount';

/** Mistakes about data where it lies: each policy at least once, and where clouds differ once a cloud. */
export const breachesOfData: readonly Breach[] = [
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
];
