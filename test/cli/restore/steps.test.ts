import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BackupItem } from '../../../src/cli/backup/item.ts';
import { lossesOf } from '../../../src/cli/restore/losses.ts';
import { stepsOf, type Lost, type ToRestore } from '../../../src/cli/restore/steps/steps.ts';
import { loadEnvironmentText } from '../../../stacks/environment/load.ts';
import type { SelfHostedEnvironment } from '../../../stacks/environment/schema/environment.ts';
import type { PlaneOutputs } from '../../../stacks/outputs.ts';
import { must } from '../../../src/runtime/must.ts';

const moment = '2026-11-25T08:30:00.000Z';
const stored = (secret: string) => ({ value: { secret } });
const files = { aws: 'aws-production', google: 'google-standard', azure: 'azure-production' } as const;
type Cloud = keyof typeof files;

const names: Readonly<Record<Cloud, Readonly<Record<'key' | 'secret' | 'bucket' | 'database', string>>>> = {
  aws: {
    key: 'arn:aws:kms:us-east-1:1:key/k',
    secret: 'arn:aws:secretsmanager:us-east-1:1:secret:f',
    bucket: 'prod-brainstore',
    database: 'prod-postgres',
  },
  google: {
    key: 'projects/p/locations/l/keyRings/r/cryptoKeys/k',
    secret: 'projects/p/secrets/f',
    bucket: 'prod-brainstore',
    database: 'prod-postgres',
  },
  azure: {
    key: '/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v/keys/k',
    secret: 'https://v.vault.azure.net/secrets/f',
    bucket:
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a/blobServices/default/containers/brainstore',
    database: '/subscriptions/s/resourceGroups/g/providers/Microsoft.DBforPostgreSQL/flexibleServers/prod',
  },
};

async function planFor(cloud: Cloud, lost: readonly Lost[], back: boolean) {
  const file = `environments/${files[cloud]}.yaml`;
  const io = { cwd: process.cwd(), readFile: (name: string) => Promise.resolve(readFileSync(name, 'utf8')) };
  const { environment } = await loadEnvironmentText(file, readFileSync(file, 'utf8'), io);
  const items = (['key', 'secret', 'bucket', 'database'] as const).map((kind): BackupItem => {
    const role = kind === 'secret' ? 'functionSecretKey' : kind;
    return { kind, role, name: names[cloud][kind], state: 'present', essential: true, copies: [] };
  });
  const other: BackupItem = {
    ...must(items[1], 'there is a secret'),
    role: 'redisUrl',
    name: names[cloud].secret.replace(/f$/, 'redis'),
  };
  const secrets = {
    postgresUrl:
      cloud === 'aws'
        ? {
            template: 'postgres://{username}:{password}@h:5432/postgres',
            parts: { username: { secret: 'rds', field: 'username' }, password: { secret: 'rds', field: 'password' } },
          }
        : stored('p'),
    redisUrl: stored(other.name),
    licenseKey: stored('l'),
    functionSecretKey: stored('f'),
  };
  const wanted: ToRestore = {
    nameOrPath: 'prod',
    environment: must(environment, 'the example holds') as SelfHostedEnvironment,
    outputs: { provider: cloud, secrets, keyVaultUri: 'https://v.vault.azure.net/' } as unknown as PlaneOutputs,
    state: { version: 3, deployment: { resources: [] } },
    items: [other, ...items],
    lost: new Set(lost),
    moment,
    back,
    exported: undefined,
  };
  return stepsOf(wanted);
}

