import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { preview } from '../../stacks/engine/preview.ts';
import { update } from '../../stacks/engine/update.ts';
import { openWorkspace } from '../../stacks/engine/workspace.ts';
import { loadEnvironment } from '../../stacks/environment/load.ts';
import { placeOf } from '../../stacks/place.ts';
import { expectWhole, made, recovered } from './support/recovered.ts';
import { killPoints, sampled, sampleSize } from './support/sample.ts';
import { engineWorld, type EngineWorld } from './support/world.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const main = fileURLToPath(new URL('../../stacks/index.ts', import.meta.url));
const never = new AbortController().signal;

/** As the sweep over the small program, at a few calls of the real ones: `KILL_SAMPLE` takes more, `KILL_SEED` others. */
describe.skipIf(inject('engine') === undefined)(
  'the program of each cloud, killed',
  () => {
    let folder: string | undefined;
    const worlds: EngineWorld[] = [];
    afterEach(() => {
      for (const world of worlds.splice(0)) world.end();
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    });

    it.each(['aws-production', 'google-standard', 'azure-production', 'byoc-aws', 'byoc-google'])(
      '%s makes nothing twice and loses nothing',
      async (name) => {
        const loaded = await loadEnvironment(name, { cwd: root, readFile: (file) => readFile(file, 'utf8') });
        if (loaded.environment === undefined) throw new Error(JSON.stringify(loaded.problems));
        const { document } = loaded;
        const place = placeOf(loaded.environment);
        folder = mkdtempSync(path.join(tmpdir(), 'planewright-kill-points-'));
        const recorded = engineWorld(main, { place });
        worlds.push(recorded);

        const asking = await recorded.open(document);
        const { plan, steps } = await preview(asking, () => undefined, never);
        const salt = await asking.salt();
        await asking.dispose();
        const calls = 2 * steps.filter(({ logical, type }) => !logical && !/^(pulumi|random):/.test(type)).length;
        const numbers = sampled(
          Array.from({ length: calls }, (_, index) => index),
          sampleSize(1),
        );
        const workspace = await openWorkspace(recorded.recording(document, folder, numbers), salt);
        await update(workspace, plan, () => undefined, never);
        await workspace.dispose();
        const whole = made(recorded.cloud);

        const points = killPoints(folder);
        expect(points.length).toBeGreaterThan(0);
        for (const point of points) {
          const world = engineWorld(main, { place, copied: path.join(folder, point) });
          worlds.push(world);
          const state = await recovered(world, document);
          expectWhole(world.cloud, state);
          expect([point, made(world.cloud)]).toEqual([point, whole]);
        }
      },
    );
  },
  3_600_000,
);
