import { describe, expect, it } from 'vitest';
import { azureProbe } from '../../../src/cli/backup/probes/azure.ts';
import { googleProbe } from '../../../src/cli/backup/probes/google.ts';
import { recordedRest } from './recorded.ts';

const never = new AbortController().signal;

describe('Google Cloud, by its REST APIs', () => {
  const key = 'projects/p/locations/l/keyRings/r/cryptoKeys/k';
  const instance = {
    name: 'prod-postgres',
    region: 'us-central1',
    ipAddresses: [{ type: 'PRIVATE', ipAddress: '10.0.0.5' }],
    settings: {
      backupConfiguration: {
        enabled: true,
        pointInTimeRecoveryEnabled: true,
        location: 'us-east1',
        backupRetentionSettings: { retainedBackups: 14, retentionUnit: 'COUNT' },
      },
    },
  };
  const answers = {
    '/v1/projects/p/instances/prod-postgres': instance,
    '/v1/projects/p/instances': { items: [{ name: 'other' }, instance] },
    '/v1/projects/p/instances/prod-postgres/backupRuns': {
      items: [
        { status: 'FAILED', endTime: '2026-11-25T00:40:00Z' },
        { status: 'SUCCESSFUL', endTime: '2026-11-24T00:40:00Z' },
      ],
    },
    '/v1/projects/p/instances/prod-postgres/getLatestRecoveryTime': {
      latestRecoveryTime: '2026-11-25T11:58:00Z',
      earliestRecoveryTime: '2026-11-11T00:40:00Z',
    },
    '/storage/v1/b/prod-brainstore': {
      versioning: { enabled: true },
      softDeletePolicy: { retentionDurationSeconds: '604800' },
      lifecycle: {
        rule: [
          { action: { type: 'Delete' }, condition: { daysSinceNoncurrentTime: 7, isLive: false } },
          { action: { type: 'Delete' }, condition: { daysSinceNoncurrentTime: 1, matchesPrefix: ['x/'] } },
        ],
      },
    },
    '/storage/v1/b/bare': { versioning: { enabled: false } },
    [`/v1/${key}`]: {
      primary: { state: 'ENABLED' },
      rotationPeriod: '31536000s',
      destroyScheduledDuration: '2592000s',
    },
    '/v1/projects/p/secrets/full': { name: 'full' },
    '/v1/projects/p/secrets/full/versions/latest': { state: 'ENABLED', createTime: '2026-11-01T00:00:00Z' },
    '/v1/projects/p/secrets/empty': { name: 'empty' },
    '/v1/projects/p/secrets/hidden': 'denied',
  };
  const recorded = recordedRest(answers);
  const copies = [{ name: 'prod-backup-brainstore', type: 'gcp:storage/bucket:Bucket', region: 'US-EAST1' }];
  const probe = googleProbe('p', recorded.call, copies, never);

  it('says between which moments the database can be restored; a brought one is found by its address', async () => {
    const facts = {
      anyMoment: true,
      newest: '2026-11-25T11:58:00Z',
      oldest: '2026-11-11T00:40:00Z',
      retentionDays: 14,
      copies: [{ where: 'backups in us-east1', newest: '2026-11-24T00:40:00Z' }],
    };
    expect(await probe.database({ name: 'prod-postgres' })).toEqual({ kind: 'found', facts });
    expect(await probe.database({ host: '10.0.0.5' })).toEqual({ kind: 'found', facts });
    expect(await probe.database({ host: '10.9.9.9' })).toMatchObject({ kind: 'unknown' });
    expect(await probe.database({ name: 'gone' })).toEqual({ kind: 'missing' });
  });

  it('says how long old versions stay, and where the copy is', async () => {
    const where = 'bucket prod-backup-brainstore in us-east1';
    expect(await probe.bucket('prod-brainstore')).toEqual({
      kind: 'found',
      facts: { versioned: true, undoDays: 7, copies: [{ where }] },
    });
    expect(await probe.bucket('bare')).toMatchObject({ facts: { versioned: false } });
  });

  it('tells a secret with a value from an empty one, a missing one, and one that we may not see', async () => {
    const looks = ['full', 'empty', 'gone', 'hidden'].map((name) => probe.secret(`projects/p/secrets/${name}`));
    expect(await Promise.all(looks)).toMatchObject([
      { facts: { hasValue: true, changedAt: '2026-11-01T00:00:00Z' } },
      { facts: { hasValue: false } },
      { kind: 'missing' },
      { kind: 'unknown' },
    ]);
    expect(recorded.asked.filter((what) => what.includes(':access'))).toEqual([]);
  });

  it('reads the state of a key', async () => {
    const found = await probe.key({ role: 'k', name: key, region: '' });
    expect(found).toEqual({ kind: 'found', facts: { enabled: true, rotates: true, recoverable: true } });
  });
});

