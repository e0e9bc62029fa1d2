import { describe, inject, it } from 'vitest';
import { preview } from '../../stacks/engine/preview.ts';
import { update } from '../../stacks/engine/update.ts';
import { openWorkspace } from '../../stacks/engine/workspace.ts';
import { placeOf } from '../../stacks/place.ts';
import { example } from '../stacks/support/examples.ts';
import { KillWorlds } from './support/kill-worlds.ts';
import { made } from './support/recovered.ts';
import { sampled, sampleSize } from './support/sample.ts';

const never = new AbortController().signal;

/** As the sweep over the small program, at a few calls of the real ones: `KILL_SAMPLE` takes more, `KILL_SEED` others. */
describe.skipIf(inject('engine') === undefined)(
  'the program of each cloud, killed',
  () => {
    const worlds = new KillWorlds();

    it.each(['aws-production', 'google-standard', 'azure-production', 'byoc-aws', 'byoc-google'])(
      '%s makes nothing twice and loses nothing',
      async (name) => {
        const { document, environment } = await example(name);
        const place = placeOf(environment);
        const recorded = worlds.open(place);

        const asking = await recorded.open(document);
        const { plan, steps } = await preview(asking, () => undefined, never);
        const salt = await asking.salt();
        await asking.dispose();
        const calls = 2 * steps.filter(({ logical, type }) => !logical && !/^(pulumi|random):/.test(type)).length;
        const numbers = sampled(
          Array.from({ length: calls }, (_, index) => index),
          sampleSize(1),
        );
        const workspace = await openWorkspace(recorded.recording(document, worlds.folder, numbers), salt);
        await update(workspace, plan, () => undefined, never);
        await workspace.dispose();

        await worlds.goOn(place, document, made(recorded.cloud));
      },
    );
  },
  3_600_000,
);
