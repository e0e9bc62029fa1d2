import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { changesOf } from '../../src/cli/engine/steps.ts';
import { clustersIn } from '../../stacks/engine/cluster.ts';
import { preview } from '../../stacks/engine/preview.ts';
import { countOfRebuild, previewRebuild, rebuild } from '../../stacks/engine/rebuild.ts';
import { update } from '../../stacks/engine/update.ts';
import { openWorkspace } from '../../stacks/engine/workspace.ts';
import { placeOf } from '../../stacks/place.ts';
import { example } from '../stacks/support/examples.ts';
import { expectWhole, made, recovered } from './support/recovered.ts';
import { killPoints, sampled, sampleSize } from './support/sample.ts';
import { engineWorld, type EngineWorld } from './support/world.ts';

const main = fileURLToPath(new URL('../../stacks/index.ts', import.meta.url));
const never = new AbortController().signal;
const quiet = (): void => undefined;

/** As the sweep over the programs, while the cluster is made anew: `KILL_SAMPLE` takes more, `KILL_SEED` others. */
describe.skipIf(inject('engine') === undefined)(
  'a rebuild of each cloud, killed',
  () => {
    let folder: string | undefined;
    const worlds: EngineWorld[] = [];
    afterEach(() => {
      for (const world of worlds.splice(0)) world.end();
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    });

    it.each(['aws-production', 'google-standard', 'azure-production'])(
      '%s has everything once again after an up, which deletes nothing',
      async (name) => {
        const { document, environment } = await example(name);
        folder = mkdtempSync(path.join(tmpdir(), 'planewright-kill-points-'));
        const place = placeOf(environment);
        const recorded = engineWorld(main, { place });
        worlds.push(recorded);
        const workspace = await recorded.open(document);
        await update(workspace, (await preview(workspace, quiet, never)).plan, quiet, never);
        const whole = made(recorded.cloud);
        const state = await workspace.state();
        const clusters = clustersIn(state);
        const { steps } = await previewRebuild(workspace, clusters, never);
        const salt = await workspace.salt();
        await workspace.dispose();

        const calls = 2 * countOfRebuild(changesOf(steps), state);
        const all = Array.from({ length: calls }, (_, index) => index);
        const rebuilding = await openWorkspace(recorded.recording(document, folder, sampled(all, sampleSize(1))), salt);
        await rebuild(rebuilding, clusters, quiet, never);
        await rebuilding.dispose();

        const points = killPoints(folder);
        expect(points.length).toBeGreaterThan(0);
        for (const point of points) {
          const world = engineWorld(main, { place, copied: path.join(folder, point) });
          const from = world.cloud.calls().length;
          worlds.push(world);
          expectWhole(world.cloud, await recovered(world, document));
          expect([point, made(world.cloud)]).toEqual([point, whole]);
          // What one up made is not deleted by the same.
          const deleted = world.cloud
            .calls()
            .slice(from)
            .filter(({ method }) => method === 'delete');
          expect([point, deleted]).toEqual([point, []]);
        }
      },
    );
  },
  3_600_000,
);
