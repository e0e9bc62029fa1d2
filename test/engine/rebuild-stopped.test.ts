import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { preview } from '../../stacks/engine/preview.ts';
import { clustersIn } from '../../stacks/engine/cluster.ts';
import { rebuild } from '../../stacks/engine/rebuild.ts';
import { update } from '../../stacks/engine/update.ts';
import { example } from '../stacks/support/examples.ts';
import type { Fault } from './provider/cloud.ts';
import { expectWhole, made, recovered } from './support/recovered.ts';
import { engineWorld, type EngineWorld } from './support/world.ts';

const main = fileURLToPath(new URL('../../stacks/index.ts', import.meta.url));
const never = new AbortController().signal;
const quiet = (): void => undefined;
const cluster = 'aws:eks/cluster:Cluster';
const nodes = 'aws:eks/nodeGroup:NodeGroup';

/**
 * What belongs to a cluster is deleted before the cluster is, and made after it: a run that stops in between leaves it
 * deleted. What takes its place has the same id, so that deleting the old one would hit the new one.
 */
describe.skipIf(inject('engine') === undefined)('a rebuild that stopped', () => {
  let world: EngineWorld;
  afterEach(() => {
    world.end();
  });

  it.each<readonly [string, Fault]>([
    ['before its nodes were made', { method: 'create', of: nodes, what: 'refuse' }],
    ['while the new cluster was made, by a provider that died', { method: 'create', of: cluster, what: 'die-after' }],
    ['before the old cluster was deleted, but not its nodes', { method: 'delete', of: cluster, what: 'refuse' }],
  ])(
    '%s is finished by an up, after which everything is there as before',
    async (_, fault) => {
      const { document } = await example('aws-production');
      world = engineWorld(main);
      const workspace = await world.open(document);
      await update(workspace, (await preview(workspace, quiet, never)).plan, quiet, never);
      const before = made(world.cloud);
      const from = world.cloud.calls().length;

      world.cloud.plan([fault]);
      await expect(rebuild(workspace, clustersIn(await workspace.state()), quiet, never)).rejects.toThrow();
      await workspace.dispose();
      expect(made(world.cloud)[nodes] ?? 0).toBeLessThan(before[nodes] ?? 0);

      const state = await recovered(world, document);
      expectWhole(world.cloud, state);
      expect(made(world.cloud)).toEqual(before);
      const ofCluster = world.cloud
        .calls()
        .slice(from)
        .filter(({ type }) => type === cluster);
      const done = ofCluster.flatMap(({ method }) => (method === 'create' || method === 'delete' ? [method] : []));
      expect(done).toEqual(fault.method === 'delete' ? [] : ['delete', 'create']);
    },
    900_000,
  );
});
