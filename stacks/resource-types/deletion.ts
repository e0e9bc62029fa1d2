/** What must be known to delete a type that holds data, or that its cloud guards. */
export interface Deletion {
  /** Kinds that people tell apart. */
  readonly kind?: 'database' | 'bucket' | 'cache' | 'key' | 'secret' | 'copies' | 'log' | 'group' | 'cluster';
  /**
   * Inputs that let it be deleted, by path: the cloud's or the provider's own guard, and what makes the cloud keep a last
   * backup. Only paths whose parent is in the state are set.
   */
  readonly release?: Readonly<Record<string, unknown>>;
  /** Input that names the last snapshot: a second one of the same name is refused. */
  readonly lastSnapshot?: string;
  /** Whether it ties copies to what they are of: where copies stay, it stays in the cloud and leaves the state. */
  readonly tie?: true;
  /** What is left of it afterwards, and for how long. */
  readonly afterwards?: string;
}

/**
 * Sources: the providers' pages of each type; AWS, DeleteDBInstance and ScheduleKeyDeletion; Google Cloud, "Delete
 * instances", "Destroy and restore key versions", "Soft delete"; Azure, "Backup and restore in Azure Database for
 * PostgreSQL", "Key Vault soft-delete".
 */
export const deletions: Readonly<Record<string, Deletion>> = {
  'aws:rds/instance:Instance': {
    kind: 'database',
    release: { deletionProtection: false, deleteAutomatedBackups: false },
    lastSnapshot: 'finalSnapshotIdentifier',
    afterwards: 'a last snapshot is taken, and its automated backups stay until they expire',
  },
  'aws:s3/bucket:Bucket': { kind: 'bucket', afterwards: 'nothing is left, no version either' },
  'aws:elasticache/replicationGroup:ReplicationGroup': {
    kind: 'cache',
    lastSnapshot: 'finalSnapshotIdentifier',
    afterwards: 'a last snapshot is taken',
  },
  'aws:kms/key:Key': {
    kind: 'key',
    afterwards: 'it can be had back for 30 days; then nothing that it encrypted can be read, snapshots neither',
  },
  'aws:secretsmanager/secret:Secret': { kind: 'secret', afterwards: 'it can be had back for 30 days' },
  'aws:secretsmanager/secretVersion:SecretVersion': { kind: 'secret' },
  'aws:backup/vault:Vault': { kind: 'copies' },
  'aws:eks/cluster:Cluster': { release: { deletionProtection: false } },
  'aws:lb/loadBalancer:LoadBalancer': { release: { enableDeletionProtection: false } },
  'gcp:sql/databaseInstance:DatabaseInstance': {
    kind: 'database',
    release: {
      deletionProtection: false,
      'settings.deletionProtectionEnabled': false,
      'settings.retainBackupsOnDelete': true,
    },
    afterwards: 'its backups stay until they expire',
  },
  'gcp:sql/database:Database': { kind: 'database' },
  'gcp:redis/instance:Instance': {
    kind: 'cache',
    release: { deletionProtection: false },
    afterwards: 'nothing is left',
  },
  'gcp:storage/bucket:Bucket': {
    kind: 'bucket',
    afterwards: 'it can be had back for as long as its soft deletion says',
  },
  'gcp:container/cluster:Cluster': { kind: 'cluster', release: { deletionProtection: false } },
  'gcp:secretmanager/secret:Secret': {
    kind: 'secret',
    release: { deletionProtection: false },
    afterwards: 'nothing is left',
  },
  'gcp:kms/keyRing:KeyRing': {
    kind: 'key',
    afterwards: 'it stays, empty: Google deletes no ring, nor gives its name again',
  },
  'gcp:kms/cryptoKey:CryptoKey': {
    kind: 'key',
    afterwards:
      'its versions can be had back for 30 days; then nothing that they encrypted can be read, backups neither',
  },
  'gcp:logging/projectBucketConfig:ProjectBucketConfig': { kind: 'log', afterwards: 'it can be had back for 7 days' },
  'azure-native:dbforpostgresql:Server': {
    kind: 'database',
    afterwards: 'its last backup can be asked for for 5 days',
  },
  'azure-native:dbforpostgresql:Database': { kind: 'database' },
  'azure-native:storage:StorageAccount': { kind: 'bucket', afterwards: 'Azure may give it back for 14 days' },
  'azure-native:storage:BlobContainer': { kind: 'bucket' },
  'azure-native:keyvault:Vault': {
    kind: 'key',
    afterwards: 'it can be had back for 90 days, and its name is taken as long',
  },
  'azure-native:keyvault:Key': { kind: 'key' },
  'azure-native:keyvault:Secret': { kind: 'secret' },
  'azure-native:dataprotection:BackupVault': { kind: 'copies' },
  'azure-native:dataprotection:BackupInstance': { kind: 'copies', tie: true },
  'azure-native:operationalinsights:Workspace': { kind: 'log', afterwards: 'it can be had back for 14 days' },
  'azure-native:resources:ResourceGroup': { kind: 'group', afterwards: 'whatever is in it goes with it' },
  'random:index/randomPassword:RandomPassword': { kind: 'secret' },
};
