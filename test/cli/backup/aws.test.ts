import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { awsProbe } from '../../../src/cli/backup/probes/aws.ts';
import { recordedAws, type Recorded } from './recorded.ts';

const json = 'application/x-amz-json-1.1';
const never = new AbortController().signal;
const vault = { name: 'prod-elsewhere', type: 'aws:backup/vault:Vault', region: 'eu-west-1' };
const here = { name: 'prod-here', type: 'aws:backup/vault:Vault', region: 'us-east-1' };
const arn = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:prod-key-AbCdEf';

/** Shapes of the API references of RDS (query), S3 (REST XML), KMS and Secrets Manager (JSON 1.1), AWS Backup (REST JSON). */
const answers: Record<string, (body: string) => Recorded> = {
  DescribeDBInstanceAutomatedBackups: (body) => ({
    body: `<DescribeDBInstanceAutomatedBackupsResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><DescribeDBInstanceAutomatedBackupsResult><DBInstanceAutomatedBackups>${
      body.includes('DBInstanceIdentifier=prod-postgres')
        ? '<DBInstanceAutomatedBackup><DBInstanceIdentifier>prod-postgres</DBInstanceIdentifier><BackupRetentionPeriod>14</BackupRetentionPeriod><RestoreWindow><EarliestTime>2026-11-11T00:20:00Z</EarliestTime><LatestTime>2026-11-25T11:55:00Z</LatestTime></RestoreWindow></DBInstanceAutomatedBackup>'
        : ''
    }</DBInstanceAutomatedBackups></DescribeDBInstanceAutomatedBackupsResult></DescribeDBInstanceAutomatedBackupsResponse>`,
  }),
  DescribeDBInstances: () => ({
    status: 404,
    body: '<ErrorResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><Error><Type>Sender</Type><Code>DBInstanceNotFound</Code><Message>DBInstance gone not found.</Message></Error></ErrorResponse>',
  }),
  'GET /prod-brainstore/?versioning=': () => ({
    body: '<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Status>Enabled</Status></VersioningConfiguration>',
  }),
  'GET /prod-brainstore/?lifecycle=': () => ({
    body: '<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><ID>a</ID><Filter></Filter><Status>Enabled</Status><NoncurrentVersionExpiration><NoncurrentDays>7</NoncurrentDays></NoncurrentVersionExpiration></Rule><Rule><ID>b</ID><Filter><Prefix>brainstore/wal/delete_ops/</Prefix></Filter><Status>Enabled</Status><NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays></NoncurrentVersionExpiration></Rule></LifecycleConfiguration>',
  }),
  'GET /hidden/?versioning=': () => ({
    status: 403,
    body: '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
  }),
  'TrentService.DescribeKey': (body) => ({
    type: json,
    body: JSON.stringify({
      KeyMetadata: body.includes('doomed')
        ? { KeyId: 'doomed', Enabled: false, KeyState: 'PendingDeletion', DeletionDate: 1798761600 }
        : { KeyId: 'k', Enabled: true, KeyState: 'Enabled' },
    }),
  }),
  'TrentService.GetKeyRotationStatus': () => ({ type: json, body: JSON.stringify({ KeyRotationEnabled: true }) }),
  'secretsmanager.DescribeSecret': (body) =>
    body.includes('gone')
      ? {
          status: 400,
          type: json,
          body: JSON.stringify({ __type: 'ResourceNotFoundException', Message: "can't find the specified secret." }),
        }
      : {
          type: json,
          body: JSON.stringify({
            ARN: arn,
            LastChangedDate: 1764000000,
            VersionIdsToStages: { v1: ['AWSCURRENT'] },
            ReplicationStatus: [
              { Region: 'eu-west-1', Status: 'InSync' },
              { Region: 'us-west-2', Status: 'Failed' },
            ],
          }),
        },
};
const points = {
  RecoveryPoints: [
    {
      ResourceArn: 'arn:aws:rds:us-east-1:123456789012:db:prod-postgres',
      Status: 'COMPLETED',
      CreationDate: 1764000000,
    },
    { ResourceArn: 'arn:aws:rds:us-east-1:123456789012:db:prod-postgres', Status: 'PARTIAL', CreationDate: 1765000000 },
    { ResourceArn: 'arn:aws:s3:::prod-brainstore', Status: 'COMPLETED', CreationDate: 1764003600 },
  ],
};

describe("AWS, asked by the SDK's own clients", () => {
  let aws: Awaited<ReturnType<typeof recordedAws>>;
  const probe = () => awsProbe('us-east-1', [vault, here], never);
  beforeAll(async () => {
    aws = await recordedAws(({ what, body }) => {
      if (what.startsWith('GET /backup-vaults/prod-elsewhere/'))
        return { type: 'application/json', body: JSON.stringify(points) };
      return answers[what]?.(body);
    });
    vi.stubEnv('AWS_ENDPOINT_URL', aws.url);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'canary-secret-key');
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    aws.close();
  });

  it('says between which moments the database can be restored, and how old the copy elsewhere is', async () => {
    const where = 'vault prod-elsewhere in eu-west-1';
    expect(await probe().database({ name: 'prod-postgres' })).toEqual({
      kind: 'found',
      facts: {
        anyMoment: true,
        newest: '2026-11-25T11:55:00.000Z',
        oldest: '2026-11-11T00:20:00.000Z',
        retentionDays: 14,
        copies: [{ where, newest: new Date(1764000000000).toISOString() }],
      },
    });
  });

  it('finds a brought database by its host, and says that it cannot for one that is not of RDS', async () => {
    const found = await probe().database({ host: 'prod-postgres.abc123.us-east-1.rds.amazonaws.com' });
    expect(found.kind).toBe('found');
    expect(await probe().database({ host: 'db.example.com' })).toMatchObject({ kind: 'unknown' });
  });

  it('says that a database is gone where neither it nor its backups are there', async () => {
    expect(await probe().database({ name: 'gone' })).toEqual({ kind: 'missing' });
  });

  it('counts the rule about all old versions of a bucket, and not that below a prefix', async () => {
    const copies = [{ where: 'vault prod-elsewhere in eu-west-1', newest: new Date(1764003600000).toISOString() }];
    expect(await probe().bucket('prod-brainstore')).toEqual({
      kind: 'found',
      facts: { versioned: true, undoDays: 7, copies },
    });
  });

  it('does not take "not permitted to look" for "not there"', async () => {
    const looked = await probe().bucket('hidden');
    expect(looked).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('AccessDenied') as string });
    expect(JSON.stringify(looked)).not.toContain('canary');
  });

  it('sees a key that waits for its deletion', async () => {
    const key = { role: 'key', region: 'us-east-1' };
    expect(await probe().key({ ...key, name: 'k' })).toMatchObject({ facts: { enabled: true, rotates: true } });
    expect(await probe().key({ ...key, name: 'doomed' })).toMatchObject({
      facts: { enabled: false, goesAt: '2027-01-01T00:00:00.000Z' },
    });
  });

  it('sees the current version of a secret and its copies in step, and never asks for its value', async () => {
    expect(await probe().secret(arn)).toMatchObject({
      facts: { hasValue: true, copies: [{ where: 'replica in eu-west-1' }] },
    });
    expect(await probe().secret('gone')).toEqual({ kind: 'missing' });
    expect(aws.asked.filter((what) => what.includes('GetSecretValue'))).toEqual([]);
  });
});
