import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { goingFrom } from '../../src/cli/destroy/destroy.ts';
import { heldBy, released } from '../../stacks/engine/data.ts';
import { destroy, keptBy } from '../../stacks/engine/destroy.ts';
import { preview } from '../../stacks/engine/preview.ts';
import { release, releasesOf } from '../../stacks/engine/release.ts';
import { update } from '../../stacks/engine/update.ts';
import type { Workspace } from '../../stacks/engine/workspace.ts';
import { example } from '../stacks/support/examples.ts';
import { engineWorld, type EngineWorld } from './support/world.ts';

const main = fileURLToPath(new URL('../../stacks/index.ts', import.meta.url));
const never = new AbortController().signal;
const quiet = (): void => undefined;

async function up(workspace: Workspace): Promise<readonly string[]> {
  const { plan } = await preview(workspace, quiet, never);
  const { done } = await update(workspace, plan, quiet, never);
  return done.flatMap(({ operation, urn, type, logical }) =>
    logical || type.startsWith('pulumi:') ? [] : [`${operation} ${urn}`],
  );
}

async function down(workspace: Workspace): Promise<void> {
  const state = await workspace.state();
  const urns = new Set(goingFrom(state).map(({ urn }) => urn));
  await release(workspace, state, releasesOf(state, urns), quiet, never);
  await destroy(workspace, quiet, never);
}

/** The real programs; the stand-in refuses, as the clouds do, to delete what is guarded. */
describe.skipIf(inject('engine') === undefined)('taking an environment down', () => {
  let world: EngineWorld | undefined;
  afterEach(() => world?.end());

  it.each(['aws-production', 'google-standard', 'azure-production', 'byoc-aws', 'byoc-google'])(
    '%s keeps what holds data, and the next up takes it up and creates the rest, nothing twice',
    async (name) => {
      world = engineWorld(main);
      const workspace = await world.open((await example(name)).document);
      const first = await up(workspace);
      const kept = keptBy(await workspace.state()).map(({ urn }) => urn);
      const held = (await workspace.state()).deployment.resources?.filter(({ urn }) => kept.includes(urn));

      await down(workspace);
      const ids = new Set(world.cloud.objects().map(({ id }) => id));
      const left = held?.filter(({ type }) => !type.startsWith('random:')).map(({ id }) => id ?? '') ?? [];
      expect(left.filter((id) => !ids.has(id))).toEqual([]);
      expect(ids.size).toBe(new Set(left).size);

      const second = await up(workspace);
      const wanted = first.filter((one) => !kept.includes(one.replace(/^create /, '')));
      expect(second.filter((one) => one.startsWith('create ')).toSorted()).toEqual(wanted.toSorted());
      expect(second.filter((one) => !/^(create|update) /.test(one))).toEqual([]);
      const { steps } = await preview(workspace, quiet, never);
      expect(steps.filter(({ operation, logical }) => !logical && operation !== 'same')).toEqual([]);
      expect(world.written()).not.toContain('canary');
      await workspace.dispose();
    },
  );

  it.each(['aws-production', 'google-standard', 'azure-production'])(
    '%s leaves the copies of its data when that is deleted, and what opens them, and these when they are meant too',
    async (name) => {
      world = engineWorld(main);
      const workspace = await world.open((await example(name)).document);
      await up(workspace);
      await down(workspace);
      const held = heldBy(await workspace.state());
      const left: string[][] = [];
      for (const copies of [true, false]) {
        const state = released(await workspace.state(), { copies, keys: false });
        await workspace.putState(state);
        const urns = new Set(state.deployment.resources?.map(({ urn }) => urn));
        await release(workspace, state, releasesOf(state, urns, '202611250000'), quiet, never);
        await destroy(workspace, quiet, never);
        left.push(world.cloud.objects().map(({ id }) => id));
      }
      // What is given up is in the instance, and goes with it.
      const abandoned = world.cloud.objects().flatMap(({ id, inputs }) => ('deletionPolicy' in inputs ? [id] : []));
      const idsOf = (kind: string) => held.flatMap((one) => (one.kind === kind ? [one.id] : []));
      expect(idsOf('copies').filter((id) => !left[0]?.includes(id))).toEqual([]);
      expect(idsOf('database').filter((id) => left[0]?.includes(id) === true && !abandoned.includes(id))).toEqual([]);
      const resources = (await workspace.state()).deployment.resources ?? [];
      expect(resources.filter(({ type }) => type !== 'pulumi:pulumi:Stack')).toEqual([]);
      await workspace.dispose();
    },
  );
});
