import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { versionOfImage } from '../../../src/dataplane/releases/image.ts';
import { compareVersions } from '../../../src/dataplane/releases/version.ts';
import { must } from '../../../src/runtime/must.ts';
import { seededRandomness } from '../../../src/runtime/randomness.ts';
import { disturb, disturbance } from '../support/disturbances.ts';
import { World } from '../support/world.ts';

const versionOf = (image: string) => must(versionOfImage(image), image);

/** The order that must hold at every moment, whatever happens. A sentence where it does not. */
function disorder(world: World): string | undefined {
  const pods = world.deployments.livePods();
  const running = (...apps: string[]) => pods.filter((pod) => apps.includes(pod.app));
  const api = running('braintrust-api', 'braintrust-api-migration');
  const readers = running('brainstore-reader', 'brainstore-fastreader');
  const writers = running('brainstore-writer');
  for (const caller of api.filter((pod) => !pod.terminating)) {
    for (const store of [...readers, ...writers]) {
      if (compareVersions(versionOf(store.image), versionOf(caller.image)) < 0) {
        return `${caller.name} ${caller.image} beside ${store.name} ${store.image}`;
      }
    }
  }
  for (const writer of writers.filter((pod) => !pod.terminating)) {
    for (const reader of readers) {
      if (compareVersions(versionOf(reader.image), versionOf(writer.image)) < 0) {
        return `${writer.name} ${writer.image} beside ${reader.name} ${reader.image}`;
      }
    }
  }
  return undefined;
}

describe('the order of every rollout', () => {
  it('never has an API newer than any Brainstore pod, nor a writer newer than any reader, and always arrives', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(fc.tuple(disturbance, fc.nat(12), fc.nat(6)), { minLength: 1, maxLength: 12 }),
        (seed, events) => {
          const randomness = seededRandomness(seed);
          const world = new World({ version: '2.8.0' });
          world.deployments.watch = () => {
            const found = disorder(world);
            if (found !== undefined) throw new Error(found);
          };
          world.settle();
          for (const [what, steps, crashAfter] of events) {
            disturb(world, what);
            // Up to six changes of a pass are carried out before the operator dies; the next pass knows nothing of it.
            world.pass(crashAfter);
            for (let step = 0; step < steps; step += 1) world.deployments.step(randomness);
            world.now += 7_000;
            world.pass();
          }
          disturb(world, 'quick pods');
          disturb(world, 'secrets readable');
          world.settle();
          expect(world.status).toMatchObject({ phase: 'Ready', currentVersion: world.spec.version });
          expect(world.look().changes).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);
});
