import { describe, inject, it } from 'vitest';
import { changesOf } from '../../src/cli/engine/steps.ts';
import { clustersIn } from '../../stacks/engine/cluster.ts';
import { preview } from '../../stacks/engine/preview.ts';
import { countOfRebuild, previewRebuild, rebuild } from '../../stacks/engine/rebuild.ts';
import { update } from '../../stacks/engine/update.ts';
import { openWorkspace } from '../../stacks/engine/workspace.ts';
import { placeOf } from '../../stacks/place.ts';
import { example } from '../stacks/support/examples.ts';
import { KillWorlds } from './support/kill-worlds.ts';
import { made } from './support/recovered.ts';
import { sampled, sampleSize } from './support/sample.ts';

const never = new AbortController().signal;
const quiet = (): void => undefined;

/** As the sweep over the programs, while the cluster is made anew: `KILL_SAMPLE` takes more, `KILL_SEED` others. */
describe.skipIf(inject('engine') === undefined)(
  'a rebuild of each cloud, killed',
  () => {
    const worlds = new KillWorlds();

    it.each(['aws-production', 'google-standard', 'azure-production'])(
      '%s has everything once again after an up, which deletes nothing',
      async (name) => {
        const { document, environment } = await example(name);
        const place = placeOf(environment);
        const recorded = worlds.open(place);
        const workspace = await recorded.open(document);
        await update(workspace, (await preview(workspace, quiet, never)).plan, quiet, never);
        const whole = made(recorded.cloud);
        const state = await workspace.state();
        const clusters = clustersIn(state);
        const { steps } = await previewRebuild(workspace, clusters, never);
        const salt = await workspace.salt();
        await workspace.dispose();

        const calls = 2 * countOfRebuild(changesOf(steps), state);
        const numbers = sampled([...Array(calls).keys()], sampleSize(1));
        const rebuilding = await openWorkspace(recorded.recording(document, worlds.folder, numbers), salt);
        await rebuild(rebuilding, clusters, quiet, never);
        await rebuilding.dispose();

        await worlds.goOn(place, document, whole);
      },
    );
  },
  3_600_000,
);