describe.each(['aws', 'google', 'azure'] as const)('the steps on %s', (cloud) => {
  it('come in an order in which each stands on the one before', async () => {
    const steps = await planFor(cloud, ['cluster', 'data', 'state'], true);
    const order = [
      'Stop what',
      'Bring the state',
      'keys open',
      'FUNCTION_SECRET_KEY',
      'buckets back',
      'beside the old',
      'place of the old',
      'Empty Redis',
      'cloud and cluster',
      'cluster held',
      'Prove it',
    ];
    expect(
      steps.map(({ title }, index) => title.includes(must(order[index], `no step is expected at ${index}`))),
    ).toEqual(order.map(() => true));
  });

  it('ask for FUNCTION_SECRET_KEY before any other secret', async () => {
    const steps = await planFor(cloud, ['cluster'], false);
    const { commands } = must(
      steps.find(({ title }) => title.includes('FUNCTION_SECRET_KEY')),
      'secrets are a step',
    );
    expect(commands).toHaveLength(2);
    expect(commands[0]).not.toContain('redis');
  });

  it('leave buckets alone where no moment was asked for, and data where only the cluster is lost', async () => {
    const forward = await planFor(cloud, ['data'], false);
    expect(forward.map(({ title }) => title)).toContain('Leave the buckets as they are');
    const cluster = (await planFor(cloud, ['cluster'], false)).flatMap(({ commands }) => commands).join('\n');
    expect(cluster).not.toMatch(/restore-time|point-in-time|pg_restore|FLUSHALL|scale deployment/);
  });

  it('name the rebuild of a cluster that stands but is lost', async () => {
    const step = (await planFor(cloud, ['cluster'], false)).find(
      ({ title }) => title === 'Make cloud and cluster again',
    );
    expect(step?.commands.at(-1)).toMatch(/^planewright up \S+ --refresh$/);
    expect(step?.notes.join('\n')).toMatch(/in place of this: planewright rebuild \S+, which/);
  });

  it('are commands that a shell can read, and that name no password', async () => {
    const steps = await planFor(cloud, ['cluster', 'data', 'state'], true);
    const script = steps.flatMap(({ commands }) => commands).map((command) => command.replaceAll(/<[^<>()"]*>/g, 'X'));
    execFileSync('sh', ['-n'], { input: script.join('\n') });
    expect(script.join('\n')).toContain(moment);
  });
});

it('says what is lost, and that a missing export loses what is in no repository', () => {
  const now = Date.parse('2026-11-25T09:00:00Z');
  const losses = lossesOf({ lost: new Set<Lost>(['cluster', 'data']), moment, now, back: true, exported: undefined });
  expect(losses.join('\n')).toContain('(30 min, as of now)');
  const spans = ['2026-11-24T20:00:00Z', '2020-01-01T00:00:00Z'].map(
    (long) => lossesOf({ lost: new Set<Lost>(['data']), moment: long, now, back: true, exported: undefined })[0],
  );
  expect(spans).toEqual([
    expect.stringContaining('(13 h, as of now)'),
    expect.stringContaining('(2520 days, as of now)'),
  ]);
  expect(losses).toContain('Every resource that is in no repository.');
});

/** Of five objects: changed since, deleted since, made since, untouched, and a lock that changed. */
const versions: Readonly<Record<Cloud, unknown>> = {
  aws: {
    Versions: [
      { Key: 'a b', VersionId: 'a1', LastModified: '2026-11-25T08:00:00+00:00', IsLatest: false },
      { Key: 'a b', VersionId: 'a2', LastModified: '2026-11-25T09:00:00+00:00', IsLatest: true },
      { Key: 'gone', VersionId: 'g1', LastModified: '2026-11-25T08:00:00+00:00', IsLatest: false },
      { Key: 'new', VersionId: 'n1', LastModified: '2026-11-25T09:00:00+00:00', IsLatest: true },
      { Key: 'same', VersionId: 's1', LastModified: '2026-11-25T08:00:00+00:00', IsLatest: true },
      { Key: 'brainstore/locks/x', VersionId: 'l1', LastModified: '2026-11-25T09:00:00+00:00', IsLatest: true },
    ],
    DeleteMarkers: [{ Key: 'gone', VersionId: 'g2', LastModified: '2026-11-25T08:45:00+00:00', IsLatest: true }],
  },
  google: [
    { name: 'a b', generation: '1', timeCreated: '2026-11-25T08:00:00Z', timeDeleted: '2026-11-25T09:00:00Z' },
    { name: 'a b', generation: '2', timeCreated: '2026-11-25T09:00:00Z' },
    { name: 'gone', generation: '3', timeCreated: '2026-11-25T08:00:00Z', timeDeleted: '2026-11-25T08:45:00Z' },
    { name: 'new', generation: '4', timeCreated: '2026-11-25T09:00:00Z' },
    { name: 'same', generation: '5', timeCreated: '2026-11-25T08:00:00Z' },
    { name: 'brainstore/locks/x', generation: '6', timeCreated: '2026-11-25T09:00:00Z' },
  ].map((metadata) => ({ metadata: { ...metadata, bucket: 'prod-brainstore' } })),
  azure: [
    { name: 'a b', versionId: '2026-11-25T08:00:00.0000000Z' },
    { name: 'a b', versionId: '2026-11-25T09:00:00.0000000Z', isCurrentVersion: true },
    { name: 'gone', versionId: '2026-11-25T08:00:00.0000000Z' },
    { name: 'new', versionId: '2026-11-25T09:00:00.0000000Z', isCurrentVersion: true },
    { name: 'same', versionId: '2026-11-25T08:00:00.0000000Z', isCurrentVersion: true },
    { name: 'brainstore/locks/x', versionId: '2026-11-25T09:00:00.0000000Z', isCurrentVersion: true },
  ],
};
const sources: Readonly<Record<Cloud, readonly [string, string]>> = {
  aws: ['a%20b?versionId=a1', 'gone?versionId=g1'],
  google: ['gs://prod-brainstore/a b#1', 'gs://prod-brainstore/gone#3'],
  azure: ['2026-11-25T08:00:00.0000000Z', '2026-11-25T08:00:00.0000000Z'],
};

const jq = spawnSync('jq', ['--version']).status === 0;
if (!jq) {
  process.stderr.write('The jq programs of a restore were not run: there is no jq on the PATH.\n');
}

it.skipIf(!jq).each(['aws', 'google', 'azure'] as const)(
  'takes a bucket on %s back to what it held then, and leaves locks and what did not change',
  async (cloud) => {
    const steps = await planFor(cloud, ['data'], true);
    const { commands } = must(
      steps.find(({ title }) => title.includes('buckets back')),
      'buckets are a step',
    );
    const sift = must(
      commands.find((command) => command.startsWith('jq ')),
      'what differs is sifted',
    );
    const cwd = mkdtempSync(path.join(tmpdir(), 'planewright-sift-'));
    writeFileSync(path.join(cwd, 'versions.json'), JSON.stringify(versions[cloud]));
    execFileSync('sh', ['-c', sift], { cwd });
    const back = readFileSync(path.join(cwd, 'back.tsv'), 'utf8');
    rmSync(cwd, { recursive: true });
    const [changed, deleted] = sources[cloud];
    expect(back).toBe(`copy\ta b\t${changed}\ncopy\tgone\t${deleted}\ndelete\tnew\t\n`);
  },
);
