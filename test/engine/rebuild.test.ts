import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { preview } from '../../stacks/engine/preview.ts';
import { clustersIn, isUnderway } from '../../stacks/engine/cluster.ts';
import { dataIn, previewRebuild, rebuild } from '../../stacks/engine/rebuild.ts';
import { holdsData } from '../../stacks/engine/step.ts';
import { update } from '../../stacks/engine/update.ts';
import type { Workspace } from '../../stacks/engine/workspace.ts';
import { example } from '../stacks/support/examples.ts';
import { engineWorld, type EngineWorld } from './support/world.ts';

const main = fileURLToPath(new URL('../../stacks/index.ts', import.meta.url));
const never = new AbortController().signal;
const quiet = (): void => undefined;

/** Google's table counts the cluster itself among what holds data: it is what a rebuild is about. */
const isData = (type: string): boolean => holdsData(type) && !Object.values(clusters).some((one) => one.type === type);

/** The clusters of a stand-in cloud with what only production protects them by. */
const clusters = {
  'aws-production': { type: 'aws:eks/cluster:Cluster', nodes: 'aws:eks/nodeGroup:NodeGroup', guarded: true },
  'google-standard': { type: 'gcp:container/cluster:Cluster', nodes: 'gcp:container/nodePool:NodePool', guarded: true },
  'azure-production': {
    type: 'azure-native:containerservice:ManagedCluster',
    nodes: 'azure-native:containerservice:AgentPool',
    guarded: false,
  },
} as const;

describe.skipIf(inject('engine') === undefined)('a rebuild', () => {
  let world: EngineWorld;
  let workspace: Workspace;
  afterEach(async () => {
    await workspace.dispose();
    world.end();
  });

  it.each(Object.entries(clusters))(
    'makes the cluster of %s anew in place, with its nodes, and touches nothing that holds data',
    async (name, { type, nodes, guarded }) => {
      world = engineWorld(main);
      workspace = await world.open((await example(name)).document);
      await update(workspace, (await preview(workspace, quiet, never)).plan, quiet, never);
      const dataBefore = world.cloud.objects().filter((object) => isData(object.type));
      const [old] = world.cloud.objects().filter((object) => object.type === type);
      const from = world.cloud.calls().length;
      const state = await workspace.state();

      const urns = clustersIn(state);
      const shown = await previewRebuild(workspace, urns, never);
      expect(shown.refusals).toEqual([]);
      const replaced = shown.steps.filter(({ operation }) => operation === 'replace').map((step) => step.type);
      expect(replaced).toContain(type);
      expect(replaced).toContain(nodes);
      expect(world.cloud.calls()).toHaveLength(from);

      await rebuild(workspace, urns, quiet, never);
      const calls = world.cloud.calls().slice(from);
      expect(calls.filter((call) => call.method !== 'read' && isData(call.type))).toEqual([]);
      expect(world.cloud.objects().filter((object) => isData(object.type))).toEqual(dataBefore);
      expect(dataIn(await workspace.state())).toEqual(dataIn(state));

      const ofCluster = calls.filter((call) => call.type === type).map(({ method }) => method);
      const middle = ['delete', 'create'];
      expect(ofCluster).toEqual(guarded ? ['update', ...middle, 'update'] : middle);
      const [made] = world.cloud.objects().filter((object) => object.type === type);
      expect(made?.name).toBe(old?.name);
      expect(made?.inputs).toEqual(old?.inputs);
      // The nodes go before the cluster that they belong to.
      const order = calls.filter(({ method }) => method === 'delete').map((call) => call.type);
      expect(order.lastIndexOf(nodes)).toBeLessThan(order.indexOf(type));

      const { steps } = await preview(workspace, quiet, never);
      expect(steps.filter((step) => !step.logical && step.operation !== 'same').map(({ urn }) => urn)).toEqual([]);
    },
    900_000,
  );

  it('that died in between is finished by another one, which does not delete the new cluster', async () => {
    world = engineWorld(main);
    workspace = await world.open((await example('google-standard')).document);
    await update(workspace, (await preview(workspace, quiet, never)).plan, quiet, never);
    const urns = clustersIn(await workspace.state());
    world.cloud.plan([{ method: 'create', of: 'gcp:container/cluster:Cluster', what: 'refuse' }]);
    await expect(rebuild(workspace, urns, quiet, never)).rejects.toMatchObject({ code: 'EngineFailed' });
    expect(world.cloud.objects().filter(({ type }) => type === 'gcp:container/cluster:Cluster')).toEqual([]);

    expect(isUnderway(await workspace.state())).toBe(true);
    const from = world.cloud.calls().length;
    const shown = await previewRebuild(workspace, urns, never);
    expect(shown.refusals).toEqual([]);
    await rebuild(workspace, urns, quiet, never);
    const calls = world.cloud.calls().slice(from);
    const ofCluster = calls.filter(({ type }) => type === 'gcp:container/cluster:Cluster').map(({ method }) => method);
    expect(ofCluster).toEqual(['create', 'update']);
    expect(calls.filter((call) => call.method !== 'read' && isData(call.type))).toEqual([]);
    const [made] = world.cloud.objects().filter(({ type }) => type === 'gcp:container/cluster:Cluster');
    expect(made?.inputs).toMatchObject({ deletionProtection: true });
  }, 900_000);
});
