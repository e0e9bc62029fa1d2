import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { runDestroy } from '../../src/cli/engine/destroy.ts';
import { runDrift } from '../../src/cli/engine/drift.ts';
import { runPreview } from '../../src/cli/engine/preview.ts';
import { runUnlock } from '../../src/cli/engine/unlock.ts';
import { runUp } from '../../src/cli/engine/up.ts';
import type { FakeIo } from '../cli/fake-io.ts';
import type { StandInCloud } from './provider/cloud.ts';
import { commandWorld, type CommandWorld, type IoOptions } from './support/command-world.ts';

const text = 'text' as const;
const confirmed = 'azure-existing@11111111-1111-4111-8111-111111111111';

/** One story, each chapter on the state that the one before it left: an environment's life by its commands alone. */
describe.skipIf(inject('engine') === undefined)('the life of an environment by its commands', () => {
  let world: CommandWorld;
  let cloud: StandInCloud;
  let plans: Record<string, string>;

  beforeAll(() => {
    world = commandWorld('azure-existing-cluster', confirmed.split('@')[1] ?? '');
    ({ cloud, files: plans } = world);
  });
  afterAll(() => world.end());

  const io = (more?: IoOptions): FakeIo => world.io(more);

  it('begins with a preview that is saved, and makes nothing', async () => {
    const shown = io();
    await runPreview('prod', { output: text, save: 'plan.json' }, shown);
    expect(shown.text).toMatch(/\+ create {2}\S+ {2}azure-native:/);
    expect(shown.code).toBe(2);
    expect(cloud.objects()).toEqual([]);
    plans['plan.json'] = shown.files['plan.json'] ?? '';
    expect(plans['plan.json']).not.toContain('canary');
  });

  it('does nothing that nobody agreed to', async () => {
    await expect(runUp('prod', { output: text }, io())).rejects.toThrow('There is nobody to ask');
    const asked = io({ answers: ['no'] });
    await runUp('prod', { output: text }, asked);
    expect(asked.errors).toContain('Nothing was done.');
    expect(cloud.objects()).toEqual([]);
  });

  it('makes nothing twice where a provider died over a saved plan, which is stale then', async () => {
    const identity = 'azure-native:managedidentity:UserAssignedIdentity';
    cloud.plan([{ method: 'create', of: identity, what: 'die-after' }]);
    await expect(runUp('prod', { output: text, plan: 'plan.json' }, io())).rejects.toThrow();
    await expect(runUp('prod', { output: text, plan: 'plan.json' }, io())).rejects.toMatchObject({ code: 'PlanStale' });
    const shown = io();
    await runPreview('prod', { output: text, save: 'plan.json' }, shown);
    plans['plan.json'] = shown.files['plan.json'] ?? '';
    expect(shown.code).toBe(2);
  });

  it('carries the saved plan out, in another job', async () => {
    const done = io();
    await runUp('prod', { output: text, plan: 'plan.json' }, done);
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
    await expect(runUp('prod', { output: text, plan: 'plan.json' }, io())).rejects.toThrow(
      'The state was changed since',
    );
  });

  it('has nothing to do afterwards, and has not drifted', async () => {
    const again = io();
    await runUp('prod', { output: text, yes: true }, again);
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
      runPreview('prod', { output: text }, io({ env: { PULUMI_CONFIG_PASSPHRASE: 'another' } })),
    ).rejects.toMatchObject({
      code: 'WrongPassphrase',
    });
  });

  it('is not taken down by somebody who means another one', async () => {
    const wrong = runDestroy('prod', { output: text, confirm: 'staging@1' }, io());
    await expect(wrong).rejects.toThrow('Nothing was deleted');
    expect(cloud.objects().length).toBeGreaterThan(5);
  });

  it('is taken down except for what holds data, which is listed', async () => {
    const down = io();
    await runDestroy('prod', { output: text, confirm: confirmed }, down);
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
