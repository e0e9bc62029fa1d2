import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { runDestroy } from '../../src/cli/destroy/destroy.ts';
import type { BackupFreshness } from '../../src/cli/destroy/freshness.ts';
import type { DestroyParts } from '../../src/cli/destroy/parts.ts';
import { runDrift } from '../../src/cli/engine/drift.ts';
import { runPreview } from '../../src/cli/engine/preview.ts';
import { runUnlock } from '../../src/cli/engine/unlock.ts';
import { runUp } from '../../src/cli/engine/up.ts';
import type { Identity } from '../../src/clouds/identity.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { fakeIo, type FakeIo } from '../cli/fake-io.ts';
import { StandInCloud } from './provider/cloud.ts';
import { installPlugins } from './support/plugins.ts';

const example = fileURLToPath(new URL('../../environments/azure-existing-cluster.yaml', import.meta.url));
const text = 'text' as const;
const gone = { withoutCluster: true, withoutFreshBackup: true } as const;
const stale = [{ what: 'postgres-server', newest: '2026-01-01T00:00:00Z' }];

function parts(
  identity: Identity = { kind: 'same', who: 'a deployer' },
  backups: readonly BackupFreshness[] = stale,
): DestroyParts {
  return {
    identity: () => Promise.resolve(identity),
    freshness: () => Promise.resolve(backups),
    connect: () => Promise.resolve(undefined),
    clock: { ...systemClock, now: () => Date.parse('2026-11-25T00:00:00Z') },
  };
}

const confirmed = 'azure-existing@11111111-1111-4111-8111-111111111111';

