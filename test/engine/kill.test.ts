import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { lockOf, ownerOf } from '../../stacks/engine/lock.ts';
import { lookUp } from '../../stacks/engine/look-up.ts';
import { preview } from '../../stacks/engine/preview.ts';
import { recordLeftBehind, settle } from '../../stacks/engine/settle.ts';
import type { StackState, StateResource } from '../../stacks/engine/state.ts';
import { update } from '../../stacks/engine/update.ts';
import { engineWorld, type EngineWorld } from './support/world.ts';

const small = fileURLToPath(new URL('./small.ts', import.meta.url));
const never = new AbortController().signal;
const document = {
  owner: 'team-a',
  buckets: [
    { name: 'first', physicalName: 'prod-first' },
    { name: 'second', physicalName: 'prod-second' },
  ],
};

describe.skipIf(inject('engine') === undefined)('a run that is killed', () => {
  let world: EngineWorld | undefined;
  afterEach(() => world?.end());

  /** Starts a run, waits until the cloud hangs, and kills it with everything that it started. */
  async function killed(at: EngineWorld, wanted: unknown = document): Promise<void> {
    const main = fileURLToPath(new URL('./support/up-process.ts', import.meta.url));
    const run = spawn(process.execPath, [main], { stdio: ['pipe', 'ignore', 'inherit'], detached: true });
    run.stdin.end(JSON.stringify(at.options(wanted)));
    const gone = new Promise((resolve) => run.once('exit', resolve));
    while (!at.cloud.calls().some(({ method }) => method === 'hang')) {
      if (run.exitCode !== null) throw new Error('the run ended before it hung');
      await pause(50);
    }
    // The engine has a process group of its own.
    for (const pid of [run.pid, engineOf(at)]) if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    await gone;
  }

  /** The engine that holds the lock. */
  function engineOf({ folder }: EngineWorld): number | undefined {
    const locks = path.join(folder, 'state/.pulumi/locks');
    const files = readdirSync(locks, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
    const [lock] = files.map((file) => JSON.parse(readFileSync(path.join(locks, file), 'utf8')) as { pid: number });
    return lock?.pid;
  }

  /** Who holds the lock, and who after it was taken away. */
  async function lockAndOwner(at: EngineWorld) {
    const workspace = await at.open(document);
    const lock = await lockOf(workspace);
    await workspace.stack.cancel();
    const after = await lockOf(workspace);
    await workspace.dispose();
    return [lock === undefined ? 'nobody' : ownerOf(lock), after];
  }

  async function goOn(at: EngineWorld, wanted: unknown = document) {
    const workspace = await at.open(wanted);
    try {
      await workspace.stack.cancel();
      const settlements = await settle(workspace, (created, state) =>
        lookUp(created, state, at.lookUpOptions(document), never),
      );
      const { plan } = await preview(workspace, () => undefined, never);
      await update(workspace, plan, () => undefined, never);
      const { deployment } = await workspace.state();
      return {
        settlements: settlements.map(({ name, what }) => `${name} ${what}`),
        pending: deployment.pending_operations ?? [],
        outputs: deployment.resources
          ?.filter(({ type }) => type === 'aws:s3/bucket:Bucket')
          .map(({ outputs }) => outputs?.['arn']),
      };
    } finally {
      await workspace.dispose();
    }
  }
  const created = (at: EngineWorld): readonly string[] =>
    at.cloud.calls().flatMap(({ method, name }) => (method === 'create' ? [name] : []));

  it('between the creation and its record creates nothing twice, and the state is whole again', async () => {
    world = engineWorld(small);
    world.cloud.plan([{ method: 'create', of: 'prod-first', what: 'hang-after' }]);
    await killed(world);
    expect(await lockAndOwner(world)).toEqual(['gone', undefined]);
    const { settlements, pending, outputs } = await goOn(world);
    expect(settlements).toEqual(['storage-first recorded']);
    expect(pending).toEqual([]);
    expect(outputs).toEqual(['arn:aws:s3:::prod-first', 'arn:aws:s3:::prod-second']);
    expect(created(world)).toEqual(['prod-first', 'prod-second']);
  });

  it('is refused to be settled as long as its lock is there, by who held it', async () => {
    world = engineWorld(small);
    world.cloud.plan([{ method: 'create', of: 'prod-first', what: 'hang-after' }]);
    await killed(world);
    const at = world;
    const workspace = await at.open(document);
    const find = (wanted: readonly StateResource[], state: StackState) =>
      lookUp(wanted, state, at.lookUpOptions(document), never);
    await expect(settle(workspace, find)).rejects.toMatchObject({
      code: 'StackLocked',
      message: expect.stringContaining(hostname()) as string,
    });
    await workspace.dispose();
  });

  it('because its provider died after the creation creates nothing twice', async () => {
    world = engineWorld(small);
    world.cloud.plan([{ method: 'create', of: 'prod-second', what: 'die-after' }]);
    const at = world;
    const find = (wanted: readonly StateResource[], state: StackState) =>
      lookUp(wanted, state, at.lookUpOptions(document), never);
    const workspace = await at.open(document);
    const first = await preview(workspace, () => undefined, never);
    await expect(update(workspace, first.plan, () => undefined, never)).rejects.toThrow();
    const again = await preview(workspace, () => undefined, never);
    expect(await recordLeftBehind(workspace, again.plan, find)).toEqual(['storage-second']);
    const last = await preview(workspace, () => undefined, never);
    await update(workspace, last.plan, () => undefined, never);
    await workspace.dispose();
    expect(created(at)).toEqual(['prod-first', 'prod-second']);
    expect(at.cloud.objects()).toHaveLength(2);
  });

  it('between an update and its record is taken back, although the state never had it', async () => {
    world = engineWorld(small);
    await goOn(world);
    world.cloud.plan([{ method: 'update', of: 'prod-second', what: 'hang-after' }]);
    await killed(world, { ...document, owner: 'team-b' });
    const { settlements, pending } = await goOn(world);
    expect(settlements).toEqual(['storage-second reread']);
    expect(pending).toEqual([]);
    const owners = world.cloud.objects().map(({ inputs }) => (inputs['tags'] as { readonly owner?: string }).owner);
    expect(owners).toEqual(['team-a', 'team-a']);
  });

  it('between a deletion and its record makes anew what it deleted, although the state still has it', async () => {
    world = engineWorld(small);
    const loose = { ...document, buckets: document.buckets.map((one) => ({ ...one, protect: false })) };
    await goOn(world, loose);
    world.cloud.plan([{ method: 'delete', of: 'prod-second', what: 'hang-after' }]);
    await killed(world, { ...loose, destroy: true });
    expect(world.cloud.objects().map(({ name }) => name)).toEqual(['prod-first']);
    const { settlements, pending } = await goOn(world, loose);
    expect(settlements).toEqual(['storage-second reread']);
    expect(pending).toEqual([]);
    expect(world.cloud.objects()).toHaveLength(2);
  });

  it('while the engine writes its state beside it is read again', async () => {
    world = engineWorld(small);
    await goOn(world);
    writeFileSync(path.join(world.folder, 'state/.pulumi/stacks/planewright/prod.json.attrs'), '');
    await goOn(world);
    expect(created(world)).toEqual(['prod-first', 'prod-second']);
  });

  it('before the creation drops what was pending, and creates it then', async () => {
    world = engineWorld(small);
    world.cloud.plan([{ method: 'create', of: 'prod-second', what: 'hang-before' }]);
    await killed(world);
    const { settlements, pending } = await goOn(world);
    expect(settlements).toEqual(['storage-second dropped']);
    expect(pending).toEqual([]);
    expect(created(world)).toEqual(['prod-first', 'prod-second']);
  });
});
