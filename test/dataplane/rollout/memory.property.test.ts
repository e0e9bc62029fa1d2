import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/dataplane/rollout/decide.ts';
import { PlaneMemory } from '../../../src/dataplane/rollout/memory.ts';
import { present } from '../../../src/dataplane/observation.ts';
import { seededRandomness } from '../../../src/runtime/randomness.ts';
import { disturb, disturbance } from '../support/disturbances.ts';
import { World } from '../support/world.ts';

/** What is made from records and from what rendering depends on, beyond the ordinary disturbances. */
const further = fc.constantFrom(
  'edit the record' as const,
  'another organization' as const,
  'another bundle' as const,
  'another way to audit' as const,
  'back to where it was' as const,
);

function disturbFurther(world: World, what: string): void {
  switch (what) {
    case 'edit the record':
      if (!world.has('ConfigMap', 'braintrust-api')) return;
      {
        world.edit('ConfigMap', 'braintrust-api', ({ metadata }) => {
          const record = metadata.annotations['planewright.dev/applied'] ?? '';
          metadata.annotations['planewright.dev/applied'] = record.replace(
            '"data":{',
            '"data":{"SOMEBODY":"was here",',
          );
        });
        return;
      }
    case 'another organization': {
      world.declare({ organizations: { name: `${world.spec.organizations?.name ?? ''}x` } });
      return;
    }
    case 'another bundle':
      world.customCa = present(world.customCa.state === 'present' ? `${world.customCa.value}!` : 'bundle');
      {
        world.declare({ api: { customCa: { name: 'ca', key: 'ca.crt' } } });
        return;
      }
    case 'another way to audit': {
      world.declare({
        audit: { queryRead: world.spec.audit?.queryRead === 'Strict' ? 'BestEffort' : 'Strict' },
      });
      return;
    }
    case 'back to where it was':
      world.secret = 'secret-1';
      {
        world.declare({ organizations: { name: 'acme' } });
        return;
      }
  }
}

describe('a decision with a memory', () => {
  it('is the decision without, whatever happened in between', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(fc.tuple(fc.oneof(disturbance, further), fc.nat(12), fc.nat(6)), { minLength: 1, maxLength: 12 }),
        (seed, events) => {
          const randomness = seededRandomness(seed);
          const memory = new PlaneMemory();
          const world = new World({ version: '2.8.0' });
          const decideBothWays = (): void => {
            const remembering = decide(world.desired(), world.observed(), world.now, memory);
            expect(remembering).toStrictEqual(decide(world.desired(), world.observed(), world.now));
            expect(JSON.stringify(remembering)).toBe(JSON.stringify(world.look()));
          };
          decideBothWays();
          world.settle();
          for (const [what, steps, crashAfter] of events) {
            disturb(world, what);
            disturbFurther(world, what);
            decideBothWays();
            world.pass(crashAfter);
            for (let step = 0; step < steps; step += 1) world.deployments.step(randomness);
            decideBothWays();
            world.now += 7_000;
            world.pass();
            decideBothWays();
          }
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);
});
