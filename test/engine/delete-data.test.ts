import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { runDeleteData, type DeleteDataParts } from '../../src/cli/destroy/delete-data.ts';
import { runDestroy } from '../../src/cli/destroy/destroy.ts';
import type { DestroyParts } from '../../src/cli/destroy/parts.ts';
import { runUp } from '../../src/cli/engine/up.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { fakeIo, type FakeIo } from '../cli/fake-io.ts';
import { StandInCloud } from './provider/cloud.ts';
import { commandEnv } from './support/by-command.ts';
import { installPlugins } from './support/plugins.ts';

const example = fileURLToPath(new URL('../../environments/google-standard.yaml', import.meta.url));
const text = 'text' as const;
const yaml = readFileSync(example, 'utf8');
const name = /^ {2}name: (.+)$/m.exec(yaml)?.[1] ?? '';
const project = /project: (.+)$/m.exec(yaml)?.[1] ?? '';
const confirm = `${name}@${project}`;
const sentence = `delete the data of ${confirm}`;
const identity = () => Promise.resolve({ kind: 'same', who: 'a deployer' } as const);
const guards: DestroyParts = {
  identity,
  freshness: () => Promise.resolve([]),
  connect: () => Promise.resolve(undefined),
  clock: systemClock,
};

/** One story, each chapter on the state that the one before it left. */
describe.skipIf(inject('engine') === undefined)('the data of an environment', () => {
  let folder: string;
  let cloud: StandInCloud;
  const wiped: string[] = [];
  const parts: DeleteDataParts = {
    identity,
    now: () => Date.parse('2026-11-25T12:34:00Z'),
    empty: (bucket) => Promise.resolve(wiped.push(bucket.name)),
  };

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'planewright-data-'));
    mkdirSync(path.join(folder, 'home'));
    installPlugins(path.join(folder, 'home'));
    cloud = new StandInCloud(path.join(folder, 'cloud'));
    await runUp('prod', { skipPreflight: true, skipCluster: true, output: text, yes: true }, io());
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function io(): FakeIo {
    return fakeIo({
      cwd: folder,
      env: commandEnv(folder, project),
      files: { 'environments/prod.yaml': yaml },
    });
  }
  const typesLeft = () => new Set(cloud.objects().map(({ type }) => type));

  it('is not deleted as long as the environment stands', async () => {
    const early = runDeleteData('prod', { output: text, confirm: sentence }, io(), parts);
    await expect(early).rejects.toThrow(`${name} is not taken down`);
    await runDestroy('prod', { output: text, confirm, withoutCluster: true }, io(), guards);
  });

  it('is shown, and kept for the words of another command', async () => {
    const before = cloud.objects().length;
    const dry = io();
    await runDeleteData('prod', { output: 'json', dryRun: true }, dry, parts);
    const { goes } = JSON.parse(dry.text) as { goes: readonly { kind: string; sizeGb?: number }[] };
    const kinds = new Set(goes.map(({ kind }) => kind));
    expect([...kinds].toSorted()).toEqual(['bucket', 'cache', 'cluster', 'database', 'secret']);
    expect(goes.some(({ kind, sizeGb }) => kind === 'database' && (sizeGb ?? 0) > 0)).toBe(true);
    const wrong = runDeleteData('prod', { output: text, confirm }, io(), parts);
    await expect(wrong).rejects.toThrow('Nothing was deleted');
    const elsewhere = { ...parts, identity: () => Promise.resolve({ kind: 'other', account: 'x', who: 'y' } as const) };
    const other = runDeleteData('prod', { output: text, confirm: sentence }, io(), elsewhere);
    await expect(other).rejects.toMatchObject({ code: 'WrongAccount' });
    expect([cloud.objects().length, wiped]).toEqual([before, []]);
  });

  it('is half gone where a provider died over it, and a destroy in between deletes none of the rest', async () => {
    cloud.plan([{ method: 'delete', of: 'gcp:sql/databaseInstance:DatabaseInstance', what: 'die-before' }]);
    const first = runDeleteData('prod', { output: text, confirm: sentence }, io(), parts);
    await expect(first).rejects.toMatchObject({ code: 'EngineFailed' });
    const between = io();
    await runDestroy('prod', { output: text, confirm, withoutCluster: true }, between, guards);
    expect(between.errors).toContain('is protected again');
    expect(typesLeft()).toContain('gcp:sql/databaseInstance:DatabaseInstance');
    expect(typesLeft()).toContain('gcp:kms/cryptoKey:CryptoKey');
  });

  it('is gone when it is told again, the buckets emptied first; copies stay, and what opens them', async () => {
    const done = io();
    await runDeleteData('prod', { output: 'json', confirm: sentence }, done, parts);
    const told = JSON.parse(done.text) as { stays: readonly { kind: string }[]; stackRemoved: boolean };
    expect([told.stackRemoved, done.code]).toEqual([false, 0]);
    expect(new Set(told.stays.map(({ kind }) => kind))).toEqual(new Set(['copies', 'key']));
    expect(new Set(wiped).size).toBeGreaterThan(1);
    expect(typesLeft()).toContain('gcp:storage/bucket:Bucket');
    expect(typesLeft()).not.toContain('gcp:sql/databaseInstance:DatabaseInstance');
    expect(`${done.text}${done.errors}${JSON.stringify(cloud.calls())}`).not.toContain('canary');
  });

  it('leaves nothing, and no state, when the copies are meant too', async () => {
    const before = wiped.length;
    const done = io();
    await runDeleteData('prod', { output: text, confirm: sentence, withCopies: true }, done, parts);
    expect(done.text).toContain('Nothing is left; the state is removed too.');
    expect(wiped.slice(before).every((bucket) => bucket.includes('backup'))).toBe(true);
    expect(cloud.objects().filter(({ inputs }) => inputs['deletionPolicy'] !== 'ABANDON')).toEqual([]);
  });
});