describe('Azure, by its management API', () => {
  const group = '/subscriptions/s/resourceGroups/g/providers';
  const server = `${group}/Microsoft.DBforPostgreSQL/flexibleServers/prod`;
  const account = `${group}/Microsoft.Storage/storageAccounts/prod`;
  const vault = `${group}/Microsoft.KeyVault/vaults/prod`;
  const instance = `${group}/Microsoft.DataProtection/backupVaults/v/backupInstances/i`;
  const found = {
    properties: {
      fullyQualifiedDomainName: 'prod.postgres.database.azure.com',
      backup: { backupRetentionDays: 14, earliestRestoreDate: '2026-11-11T00:00:00+00:00' },
    },
  };
  const rule = (prefix: string, days: number) => ({
    enabled: true,
    definition: {
      filters: { prefixMatch: [prefix] },
      actions: { version: { delete: { daysAfterCreationGreaterThan: days } } },
    },
  });
  const recorded = recordedRest({
    [server]: found,
    '/subscriptions/s/providers/Microsoft.DBforPostgreSQL/flexibleServers': { value: [found] },
    [`${instance}/recoveryPoints`]: {
      value: [
        { properties: { recoveryPointTime: '2026-11-15T23:00:00Z' } },
        { properties: { recoveryPointTime: '2026-11-22T23:00:00Z' } },
      ],
    },
    [`${account}/blobServices/default/containers/brainstore`]: { name: 'brainstore' },
    [`${account}/blobServices/default`]: {
      properties: { isVersioningEnabled: true, deleteRetentionPolicy: { enabled: true, days: 7 } },
    },
    [`${account}/managementPolicies/default`]: {
      properties: { policy: { rules: [rule('responses/', 1), rule('brainstore/', 7)] } },
    },
    [vault]: { properties: { enableSoftDelete: true, enablePurgeProtection: true } },
    [`${vault}/keys/storage`]: {
      properties: {
        attributes: { enabled: true },
        rotationPolicy: { lifetimeActions: [{ action: { type: 'rotate' } }] },
      },
    },
    [`${vault}/secrets/function-secret-key`]: {
      properties: { attributes: { enabled: true, updated: 1764000000 }, secretUriWithVersion: 'https://…/1' },
    },
  });
  const now = Date.parse('2026-11-25T12:00:00Z');
  const copies = [
    { name: instance, type: 'azure-native:dataprotection:BackupInstance', region: 'westeurope' },
    { name: '/…/storageAccounts/copies', type: 'azure-native:storage:StorageAccount', region: 'northeurope' },
  ];
  const probe = azureProbe({ subscriptionId: 's', vaultId: vault, copies, now }, recorded.call, never);

  it('says between which moments the database can be restored; a brought one is found by its host', async () => {
    const facts = {
      anyMoment: true,
      oldest: '2026-11-11T00:00:00+00:00',
      newest: '2026-11-25T11:55:00.000Z',
      retentionDays: 14,
      copies: [{ where: 'backup vault', newest: '2026-11-22T23:00:00Z' }],
    };
    expect(await probe.database({ name: server })).toEqual({ kind: 'found', facts });
    expect(await probe.database({ host: 'prod.postgres.database.azure.com' })).toEqual({ kind: 'found', facts });
    expect(await probe.database({ host: 'db.example.com' })).toMatchObject({ kind: 'unknown' });
  });

  it('says how long a container keeps what was deleted, and where its copy is', async () => {
    expect(await probe.bucket(`${account}/blobServices/default/containers/brainstore`)).toEqual({
      kind: 'found',
      facts: { versioned: true, undoDays: 7, copies: [{ where: 'account copies in northeurope' }] },
    });
    expect(await probe.bucket(`${account}/blobServices/default/containers/gone`)).toEqual({ kind: 'missing' });
  });

  it('sees keys and secrets through the management API alone, which knows no value', async () => {
    expect(await probe.key({ role: 'k', name: `${vault}/keys/storage`, region: '' })).toEqual({
      kind: 'found',
      facts: { enabled: true, rotates: true, recoverable: true },
    });
    expect(await probe.secret('https://prod.vault.azure.net/secrets/function-secret-key')).toMatchObject({
      facts: { hasValue: true, changedAt: new Date(1764000000000).toISOString() },
    });
    expect(await probe.secret('https://prod.vault.azure.net/secrets/gone')).toEqual({ kind: 'missing' });
    expect(recorded.asked.filter((what) => !what.includes('management.azure.com'))).toEqual([]);
  });
});
