import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { runDestroy } from '../../src/cli/destroy/destroy.ts';
import { runPreview } from '../../src/cli/engine/preview.ts';
import { runUnlock } from '../../src/cli/engine/unlock.ts';
import { runUp } from '../../src/cli/engine/up.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { runDrift } from '../../src/cli/drift/drift.ts';
import type { DriftReport } from '../../src/cli/drift/report.ts';
import type { FakeIo } from '../cli/fake-io.ts';
import { customResourceDefinition } from '../../src/api/crd/definition.ts';
import { kinds } from '../../src/api/index.ts';
import { systemRandomness } from '../../src/runtime/randomness.ts';
import { kubeSimulator } from '../../src/simulator/kube/simulator.ts';
import type { StandInCloud } from './provider/cloud.ts';
import {
  cloudOnly,
  everyFile,
  gone,
  identity,
  leavePending,
  mallory,
  noCluster,
  parts,
  quiet,
  text,
  told,
} from './support/by-command.ts';
import { commandWorld, type CommandWorld, type IoOptions } from './support/command-world.ts';

const account = '11111111-1111-4111-8111-111111111111';
const confirmed = `azure-existing@${account}`;

/** One story, each chapter on the state that the one before it left: an environment's life by its commands alone. */
describe.skipIf(inject('engine') === undefined)('the life of an environment by its commands', () => {
  let world: CommandWorld;
  let folder: string;
  let cloud: StandInCloud;
  let plans: Record<string, string>;

  beforeAll(() => {
    // For what a test makes itself: ids hold the account.
    process.env['STAND_IN_ACCOUNT'] = account;
    world = commandWorld('azure-existing-cluster', account);
    ({ folder, cloud, files: plans } = world);
  });
  afterAll(() => world.end());

  const io = (more?: IoOptions): FakeIo => world.io(more);

  it('begins with a preview that is saved, and makes nothing', async () => {
    const shown = io();
    await runPreview('prod', { ...quiet, output: text, save: 'plan.json' }, shown);
    expect(shown.text).toMatch(/\+ create {2}\S+ {2}azure-native:/);
    expect(shown.code).toBe(2);
    expect(cloud.objects()).toEqual([]);
    plans['plan.json'] = shown.files['plan.json'] ?? '';
    expect(plans['plan.json']).not.toContain('canary');
  });

  it('does nothing that nobody agreed to', async () => {
    await expect(runUp('prod', { ...quiet, output: text }, io())).rejects.toThrow('There is nobody to ask');
    const asked = io({ answers: ['no'] });
    await runUp('prod', { ...quiet, output: text }, asked);
    expect(asked.errors).toContain('Nothing was done.');
    expect(cloud.objects()).toEqual([]);
  });

  it('makes nothing twice where a provider died over a saved plan, which is stale then', async () => {
    cloud.plan([{ method: 'create', of: identity, what: 'die-after' }]);
    await expect(runUp('prod', { ...quiet, output: text, plan: 'plan.json' }, io())).rejects.toThrow();
    await expect(runUp('prod', { ...quiet, output: text, plan: 'plan.json' }, io())).rejects.toMatchObject({
      code: 'PlanStale',
    });
    const shown = io();
    await runPreview('prod', { ...quiet, output: text, save: 'plan.json' }, shown);
    plans['plan.json'] = shown.files['plan.json'] ?? '';
    expect(shown.code).toBe(2);
  });

  it('carries the saved plan out, in another job', async () => {
    const done = io();
    await runUp('prod', { ...quiet, output: text, plan: 'plan.json' }, done);
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
    await expect(runUp('prod', { ...quiet, output: text, plan: 'plan.json' }, io())).rejects.toThrow(
      'The state was changed since',
    );
  });

  it('has nothing to do afterwards, and has not drifted', async () => {
    const again = io();
    await runUp('prod', { ...quiet, output: text, yes: true }, again);
    expect(again.errors).toContain('Nothing would change.');
    const drift = io();
    await runDrift('prod', cloudOnly, drift);
    expect([drift.text, drift.code]).toEqual(['Cloud: as it was left.\n', 0]);
  });

  async function save(file: string): Promise<void> {
    const shown = io();
    await runPreview('prod', { ...quiet, output: text, save: file }, shown);
    plans[file] = shown.files[file] ?? '';
  }

  it('settles a kill over a saved plan, which goes on where nothing was made, and is stale where something was', async () => {
    await save('again.json');
    leavePending(folder, 'never-made');
    const went = io();
    await runUp('prod', { ...quiet, output: text, plan: 'again.json' }, went);
    expect(went.errors).toContain('never-made is not there, and is created if it is wanted');
    expect(went.code).toBe(0);

    await save('again.json');
    const like = cloud.objects().find(({ type }) => type === identity);
    cloud.create(identity, 'made', { ...like?.inputs, resourceName: 'made' });
    leavePending(folder, 'made');
    await expect(runUp('prod', { ...quiet, output: text, plan: 'again.json' }, io())).rejects.toThrow(
      /-made was added/,
    );
  });

  it('takes a decision about what is pending, and none about what is not', async () => {
    const decided = leavePending(folder, 'decided');
    const wrong = runUp('prod', { ...quiet, output: text, yes: true, settle: ['other=absent'] }, io());
    await expect(wrong).rejects.toThrow('No creation of other is pending');
    const told = io();
    await runUp('prod', { ...quiet, output: text, yes: true, settle: [`${decided}=absent`] }, told);
    expect(told.errors).toContain(`${decided} is not there`);
    expect(told.code).toBe(0);
    expect(cloud.objects().filter(({ type, name: one }) => type === identity && one === 'made')).toEqual([]);
  });

  it('shows what somebody changed', async () => {
    const [object] = cloud.objects().filter(({ inputs }) => 'tags' in inputs);
    if (object === undefined) throw new Error('nothing has tags');
    cloud.meddle(object.type, object.name, (one) => ({
      ...one,
      inputs: { ...one.inputs, tags: { owner: 'mallory' } },
    }));
    const drift = io();
    const before = everyFile(path.join(folder, '.'), 'cloud');
    const calls = cloud.calls().length;
    await runDrift('prod', { ...cloudOnly, audit: true }, drift, told({ events: [mallory] }));
    expect(drift.text).toContain('was changed');
    expect(drift.text).toContain('tags.owner');
    expect(drift.text).toContain('who: mallory@example.com at 2099-01-01T00:00:00Z (Microsoft.Resources/tags/write)');
    expect(drift.text).toContain('planewright up --refresh');
    expect(drift.code).toBe(2);
    const methods = cloud.calls().slice(calls);
    expect(methods.filter(({ method }) => method !== 'read')).toEqual([]);
    expect(everyFile(path.join(folder, '.'), 'cloud')).toEqual(before);
  });

  it('reports the cloud though the cluster cannot be reached, in JSON too', async () => {
    const drift = io();
    const unreachable = {
      ...told({ unknown: 'the audit log may not be read: AuthorizationFailed' }),
      connect: noCluster,
    };
    await runDrift(
      'prod',
      { ...cloudOnly, only: ['cloud', 'cluster'], audit: true, output: 'json' },
      drift,
      unreachable,
    );
    const { parts } = JSON.parse(drift.text) as DriftReport;
    expect(parts.cloud?.state).toBe('drifted');
    expect(parts.cloud?.objects[0]?.who).toEqual({
      known: false,
      reason: 'the audit log may not be read: AuthorizationFailed',
    });
    expect(parts.cluster).toEqual({ state: 'unknown', reason: 'no route to the cluster.', objects: [] });
    expect(drift.code).toBe(2);
    const alone = io();
    await runDrift('prod', { ...cloudOnly, only: ['cluster'] }, alone, unreachable);
    expect(alone.text).toBe('Cluster: not known.\n  not looked at: no route to the cluster.\n');
    expect(alone.code).toBe(1);
  });

  it('names what of the plane is not in its cluster, made of the outputs in the state', async () => {
    const { handle, requests } = kubeSimulator({
      clock: systemClock,
      randomness: systemRandomness,
      definitions: kinds.map((kind) => customResourceDefinition(kind) as unknown as Readonly<Record<string, unknown>>),
      namespaces: ['braintrust'],
    });
    const connect = () =>
      Promise.resolve({ transport: handle, server: 'simulator', namespace: 'braintrust', close: () => undefined });
    const drift = io();
    const ways = { ...told({ events: [] }), connect };
    await runDrift('prod', { ...cloudOnly, only: ['cluster'], output: 'json' }, drift, ways);
    const { cluster } = (JSON.parse(drift.text) as DriftReport).parts;
    // The stand-in serves no storage classes, which hinders nothing else.
    expect(cluster?.reason).toMatch(/^StorageClass local: [^:]*: the stand-in for Kubernetes does not serve/);
    expect(cluster?.reason).not.toContain('not compared');
    const named = cluster?.objects.map(({ kind, name, change }) => `${kind} ${name} ${change}`);
    expect(named).toEqual(
      expect.arrayContaining(['Secret braintrust-sources missing', 'DataPlane azure-existing missing']),
    );
    expect(requests.filter(({ mutation }) => mutation)).toEqual([]);
    expect(drift.code).toBe(2);
  });

  it('is set back by a refresh, which a saved plan refuses', async () => {
    await expect(
      runUp('prod', { ...quiet, output: text, plan: 'plan.json', refresh: true }, io()),
    ).rejects.toMatchObject({ code: 'InvalidArgument' });
    const back = io();
    await runUp('prod', { ...quiet, output: text, yes: true, refresh: true }, back);
    expect(back.errors).toMatch(/was changed: .*tags.*The state says so now/);
    expect(back.code).toBe(0);
    const drift = io();
    await runDrift('prod', cloudOnly, drift);
    expect(drift.code).toBe(0);
  });

  it('has nothing that was made where there is no state, and makes none by looking', async () => {
    const elsewhere = path.join(folder, 'elsewhere');
    const drift = io();
    await runDrift('prod', cloudOnly, { ...drift, cwd: elsewhere });
    expect(drift.text).toContain('Cloud: not known.\n  not looked at: There is no state of azure-existing');
    expect(drift.code).toBe(1);
    expect(existsSync(elsewhere)).toBe(false);
  });

  it('says that a passphrase is wrong', async () => {
    const wrong = runPreview('prod', { ...quiet, output: text }, io({ env: { PULUMI_CONFIG_PASSPHRASE: 'another' } }));
    await expect(wrong).rejects.toMatchObject({ code: 'WrongPassphrase' });
  });

  it('is not taken down by somebody who means another one', async () => {
    const wrong = runDestroy('prod', { output: text, ...gone, confirm: 'staging@1' }, io(), parts());
    await expect(wrong).rejects.toThrow('Nothing was deleted');
    expect(cloud.objects().length).toBeGreaterThan(5);
  });

  it('is not taken down from another account, nor in silence where guards hold', async () => {
    const deletions = (): number => cloud.calls().filter(({ method }) => method === 'delete').length;
    const before = deletions();
    const without = { output: text, confirm: confirmed };
    const elsewhere = runDestroy('prod', without, io(), parts({ kind: 'other', account: '2', who: 'mallory' }));
    await expect(elsewhere).rejects.toMatchObject({ code: 'WrongAccount' });
    const unsure = runDestroy('prod', without, io(), parts({ kind: 'unknown', reason: 'nobody is signed in' }, []));
    await expect(unsure).rejects.toMatchObject({
      code: 'GuardsHold',
      next: expect.stringMatching(/--without-account-check --without-cluster$/) as string,
    });
    const asked = io();
    const old = runDestroy('prod', { ...without, withoutCluster: true }, asked, parts());
    await expect(old).rejects.toMatchObject({ code: 'GuardsHold' });
    expect(asked.errors).toMatch(/^Not backed up .*: postgres-server \(last at 2026-01-01T00:00:00Z\)\.$/m);
    const answered = io({ answers: ['without cluster', 'no'] });
    await expect(runDestroy('prod', { output: text }, answered, parts())).rejects.toMatchObject({ code: 'GuardsHold' });
    expect(deletions()).toBe(before);
  });

  it('shows what would go without deleting it', async () => {
    const dry = io();
    await runDestroy('prod', { output: 'json', dryRun: true }, dry, parts());
    const told = JSON.parse(dry.text) as { goes: readonly object[]; kept: readonly object[]; deleted: unknown[] };
    expect([told.goes.length > 0, told.kept.length > 0, told.deleted, dry.code]).toEqual([true, true, [], 2]);
  });

  it('is taken down except for what holds data, which is listed', async () => {
    const down = io();
    await runDestroy('prod', { output: text, ...gone, confirm: confirmed }, down, parts());
    const [, count = ''] =
      /^(\d+) would be deleted:[^]*\d+ stay, in the cloud and in the state:/m.exec(down.errors) ?? [];
    expect(down.text).toMatch(new RegExp(`^Deleted ${count}; \\d+ stay`));
    expect(down.code).toBe(0);
  });

  it('is not locked then', async () => {
    const free = io();
    await runUnlock('prod', { output: text }, free);
    expect(free.text).toBe('azure-existing is not locked.\n');
  });
});
