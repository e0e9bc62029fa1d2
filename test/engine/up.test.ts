import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, inject, it } from 'vitest';
import type { Progress } from '../../stacks/engine/events.ts';
import { preview } from '../../stacks/engine/preview.ts';
import { update } from '../../stacks/engine/update.ts';
import type { Workspace } from '../../stacks/engine/workspace.ts';
import { engineWorld, type EngineWorld } from './support/world.ts';

const small = fileURLToPath(new URL('./small.ts', import.meta.url));
const never = new AbortController().signal;
const two = {
  owner: 'team-a',
  buckets: [
    { name: 'first', physicalName: 'prod-first' },
    { name: 'second', physicalName: 'prod-second' },
  ],
};

describe.skipIf(inject('engine') === undefined)("a plan carried out by Pulumi's engine", () => {
  const worlds: EngineWorld[] = [];
  const world = (): EngineWorld => {
    const made = engineWorld(small);
    worlds.push(made);
    return made;
  };
  afterEach(() => {
    for (const made of worlds.splice(0)) made.end();
  });

  async function up(at: EngineWorld, document: unknown, told: Progress[] = []): Promise<readonly string[]> {
    const workspace = await at.open(document);
    try {
      const { plan, refusals } = await preview(workspace, () => undefined, never);
      expect(refusals).toEqual([]);
      const { done } = await update(workspace, plan, (progress) => told.push(progress), never);
      return done.filter(({ logical, concern }) => !logical && concern !== '').map(named);
    } finally {
      await workspace.dispose();
    }
  }
  const named = ({ operation, name }: { operation: string; name: string }): string => `${operation} ${name}`;
  const creates = (at: EngineWorld): readonly string[] =>
    at.cloud.calls().flatMap(({ method, name }) => (method === 'create' ? [name] : []));

  it('makes what was planned, once, and nothing the second time', async () => {
    const at = world();
    expect(await up(at, two)).toEqual(['create storage-first', 'create storage-second']);
    expect(await up(at, two)).toEqual([]);
    expect(creates(at)).toEqual(['prod-first', 'prod-second']);
  });

  it('changes what may be changed in place', async () => {
    const at = world();
    await up(at, two);
    expect(await up(at, { ...two, owner: 'team-b' })).toEqual(['update storage-first', 'update storage-second']);
    expect(at.cloud.objects().map(({ name }) => name)).toEqual(expect.arrayContaining(['prod-first', 'prod-second']));
  });

  it('refuses to replace what holds data, and says because of which field', async () => {
    const at = world();
    await up(at, two);
    const renamed = { ...two, buckets: [{ name: 'first', physicalName: 'prod-other' }, two.buckets[1]] };
    const workspace = await at.open(renamed);
    const { refusals } = await preview(workspace, () => undefined, never);
    await workspace.dispose();
    expect(refusals.map(({ reason }) => reason)).toEqual([
      'storage-first (aws:s3/bucket:Bucket) holds data, and would be replaced because of bucket',
    ]);
  });

  it('calls a renamed resource lost through a missing alias', async () => {
    const at = world();
    await up(at, two);
    const moved = { ...two, buckets: [{ name: 'moved', physicalName: 'prod-moved' }, two.buckets[1]] };
    const workspace = await at.open(moved);
    const { refusals } = await preview(workspace, () => undefined, never);
    await workspace.dispose();
    expect(refusals.map(({ reason }) => reason).join()).toContain('renamed without an alias');
  });

  it('names cause, resource and way out where the cloud refuses', async () => {
    const at = world();
    at.cloud.plan([{ method: 'create', of: 'prod-second', what: 'refuse', message: 'TooManyBuckets: quota exceeded' }]);
    const error = await up(at, two).then(
      () => undefined,
      (reason: unknown) => reason as { message: string; next: string },
    );
    expect(error?.message).toContain('storage: storage-second: ');
    expect(error?.message).toContain('TooManyBuckets: quota exceeded');
    expect(error?.next).toContain('Ask the cloud to raise the quota');
  });

  it('goes on where it stopped', async () => {
    const at = world();
    at.cloud.plan([{ method: 'create', of: 'prod-second', what: 'refuse', message: 'InternalError' }]);
    await expect(up(at, two)).rejects.toThrow('InternalError');
    expect(await up(at, two)).toEqual(['create storage-second']);
  });

  it('lets no secret into events, plans, state, history or the log of the cloud', async () => {
    const at = world();
    const told: Progress[] = [];
    const workspace: Workspace = await at.open(two);
    const { plan, steps } = await preview(workspace, (progress) => told.push(progress), never);
    const { outputs } = await update(workspace, plan, (progress) => told.push(progress), never);
    const state = await workspace.state();
    await workspace.dispose();
    const everything = JSON.stringify([told, plan, steps, outputs, state, at.cloud.calls()]) + at.written();
    expect(everything).not.toContain('canary');
  });
});
