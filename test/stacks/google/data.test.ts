import { describe, expect, it } from 'vitest';
import { ofType, planOfSpec, resource } from './google-environment.ts';

const planned = planOfSpec();
const copied = planOfSpec({ backups: { region: 'us-east1', retentionDays: 45 } });

describe('what holds data on Google Cloud', () => {
  it('is encrypted with one key, after the agents of the services may use it', async () => {
    const plan = await planOfSpec({ kubernetes: { type: 'Standard' } });
    const key = 'projects/acme-planes/locations/us-central1/keyRings/acme-data/cryptoKeys/acme-data';
    const grants = ofType(plan, 'gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember').map(({ urn }) => urn);
    expect(grants).toHaveLength(6);
    for (const [name, type] of [
      ['storage-brainstore', ':Bucket'],
      ['storage-api', ':Bucket'],
      ['postgres-instance', ''],
      ['redis-instance', ''],
      ['kubernetes-cluster', ''],
    ] as const) {
      const made = resource(plan, name, type);
      expect(JSON.stringify(made.inputs), name).toContain(`"${key}"`);
      expect(made.dependencies, name).toEqual(expect.arrayContaining(grants));
    }
    expect(JSON.stringify(resource(plan, 'kubernetes-services').inputs)).toContain(`"bootDiskKmsKey":"${key}"`);
  });

  it('is a database with a standby, restorable to the second, reached by TLS from the VPC alone', async () => {
    const { inputs } = resource(await planOfSpec({ profile: 'production-ha' }), 'postgres-instance');
    expect(inputs['settings']).toMatchObject({
      edition: 'ENTERPRISE_PLUS',
      availabilityType: 'REGIONAL',
      backupConfiguration: {
        enabled: true,
        pointInTimeRecoveryEnabled: true,
        transactionLogRetentionDays: 30,
        backupRetentionSettings: { retainedBackups: 30 },
      },
      ipConfiguration: { ipv4Enabled: false, sslMode: 'ENCRYPTED_ONLY' },
      deletionProtectionEnabled: true,
    });
  });

  it('is of the small edition for a sandbox, which keeps seven days of logs at most', async () => {
    const spec = { profile: 'sandbox', postgres: { backupRetentionDays: 20 } };
    const { inputs } = resource(await planOfSpec(spec), 'postgres-instance');
    expect(inputs['settings']).toMatchObject({
      edition: 'ENTERPRISE',
      availabilityType: 'ZONAL',
      backupConfiguration: { transactionLogRetentionDays: 7 },
    });
    expect(JSON.stringify(inputs)).not.toContain('index_advisor');
  });

  it('is buckets that nobody can make public, with versions, and origins that may upload', async () => {
    const plan = await planOfSpec({ storage: { undoDays: 21, allowedOrigins: ['https://acme.example'] } });
    for (const name of ['storage-brainstore', 'storage-api']) {
      expect(resource(plan, name, ':Bucket').inputs).toMatchObject({
        uniformBucketLevelAccess: true,
        publicAccessPrevention: 'enforced',
        versioning: { enabled: true },
        softDeletePolicy: { retentionDurationSeconds: 21 * 86_400 },
        forceDestroy: false,
      });
    }
    expect(resource(plan, 'storage-api', ':Bucket').inputs['cors']).toMatchObject([
      { origins: ['https://acme.example'] },
    ]);
    expect(resource(plan, 'storage-brainstore', ':Bucket').inputs['cors']).toBeUndefined();
  });
});

describe('copies on Google Cloud', () => {
  it('lie in another region under a key of it, follow once a day and keep what was replaced', async () => {
    const plan = await copied;
    const copy = resource(plan, 'backups-brainstore', ':Bucket');
    expect(copy.inputs).toMatchObject({
      location: 'US-EAST1',
      versioning: { enabled: true },
      softDeletePolicy: { retentionDurationSeconds: 45 * 86_400 },
    });
    expect(JSON.stringify(copy.inputs)).toContain('locations/us-east1/keyRings/acme-backup');
    expect(JSON.stringify(copy.inputs['lifecycleRules'])).toContain('"daysSinceNoncurrentTime":45');
    expect(resource(plan, 'backups-brainstore', ':TransferJob').inputs).toMatchObject({
      schedule: { repeatInterval: '86400s' },
      transferSpec: { transferOptions: { overwriteWhen: 'DIFFERENT', deleteObjectsUniqueInSink: true } },
    });
    expect(resource(plan, 'backups-api', ':TransferJob').inputs['transferSpec']).toMatchObject({
      objectConditions: { includePrefixes: ['code-bundle/'] },
    });
    expect(resource(plan, 'postgres-instance').inputs['settings']).toMatchObject({
      backupConfiguration: { location: 'us-east1' },
    });
  });

  it('are out of reach of every identity of the plane', async () => {
    const plan = await copied;
    const members = plan.resources
      .filter(({ inputs }) => typeof inputs['bucket'] === 'string' && inputs['bucket'].includes('backup'))
      .map(({ inputs }) => inputs['member']);
    expect(new Set(members)).toEqual(
      new Set(['serviceAccount:project-123456789012@storage-transfer-service.iam.gserviceaccount.com']),
    );
  });

  it('are not made where no other region is named', async () => {
    const { resources } = await planned;
    expect(resources.filter(({ concern }) => concern === 'backups')).toEqual([]);
  });
});

describe('alarms on Google Cloud', () => {
  it('watch database, cache, buckets and entry, and tell everybody who is named', async () => {
    const plan = await planOfSpec({ alarms: { emails: ['a@acme.example', 'b@acme.example'] } });
    const policies = ofType(plan, 'gcp:monitoring/alertPolicy:AlertPolicy');
    expect(policies.map(({ name }) => name)).toEqual([
      'alarms-bucket-api',
      'alarms-bucket-brainstore',
      'alarms-entry-errors',
      'alarms-postgres-cpu',
      'alarms-postgres-disk',
      'alarms-postgres-memory',
      'alarms-redis-memory',
    ]);
    for (const { inputs } of policies) expect(inputs['notificationChannels']).toHaveLength(2);
  });

  it('are left out for a sandbox, and for what was brought', async () => {
    const { resources } = await planOfSpec({ profile: 'sandbox' });
    expect(resources.filter(({ concern }) => concern === 'alarms')).toEqual([]);
    const postgres = { type: 'Existing', host: '10.0.0.5', urlSecret: 'pg' };
    expect((await planOfSpec({ postgres })).resources.some(({ name }) => name === 'alarms-postgres-cpu')).toBe(false);
  });
});
