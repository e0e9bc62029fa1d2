import { expect } from 'vitest';
import { deletedClustersIn } from '../../../stacks/engine/cluster.ts';
import { lockOf, ownerOf } from '../../../stacks/engine/lock.ts';
import { lookUp } from '../../../stacks/engine/look-up.ts';
import { preview } from '../../../stacks/engine/preview.ts';
import { exceptFor } from '../../../stacks/engine/rebuild.ts';
import { recordLeftBehind, settle, type LookUp } from '../../../stacks/engine/settle.ts';
import type { StackState } from '../../../stacks/engine/state.ts';
import type { Step } from '../../../stacks/engine/step.ts';
import { update } from '../../../stacks/engine/update.ts';
import { isMadeByChance, type CloudObject, type StandInCloud } from '../provider/cloud.ts';
import type { EngineWorld } from './world.ts';

const never = new AbortController().signal;

/** What the commands do after a kill: unlock, settle, ask, carry out; then once more, which must find nothing to do. */
export async function recovered(world: EngineWorld, document: unknown): Promise<StackState> {
  const workspace = await world.open(document);
  try {
    const lock = await lockOf(workspace);
    if (lock !== undefined) {
      expect(ownerOf(lock)).toBe('gone');
      await workspace.stack.cancel();
    }
    const find: LookUp = (wanted, state, decisions) =>
      lookUp(wanted, state, world.lookUpOptions(document), never, decisions);
    await settle(workspace, find);
    let planned = await preview(workspace, () => undefined, never);
    if ((await recordLeftBehind(workspace, planned.plan, find)).length > 0) {
      planned = await preview(workspace, () => undefined, never);
    }
    const mayBeMade = deletedClustersIn(await workspace.state());
    expect(exceptFor(mayBeMade, planned).refusals).toEqual([]);
    await update(workspace, planned.plan, () => undefined, never);
    const again = await preview(workspace, () => undefined, never);
    expect(again.steps.filter(isChange).map(({ operation, urn }) => `${operation} ${urn}`)).toEqual([]);
    return await workspace.state();
  } finally {
    await workspace.dispose();
  }
}

function isChange({ logical, type, operation }: Step): boolean {
  return !logical && !type.startsWith('pulumi:') && operation !== 'same';
}

/** Every object of the cloud is one that the state knows, and the other way round: nothing twice, nothing lost. */
export function expectWhole(cloud: StandInCloud, state: StackState): void {
  expect(state.deployment.pending_operations ?? []).toEqual([]);
  const recorded = (state.deployment.resources ?? []).flatMap(({ type, id, custom }) =>
    custom === true && id !== undefined && !type.startsWith('pulumi:') && !isMadeByChance(type)
      ? [`${type} ${id}`]
      : [],
  );
  const there = cloud.objects().map(({ type, id }) => `${type} ${id}`);
  // Members of a policy and the like are recorded by their inputs: two of the state may be one of the cloud.
  expect([...new Set(recorded)].toSorted()).toEqual(there.toSorted());
}

/** What was made, by type, by the cloud's own log: what was made and is gone again is not counted twice. */
export function made(cloud: StandInCloud): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { type } of cloud.objects()) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

/** Creations that the log has of each type, without those of chance, of which nothing is in a cloud. */
export function creations(cloud: StandInCloud): readonly string[] {
  return cloud
    .calls()
    .flatMap(({ method, type }) => (method === 'create' && !isMadeByChance(type) ? [type] : []))
    .toSorted();
}

export function ownersOf(objects: readonly CloudObject[]): ReadonlySet<unknown> {
  return new Set(
    objects.flatMap(({ inputs }) =>
      'tags' in inputs ? [(inputs['tags'] as Readonly<Record<string, unknown>>)['owner']] : [],
    ),
  );
}
