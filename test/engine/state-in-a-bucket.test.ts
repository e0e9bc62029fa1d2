import { fileURLToPath } from 'node:url';
import { hostname } from 'node:os';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { lockOf, ownerOf } from '../../stacks/engine/lock.ts';
import { preview } from '../../stacks/engine/preview.ts';
import { update } from '../../stacks/engine/update.ts';
import type { Workspace } from '../../stacks/engine/workspace.ts';
import { S3StandIn } from '../support/s3.ts';
import { engineWorld, type EngineWorld } from './support/world.ts';

const small = fileURLToPath(new URL('./small.ts', import.meta.url));
const never = new AbortController().signal;
const quiet = (): void => undefined;
const document = { owner: 'team-a', buckets: [{ name: 'data', physicalName: 'prod-data' }] };

/** The real engine keeps its state in a bucket of a stand-in for S3, over loopback. */
describe.skipIf(inject('engine') === undefined)('a state in a bucket', () => {
  let s3: S3StandIn;
  let world: EngineWorld;
  let workspace: Workspace;

  beforeAll(async () => {
    s3 = await S3StandIn.start();
    s3.make('acme-state').settings.set('versioning', '<Status>Enabled</Status>');
    const address = `region=us-east-1&awssdk=v2&use_path_style=true&endpoint=${s3.endpoint}`;
    world = engineWorld(small, {
      backend: `s3://acme-state?${address}`,
      env: { AWS_ACCESS_KEY_ID: 'stand-in', AWS_SECRET_ACCESS_KEY: 'canary-aws-key' },
    });
    workspace = await world.open(document);
  });
  afterAll(async () => {
    await workspace.dispose();
    world.end();
    await s3.close();
  });

  it('holds what an update made, with its history, and another workspace finds it there', async () => {
    const { plan } = await preview(workspace, quiet, never);
    const { done } = await update(workspace, plan, quiet, never);
    expect(done.map(({ name }) => name)).toContain('storage-data');
    const keys = s3.keys('acme-state');
    expect(keys).toContainEqual(expect.stringMatching(/^[.]pulumi\/stacks\/planewright\/prod[.]json$/));
    expect(keys).toContainEqual(expect.stringMatching(/^[.]pulumi\/history\//));
    expect(keys.filter((key) => key.includes('/locks/'))).toEqual([]);
    const other = await world.open(document);
    const { steps } = await preview(other, quiet, never);
    expect(steps.filter(({ operation, logical }) => !logical && operation !== 'same')).toEqual([]);
    await other.dispose();
  });

  it('names who holds its lock, and lets it be taken away', async () => {
    expect(await lockOf(workspace)).toBeUndefined();
    const lock = { pid: 999_999_999, username: 'somebody', hostname: hostname(), timestamp: '2026-11-25T10:00:00Z' };
    const key = '.pulumi/locks/organization/planewright/prod/0f5c1a6e-1111-4222-8333-444455556666.json';
    s3.put('acme-state', key, Buffer.from(JSON.stringify(lock)));
    const { plan } = await preview(workspace, quiet, never);
    await expect(update(workspace, plan, quiet, never)).rejects.toMatchObject({ code: 'StackLocked' });
    const found = await lockOf(workspace);
    expect(found).toMatchObject({ user: 'somebody', pid: 999_999_999 });
    expect(found === undefined ? undefined : ownerOf(found)).toBe('gone');
    await workspace.stack.cancel();
    expect(await lockOf(workspace)).toBeUndefined();
    await update(workspace, plan, quiet, never);
  });

  it('keeps every version, and no secret in clear in any', () => {
    const versions = s3.buckets.get('acme-state')?.objects.get('.pulumi/stacks/planewright/prod.json') ?? [];
    expect(versions.length).toBeGreaterThan(1);
    expect(s3.text('acme-state')).toContain('ciphertext');
    expect(s3.text('acme-state')).not.toContain('canary');
  });
});