/** One story, each chapter on the state that the one before it left: an environment's life by its commands alone. */
describe.skipIf(inject('engine') === undefined)('the life of an environment by its commands', () => {
  let folder: string;
  let cloud: StandInCloud;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'planewright-commands-'));
    mkdirSync(path.join(folder, 'home'));
    installPlugins(path.join(folder, 'home'));
    cloud = new StandInCloud(path.join(folder, 'cloud'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const plans: Record<string, string> = {};
  const io = (more: { answers?: readonly string[]; passphrase?: string } = {}): FakeIo =>
    fakeIo({
      cwd: folder,
      env: {
        ...process.env,
        PULUMI_HOME: path.join(folder, 'home'),
        PULUMI_CONFIG_PASSPHRASE: more.passphrase ?? 'canary-passphrase',
        STAND_IN_CLOUD: path.join(folder, 'cloud'),
        STAND_IN_ACCOUNT: confirmed.split('@')[1],
      },
      files: { 'environments/prod.yaml': readFileSync(example, 'utf8'), ...plans },
      ...(more.answers !== undefined && { answers: more.answers }),
    });

  it('begins with a preview that is saved, and makes nothing', async () => {
    const shown = io();
    await runPreview('prod', { skipPreflight: true, output: text, save: 'plan.json' }, shown);
    expect(shown.text).toMatch(/\+ create {2}\S+ {2}azure-native:/);
    expect(shown.code).toBe(2);
    expect(cloud.objects()).toEqual([]);
    plans['plan.json'] = shown.files['plan.json'] ?? '';
    expect(plans['plan.json']).not.toContain('canary');
  });

  it('does nothing that nobody agreed to', async () => {
    await expect(runUp('prod', { skipPreflight: true, output: text }, io())).rejects.toThrow('There is nobody to ask');
    const asked = io({ answers: ['no'] });
    await runUp('prod', { skipPreflight: true, output: text }, asked);
    expect(asked.errors).toContain('Nothing was done.');
    expect(cloud.objects()).toEqual([]);
  });

  it('makes nothing twice where a provider died over a saved plan, which is stale then', async () => {
    const identity = 'azure-native:managedidentity:UserAssignedIdentity';
    cloud.plan([{ method: 'create', of: identity, what: 'die-after' }]);
    await expect(runUp('prod', { skipPreflight: true, output: text, plan: 'plan.json' }, io())).rejects.toThrow();
    await expect(runUp('prod', { skipPreflight: true, output: text, plan: 'plan.json' }, io())).rejects.toMatchObject({
      code: 'PlanStale',
    });
    const shown = io();
    await runPreview('prod', { skipPreflight: true, output: text, save: 'plan.json' }, shown);
    plans['plan.json'] = shown.files['plan.json'] ?? '';
    expect(shown.code).toBe(2);
  });

  it('carries the saved plan out, in another job', async () => {
    const done = io();
    await runUp('prod', { skipPreflight: true, output: text, plan: 'plan.json' }, done);
    expect(done.errors).toMatch(/✓ \w[\w-]*: \S+ created \(\d+ of \d+\)/);
    expect(done.text).toMatch(/^Done: (\d+) of \1 steps\.$/m);
    expect(done.code).toBe(0);
    expect(cloud.objects().length).toBeGreaterThan(5);
    const created = cloud.calls().flatMap(({ method, type, name }) => (method === 'create' ? [`${type} ${name}`] : []));
    expect(
      created.filter((one, index) => one.includes('UserAssignedIdentity') && created.indexOf(one) < index),
    ).toEqual([]);
  });

  it('refuses the same plan once it is stale', async () => {
    await expect(runUp('prod', { skipPreflight: true, output: text, plan: 'plan.json' }, io())).rejects.toThrow(
      'The state was changed since',
    );
  });

  it('has nothing to do afterwards, and has not drifted', async () => {
    const again = io();
    await runUp('prod', { skipPreflight: true, output: text, yes: true }, again);
    expect(again.errors).toContain('Nothing would change.');
    const drift = io();
    await runDrift('prod', { output: text }, drift);
    expect([drift.text, drift.code]).toEqual(['The cloud is as it was left.\n', 0]);
  });

  it('shows what somebody changed', async () => {
    const [object] = cloud.objects().filter(({ inputs }) => 'tags' in inputs);
    if (object === undefined) throw new Error('nothing has tags');
    cloud.meddle(object.type, object.name, (one) => ({
      ...one,
      inputs: { ...one.inputs, tags: { owner: 'mallory' } },
    }));
    const drift = io();
    await runDrift('prod', { output: text }, drift);
    expect(drift.text).toContain('was changed');
    expect(drift.text).toContain('mallory');
    expect(drift.code).toBe(2);
  });

  it('says that a passphrase is wrong', async () => {
    await expect(
      runPreview('prod', { skipPreflight: true, output: text }, io({ passphrase: 'another' })),
    ).rejects.toMatchObject({
      code: 'WrongPassphrase',
    });
  });

  it('is not taken down by somebody who means another one', async () => {
    const wrong = runDestroy('prod', { output: text, ...gone, confirm: 'staging@1' }, io(), parts());
    await expect(wrong).rejects.toThrow('Nothing was deleted');
    expect(cloud.objects().length).toBeGreaterThan(5);
  });

  it('is not taken down from another account, nor in silence where guards hold', async () => {
    const without = { output: text, confirm: confirmed };
    const elsewhere = runDestroy('prod', without, io(), parts({ kind: 'other', account: '2', who: 'mallory' }));
    await expect(elsewhere).rejects.toMatchObject({ code: 'WrongAccount' });
    const unsure = runDestroy('prod', without, io(), parts({ kind: 'unknown', reason: 'nobody is signed in' }, []));
    await expect(unsure).rejects.toMatchObject({
      code: 'GuardsHold',
      next: expect.stringMatching(/--without-account-check --without-cluster$/) as string,
    });
    const old = runDestroy('prod', { ...without, withoutCluster: true }, io(), parts());
    await expect(old).rejects.toThrow('postgres-server: the last moment that can be had back is 2026-01-01T00:00:00Z');
    const answered = io({ answers: ['without cluster', 'no'] });
    await expect(runDestroy('prod', { output: text }, answered, parts())).rejects.toMatchObject({ code: 'GuardsHold' });
    expect(cloud.calls().filter(({ method }) => method === 'delete')).toEqual([]);
  });

  it('shows what would go without deleting it', async () => {
    const dry = io();
    await runDestroy('prod', { output: 'json', dryRun: true }, dry, parts());
    const told = JSON.parse(dry.text) as { goes: readonly object[]; kept: readonly object[]; deleted: unknown[] };
    expect([told.goes.length > 0, told.kept.length > 0, told.deleted]).toEqual([true, true, []]);
    expect(dry.code).toBe(2);
  });

  it('is taken down except for what holds data, which is listed', async () => {
    const down = io();
    await runDestroy('prod', { output: text, ...gone, confirm: confirmed }, down, parts());
    expect(down.errors).toMatch(/would be deleted:/);
    expect(down.errors).toMatch(/\d+ stay, in the cloud and in the state:/);
    expect(down.code).toBe(0);
  });

  it('is not locked then', async () => {
    const free = io();
    await runUnlock('prod', { output: text }, free);
    expect(free.text).toBe('azure-existing is not locked.\n');
  });
});
