import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { cloudDrift } from '../../stacks/engine/drift.ts';
import { preview } from '../../stacks/engine/preview.ts';
import { refresh } from '../../stacks/engine/refresh.ts';
import { endedWell } from '../../stacks/engine/settle.ts';
import { environmentDigest, staleness } from '../../stacks/engine/saved-plan.ts';
import { digestsOf } from '../../stacks/engine/state.ts';
import { update } from '../../stacks/engine/update.ts';
import type { Workspace } from '../../stacks/engine/workspace.ts';
import { engineWorld, type EngineWorld } from './support/world.ts';

const small = fileURLToPath(new URL('./small.ts', import.meta.url));
const never = new AbortController().signal;
const bucket = 'aws:s3/bucket:Bucket';
const role = 'aws:iam/role:Role';
const document = { owner: 'team-a', role: 'prod-reader', buckets: [{ name: 'data', physicalName: 'prod-data' }] };

describe.skipIf(inject('engine') === undefined)('what was changed outside', () => {
  let world: EngineWorld;
  let workspace: Workspace;
  beforeEach(async () => {
    world = engineWorld(small);
    workspace = await world.open(document);
    await up();
  });
  afterEach(async () => {
    await workspace.dispose();
    world.end();
  });

  async function up(): Promise<readonly string[]> {
    const { plan, refusals } = await preview(workspace, () => undefined, never);
    expect(refusals).toEqual([]);
    const { done } = await update(workspace, plan, () => undefined, never);
    return done
      .filter(({ logical, concern }) => !logical && concern !== '')
      .map((one) => `${one.operation} ${one.name}`);
  }
  const stateNames = async (): Promise<readonly string[]> =>
    ((await workspace.state()).deployment.resources ?? []).map(({ urn }) => urn.split('::').slice(3).join('::'));
  const meddle = (): void => {
    world.cloud.meddle(bucket, 'prod-data', (object) => ({
      ...object,
      inputs: { ...object.inputs, tags: { owner: 'mallory' } },
    }));
  };

  it('is not seen without a refresh, and set back after one', async () => {
    meddle();
    expect(await up()).toEqual([]);
    expect((await refresh(workspace, never)).map(({ name }) => name)).toEqual(['storage-data']);
    expect(await up()).toEqual(['update storage-data']);
    expect(world.cloud.find(bucket, 'prod-data')?.inputs['tags']).toMatchObject({ owner: 'team-a' });
    expect(await cloudDrift(workspace, never)).toEqual([]);
  });

  it('is made anew where it is gone and holds no data', async () => {
    const gone = world.cloud.find(role, 'prod-reader');
    world.cloud.delete(role, gone?.id ?? '');
    await refresh(workspace, never);
    expect(await up()).toEqual(['create storage-reader']);
    expect(world.cloud.find(role, 'prod-reader')).toBeDefined();
  });

  it('is taken up where only a computed output is another', async () => {
    world.cloud.meddle(role, 'prod-reader', (object) => ({
      ...object,
      outputs: { ...object.outputs, uniqueId: 'AROAOTHER' },
    }));
    expect(await cloudDrift(workspace, never)).toHaveLength(1);
    await refresh(workspace, never);
    expect(await cloudDrift(workspace, never)).toEqual([]);
    expect(await up()).toEqual([]);
  });

  it('is refused, and not forgotten, where it is gone and holds data', async () => {
    meddleRole();
    world.cloud.delete(bucket, world.cloud.find(bucket, 'prod-data')?.id ?? '');
    await expect(refresh(workspace, never)).rejects.toMatchObject({
      code: 'UpdateRefused',
      message: 'storage-data (aws:s3/bucket:Bucket) holds data, and is gone in the cloud. It is not made anew, empty.',
    });
    expect(await stateNames()).toContain('storage-data');
    expect(await up()).toEqual([]);
    expect(world.cloud.find(bucket, 'prod-data')).toBeUndefined();
  });

  it('is not forgotten either where it goes while the refresh runs', async () => {
    meddleRole();
    afterTheLook(loseData);
    await expect(refresh(workspace, never)).rejects.toMatchObject({ code: 'UpdateRefused' });
    expect(await stateNames()).toContain('storage-data');
  });

  it('is neither forgotten nor half taken up by a run that is killed before it writes the state', async () => {
    meddleRole();
    const lookAgain = afterTheLook(loseData);
    const before = await workspace.state();
    const killed = { ...workspace, putState: () => Promise.reject(new Error('killed')) };
    await expect(refresh(killed, never)).rejects.toThrow();
    expect((await workspace.state()).deployment.resources).toEqual(before.deployment.resources);
    lookAgain();
    await expect(refresh(workspace, never)).rejects.toMatchObject({ code: 'UpdateRefused' });
    expect(await up()).toEqual([]);
    expect(world.cloud.find(bucket, 'prod-data')).toBeUndefined();
  });

  it('is taken up by the next run where one was killed right before it wrote the state', async () => {
    meddle();
    const killed = { ...workspace, putState: () => Promise.reject(new Error('killed')) };
    await expect(refresh(killed, never)).rejects.toThrow('killed');
    expect((await refresh(workspace, never)).map(({ name }) => name)).toEqual(['storage-data']);
    expect(await up()).toEqual(['update storage-data']);
  });

  it('is not taken up over what another run wrote meanwhile', async () => {
    meddle();
    const other = await world.open({ ...document, owner: 'team-b' });
    afterTheLook(async () => {
      const { plan } = await preview(other, () => undefined, never);
      await update(other, plan, () => undefined, never);
    });
    await expect(refresh(workspace, never)).rejects.toMatchObject({
      code: 'StackLocked',
      message: expect.stringContaining('Another run wrote the state') as string,
    });
    expect(world.cloud.find(bucket, 'prod-data')?.inputs['tags']).toMatchObject({ owner: 'team-b' });
    await other.dispose();
  });

  it('leaves no copy of the state behind, and no secret open in what it writes', async () => {
    vi.stubEnv('TMPDIR', world.folder);
    meddle();
    await refresh(workspace, never);
    vi.unstubAllEnvs();
    expect(readdirSync(world.folder).filter((name) => name.startsWith('planewright-'))).toEqual([]);
    expect(world.written()).not.toContain('canary');
    expect(await up()).toEqual(['update storage-data']);
  });

  it('makes a plan stale that was saved before it was taken up', async () => {
    const bound = async () => ({
      environment: 'prod',
      environmentDigest: environmentDigest(document),
      state: digestsOf(await workspace.state()),
      versions: { planewright: '0.1.0', engine: inject('engine') ?? '' },
    });
    const saved = { apiVersion: 'plan.planewright.dev/v1' as const, ...(await bound()), steps: [], engine: {} };
    meddle();
    await refresh(workspace, never);
    expect(staleness(saved, await bound())).toEqual(['The state was changed since: storage-data was changed.']);
  });

  it('hides no run that failed before it', async () => {
    meddle();
    await refresh(workspace, never);
    world.cloud.plan([{ method: 'update', of: 'prod-data', what: 'refuse' }]);
    await expect(up()).rejects.toThrow('AccessDenied');
    meddleRole();
    expect(await refresh(workspace, never)).toHaveLength(1);
    expect(await endedWell(workspace)).toBe(false);
  });

  it('says which object could not be read', async () => {
    meddle();
    afterTheLook(() => world.cloud.plan([{ method: 'read', of: role, what: 'refuse' }]));
    await expect(refresh(workspace, never)).rejects.toMatchObject({
      code: 'EngineFailed',
      message: expect.stringContaining('reader') as string,
    });
  });

  /** Does something between the look that writes nothing and the refresh. @returns leaves it out again. */
  function afterTheLook(act: () => unknown): () => void {
    const { stack } = workspace;
    const look = stack.previewRefresh.bind(stack);
    stack.previewRefresh = async (options) => {
      const seen = await look(options);
      await act();
      return seen;
    };
    return () => {
      stack.previewRefresh = look;
    };
  }

  const loseData = (): void => world.cloud.delete(bucket, world.cloud.find(bucket, 'prod-data')?.id ?? '');

  function meddleRole(): void {
    world.cloud.meddle(role, 'prod-reader', (object) => ({
      ...object,
      inputs: { ...object.inputs, tags: { owner: 'mallory' } },
    }));
  }
});
