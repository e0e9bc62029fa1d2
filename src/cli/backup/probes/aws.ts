import { awsSettings } from '../../../clouds/aws.ts';
import { CloudFailure } from '../../../clouds/failure.ts';
import { looking, orElse, type BucketFacts, type DatabaseFacts } from '../facts.ts';
import type { Copy } from '../item.ts';
import type { Holdings } from '../subjects.ts';
import { latest, type DatabaseTarget, type Probe } from './probe.ts';

const vaultType = 'aws:backup/vault:Vault';

/** What AWS says, by its own clients. Sources: the API references of RDS, S3, KMS, Secrets Manager and AWS Backup. */
export function awsProbe(region: string, copies: Holdings['copies'], signal: AbortSignal): Probe {
  const vaults = copies.filter(({ type, region: where }) => type === vaultType && where !== region);
  const copiesOf = (isIt: (arn: string) => boolean): Promise<readonly Copy[]> =>
    Promise.all(
      vaults.map(async (vault) => {
        const newest = await newestIn(vault, isIt, signal);
        return { where: `vault ${vault.name} in ${vault.region}`, ...(newest !== undefined && { newest }) };
      }),
    );
  return {
    database: (target) =>
      looking('rds DescribeDBInstanceAutomatedBackups', signal, async () => {
        const name = identifierOf(target);
        const facts = await databaseFacts(name, region, signal);
        return { ...facts, copies: await copiesOf((arn) => arn.endsWith(`:db:${name}`)) };
      }),
    bucket: (name) =>
      looking('s3 GetBucketVersioning', signal, async () => {
        const facts = await bucketFacts(name, region, signal);
        return { ...facts, copies: await copiesOf((arn) => arn.endsWith(`:::${name}`)) };
      }),
    key: ({ name, region: where }) =>
      looking('kms DescribeKey', signal, async () => {
        const { DescribeKeyCommand, GetKeyRotationStatusCommand, KMSClient } = await import('@aws-sdk/client-kms');
        const client = new KMSClient(awsSettings(where === '' ? region : where));
        const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: name }), { abortSignal: signal });
        const rotation = await client.send(new GetKeyRotationStatusCommand({ KeyId: name }), { abortSignal: signal });
        const goesAt = KeyMetadata?.DeletionDate?.toISOString();
        return {
          enabled: KeyMetadata?.Enabled === true,
          ...(goesAt !== undefined && { goesAt }),
          rotates: rotation.KeyRotationEnabled === true,
          // Every deletion waits for 7 days at least.
          recoverable: true,
        };
      }),
    secret: (name) =>
      looking('secretsmanager DescribeSecret', signal, async () => {
        const { DescribeSecretCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
        const client = new SecretsManagerClient(awsSettings(region));
        const said = await client.send(new DescribeSecretCommand({ SecretId: name }), { abortSignal: signal });
        const versions = Object.values(said.VersionIdsToStages ?? {});
        const goesAt = said.DeletedDate?.toISOString();
        const changedAt = (said.LastChangedDate ?? said.CreatedDate)?.toISOString();
        return {
          hasValue: versions.some((stages) => stages.includes('AWSCURRENT')),
          ...(changedAt !== undefined && { changedAt }),
          ...(goesAt !== undefined && { goesAt }),
          copies: (said.ReplicationStatus ?? [])
            .filter(({ Status }) => Status === 'InSync')
            .map(({ Region }) => ({ where: `replica in ${Region ?? 'another region'}` })),
        };
      }),
  };
}

/** `name.abc123.us-east-1.rds.amazonaws.com`: the name is part of the host. */
function identifierOf(target: DatabaseTarget): string {
  if ('name' in target) return target.name;
  const [, name] = /^([^.]+)[.][^.]+[.][-a-z0-9]+[.]rds[.]amazonaws[.]com([.]cn)?$/.exec(target.host) ?? [];
  if (name !== undefined) return name;
  throw new CloudFailure('refused', 'NotRds', `${target.host} is no host of RDS; whoever made it knows its backups.`);
}

/** Automated backups outlive their instance, so they are asked first. */
async function databaseFacts(
  name: string,
  region: string,
  signal: AbortSignal,
): Promise<Omit<DatabaseFacts, 'copies'>> {
  const { DescribeDBInstanceAutomatedBackupsCommand, DescribeDBInstancesCommand, RDSClient } =
    await import('@aws-sdk/client-rds');
  const client = new RDSClient(awsSettings(region));
  const options = { abortSignal: signal };
  const query = { DBInstanceIdentifier: name };
  const found = await orElse([], 'rds DescribeDBInstanceAutomatedBackups', async () => {
    const backups = await client.send(new DescribeDBInstanceAutomatedBackupsCommand(query), options);
    return backups.DBInstanceAutomatedBackups ?? [];
  });
  const newest = latest(found.map(({ RestoreWindow }) => RestoreWindow?.LatestTime?.toISOString()));
  const backup = found.find(({ RestoreWindow }) => RestoreWindow?.LatestTime?.toISOString() === newest);
  const oldest = backup?.RestoreWindow?.EarliestTime?.toISOString();
  const days = backup?.BackupRetentionPeriod;
  if (newest === undefined) await client.send(new DescribeDBInstancesCommand(query), options);
  return {
    anyMoment: true,
    ...(newest !== undefined && { newest }),
    ...(oldest !== undefined && { oldest }),
    ...(days !== undefined && { retentionDays: days }),
  };
}

async function bucketFacts(name: string, region: string, signal: AbortSignal): Promise<Omit<BucketFacts, 'copies'>> {
  const { GetBucketLifecycleConfigurationCommand, GetBucketVersioningCommand, S3Client } =
    await import('@aws-sdk/client-s3');
  const client = new S3Client(awsSettings(region));
  const options = { abortSignal: signal };
  const { Status } = await client.send(new GetBucketVersioningCommand({ Bucket: name }), options);
  const { Rules } = await client
    .send(new GetBucketLifecycleConfigurationCommand({ Bucket: name }), options)
    .catch((error: unknown) => {
      if (error instanceof Error && error.name === 'NoSuchLifecycleConfiguration') return { Rules: [] };
      throw error;
    });
  const days = (Rules ?? [])
    .filter((rule) => rule.Status === 'Enabled' && (rule.Filter?.Prefix ?? '') === '')
    .flatMap(({ NoncurrentVersionExpiration }) => NoncurrentVersionExpiration?.NoncurrentDays ?? []);
  return { versioned: Status === 'Enabled', ...(days.length > 0 && { undoDays: Math.min(...days) }) };
}

async function newestIn(
  vault: Holdings['copies'][number],
  isIt: (arn: string) => boolean,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { BackupClient, paginateListRecoveryPointsByBackupVault } = await import('@aws-sdk/client-backup');
  const client = new BackupClient(awsSettings(vault.region));
  const moments: (string | undefined)[] = [];
  for await (const page of paginateListRecoveryPointsByBackupVault({ client }, { BackupVaultName: vault.name })) {
    signal.throwIfAborted();
    for (const { Status, ResourceArn = '', CreationDate } of page.RecoveryPoints ?? []) {
      if (Status === 'COMPLETED' && isIt(ResourceArn)) moments.push(CreationDate?.toISOString());
    }
  }
  return latest(moments);
}
