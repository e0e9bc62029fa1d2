import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { destroy, keptBy } from '../../stacks/engine/destroy.ts';
import { cloudDrift } from '../../stacks/engine/drift.ts';
import { preview } from '../../stacks/engine/preview.ts';
import { environmentDigest, staleness, type Binding } from '../../stacks/engine/saved-plan.ts';
import { digestsOf, sealOf } from '../../stacks/engine/state.ts';
import { update } from '../../stacks/engine/update.ts';
import { engineWorld, type EngineWorld } from './support/world.ts';

const small = fileURLToPath(new URL('./small.ts', import.meta.url));
const never = new AbortController().signal;
const bucket = 'aws:s3/bucket:Bucket';
const document = {
  owner: 'team-a',
  buckets: [
    { name: 'data', physicalName: 'prod-data' },
    { name: 'scratch', physicalName: 'prod-scratch', protect: false },
  ],
};

describe.skipIf(inject('engine') === undefined)('an environment that stands', () => {
  let world: EngineWorld;
  beforeEach(async () => {
    world = engineWorld(small);
    await up();
  });
  afterEach(() => world.end());

  async function up(wanted: unknown = document): Promise<void> {
    const workspace = await world.open(wanted);
    const { plan } = await preview(workspace, () => undefined, never);
    await update(workspace, plan, () => undefined, never);
    await workspace.dispose();
  }

  async function drift() {
    const workspace = await world.open(document);
    const found = await cloudDrift(workspace, never);
    await workspace.dispose();
    return found.map(({ name, kind, fields }) => [
      name,
      kind,
      ...fields.map(({ path: at, was, is }) => `${at}: ${was} → ${is}`),
    ]);
  }

  it('has not drifted, and finding that out writes nothing to the cloud, and nothing to the state', async () => {
    const before = world.cloud.calls().length;
    const state = readFileSync(world.stateFile());
    expect(await drift()).toEqual([]);
    const methods = world.cloud
      .calls()
      .slice(before)
      .map(({ method }) => method);
    expect(new Set(methods)).toEqual(new Set(['read']));
    expect(readFileSync(world.stateFile()).equals(state)).toBe(true);
  });

  it('shows an input that somebody changed, an output that changed, and an object that is gone', async () => {
    world.cloud.meddle(bucket, 'prod-data', (object) => ({
      ...object,
      inputs: { ...object.inputs, tags: { owner: 'mallory' } },
      outputs: { ...object.outputs, arn: 'arn:aws:s3:::elsewhere' },
    }));
    world.cloud.delete(bucket, 'prod-scratch');
    const found = await drift();
    expect(found.map(([name, kind]) => `${name ?? ''} ${kind ?? ''}`)).toEqual([
      'storage-data changed',
      'storage-scratch gone',
    ]);
    expect(found[0]).toContain('arn: arn:aws:s3:::prod-data → arn:aws:s3:::elsewhere');
    expect(found[0]).toContain('tags.owner: team-a → mallory');
    expect(JSON.stringify(found)).not.toContain('canary');
  });

  it('is taken down without its data, which the next update takes up again', async () => {
    const workspace = await world.open(document);
    expect(keptBy(await workspace.state()).map(({ name }) => name)).toEqual(['storage-data']);
    const gone = await destroy(workspace, () => undefined, never);
    await workspace.dispose();
    expect(gone.map(({ name }) => name)).toEqual(['storage-scratch']);
    expect(world.cloud.objects().map(({ name }) => name)).toEqual(['prod-data']);
    await up();
    const created = world.cloud.calls().flatMap(({ method, name }) => (method === 'create' ? [name] : []));
    expect(created).toEqual(['prod-data', 'prod-scratch', 'prod-scratch']);
  });

  it('takes a saved plan from another job, and refuses it once the state has changed', async () => {
    const wanted = { ...document, owner: 'team-b' };
    const first = await world.open(wanted);
    const binding = (digests: Binding['state']): Binding => ({
      environment: 'prod',
      environmentDigest: environmentDigest(wanted),
      state: digests,
      versions: { planewright: '0.1.0', engine: inject('engine') ?? '' },
    });
    const state = await first.state();
    const made = await preview(first, () => undefined, never);
    await first.dispose();
    const saved = {
      apiVersion: 'plan.planewright.dev/v1' as const,
      ...binding(digestsOf(state)),
      salt: sealOf(state, 'passphrase'),
      steps: [],
      engine: made.plan,
    };
    const second = await world.open(wanted, saved.salt);
    expect(staleness(saved, binding(digestsOf(await second.state())))).toEqual([]);
    const { done } = await update(second, saved.engine, () => undefined, never);
    expect(done.filter(({ operation }) => operation === 'update')).toHaveLength(2);
    expect(staleness(saved, binding(digestsOf(await second.state())))).toEqual([
      'The state was changed since: storage-data was changed, storage-scratch was changed.',
    ]);
    await second.dispose();
  });
});
