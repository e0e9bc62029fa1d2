import { afterEach, describe, expect, inject, it } from 'vitest';
import { keptBy } from '../../stacks/engine/destroy.ts';
import type { Progress } from '../../stacks/engine/events.ts';
import { preview } from '../../stacks/engine/preview.ts';
import type { Step } from '../../stacks/engine/step.ts';
import { update } from '../../stacks/engine/update.ts';
import { resourceTypeOf } from '../../stacks/resource-types/index.ts';
import { example } from '../stacks/support/examples.ts';
import { everyProgram, shippedMain } from './support/programs.ts';
import { engineWorld, type EngineWorld } from './support/world.ts';

const never = new AbortController().signal;

const isOurs = ({ logical, type }: Step): boolean => !logical && !type.startsWith('pulumi:');

/** The real programs in the real engine: what it shows beforehand is what it does, to the last property. */
describe.skipIf(inject('engine') === undefined)('the program of each cloud', () => {
  let world: EngineWorld | undefined;
  afterEach(() => world?.end());

  it.each(everyProgram)('%s is made as its saved plan says, and nothing is left to do then', async (name) => {
    world = engineWorld(shippedMain);
    const workspace = await world.open((await example(name)).document);
    const told: Progress[] = [];
    const planned = await preview(workspace, (progress) => told.push(progress), never);
    expect(planned.refusals).toEqual([]);
    const { done } = await update(workspace, planned.plan, (progress) => told.push(progress), never);
    const creates = (steps: readonly Step[]) =>
      steps
        .filter(isOurs)
        .map(({ urn }) => urn)
        .toSorted();
    expect(creates(done)).toEqual(creates(planned.steps));

    const again = await preview(workspace, () => undefined, never);
    expect(again.steps.filter((step) => isOurs(step) && step.operation !== 'same')).toEqual([]);

    const state = await workspace.state();
    const unprotected = (state.deployment.resources ?? []).filter(
      ({ type, protect }) => resourceTypeOf(type)?.holdsData === true && protect !== true,
    );
    expect(unprotected.map(({ urn }) => urn)).toEqual([]);
    const kept = new Set(keptBy(state).map(({ urn }) => urn));
    const lost = (state.deployment.resources ?? []).filter(
      ({ type, urn }) => resourceTypeOf(type)?.holdsData === true && !kept.has(urn),
    );
    expect(lost).toEqual([]);
    expect(JSON.stringify([told, planned, state, world.cloud.calls()]) + world.written()).not.toContain('canary');
    await workspace.dispose();
  });
});
