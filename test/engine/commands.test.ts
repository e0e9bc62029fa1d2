import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { runDestroy } from '../../src/cli/engine/destroy.ts';
import { runDrift } from '../../src/cli/engine/drift.ts';
import { runPreview } from '../../src/cli/engine/preview.ts';
import { runUnlock } from '../../src/cli/engine/unlock.ts';
import { runUp } from '../../src/cli/engine/up.ts';
import type { StateResource } from '../../stacks/engine/state.ts';
import { fakeIo, type FakeIo } from '../cli/fake-io.ts';
import { StandInCloud } from './provider/cloud.ts';
import { installPlugins } from './support/plugins.ts';

const example = fileURLToPath(new URL('../../environments/azure-existing-cluster.yaml', import.meta.url));
const text = 'text' as const;
const identity = 'azure-native:managedidentity:UserAssignedIdentity';
const confirmed = 'azure-existing@11111111-1111-4111-8111-111111111111';

/** One story, each chapter on the state that the one before it left: an environment's life by its commands alone. */
describe.skipIf(inject('engine') === undefined)('the life of an environment by its commands', () => {
  let folder: string;
  let cloud: StandInCloud;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'planewright-commands-'));
    mkdirSync(path.join(folder, 'home'));
    installPlugins(path.join(folder, 'home'));
    // For what a test makes itself: ids hold the account.
    process.env['STAND_IN_ACCOUNT'] = confirmed.split('@')[1];
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

  /** Leaves the creation of an identity pending in the state, as a run does that is killed at that moment. */
  function leavePending(name: string): string {
    const file = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((one) =>
      one.endsWith(path.join('stacks', 'planewright', 'azure-existing.json')),
    );
    if (file === undefined) throw new Error('there is no state');
    const whole = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as {
      readonly checkpoint: { readonly latest: { readonly resources: readonly StateResource[] } };
    };
    const { latest } = whole.checkpoint;
    const like = latest.resources.find(({ type }) => type === identity);
    if (like === undefined) throw new Error('there is no identity');
    const rest = Object.fromEntries(Object.entries(like).filter(([key]) => key !== 'id' && key !== 'outputs'));
    const inputs = { ...like.inputs, resourceName: name };
    const pending = [{ type: 'creating', resource: { ...rest, urn: `${like.urn}-${name}`, inputs } }];
    const checkpoint = { ...whole.checkpoint, latest: { ...latest, pending_operations: pending } };
    writeFileSync(path.join(folder, file), JSON.stringify({ ...whole, checkpoint }));
    return `${like.urn.split('::').at(-1) ?? ''}-${name}`;
  }

  async function save(file: string): Promise<void> {
    const shown = io();
    await runPreview('prod', { output: text, save: file }, shown);
    plans[file] = shown.files[file] ?? '';
  }

  it('settles a kill over a saved plan, which goes on where nothing was made, and is stale where something was', async () => {
    await save('again.json');
    leavePending('never-made');
    const went = io();
    await runUp('prod', { output: text, plan: 'again.json' }, went);
    expect(went.errors).toContain('never-made is not there, and is created if it is wanted');
    expect(went.code).toBe(0);

    await save('again.json');
    const like = cloud.objects().find(({ type }) => type === identity);
    cloud.create(identity, 'made', { ...like?.inputs, resourceName: 'made' });
    leavePending('made');
    await expect(runUp('prod', { output: text, plan: 'again.json' }, io())).rejects.toThrow(/-made was added/);
  });

  it('takes a decision about what is pending, and none about what is not', async () => {
    const decided = leavePending('decided');
    const wrong = runUp('prod', { output: text, yes: true, settle: ['other=absent'] }, io());
    await expect(wrong).rejects.toThrow('No creation of other is pending');
    const told = io();
    await runUp('prod', { output: text, yes: true, settle: [`${decided}=absent`] }, told);
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
    await runDrift('prod', { output: text }, drift);
    expect(drift.text).toContain('was changed');
    expect(drift.text).toContain('mallory');
    expect(drift.code).toBe(2);
  });

  it('says that a passphrase is wrong', async () => {
    await expect(runPreview('prod', { output: text }, io({ passphrase: 'another' }))).rejects.toMatchObject({
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
