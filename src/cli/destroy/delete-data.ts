import { guarded, hasBegun, heldBy, released, type HeldObject } from '../../../stacks/engine/data.ts';
import { destroy, keptBy } from '../../../stacks/engine/destroy.ts';
import { release, releasesOf } from '../../../stacks/engine/release.ts';
import type { StackState } from '../../../stacks/engine/state.ts';
import { partsOf } from '../../../stacks/engine/step.ts';
import { placeOf } from '../../../stacks/place.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import type { DeleteDataOptions } from '../commands/delete-data.ts';
import { confirmed } from '../engine/confirm.ts';
import { settleAloud } from '../engine/preview.ts';
import { progressTeller } from '../engine/progress.ts';
import { withExisting, type Run } from '../engine/run.ts';
import type { Io } from '../io.ts';
import { bucketsIn, emptied, type EmptyBucket } from './empty.ts';
import { accountDoubt, dispelled, type IdentityProbe } from './guards.ts';
import { deleting, goingFrom, foundNothing, isEmpty, removeStack } from './destroy.ts';
import { realParts } from './parts.ts';

/** What asks and changes the cloud besides the engine, so that tests answer instead. */
export interface DeleteDataParts {
  readonly identity: IdentityProbe;
  readonly empty: EmptyBucket;
  /** Milliseconds since 1970; stamps the names of last snapshots. */
  readonly now: () => number;
}

/**
 * Deletes the data that a destroy has left: never before one, never without the sentence that says so. Copies outside the
 * blast radius stay unless they are asked for. Killed at any moment, the next call goes on.
 */
export async function runDeleteData(
  nameOrPath: string,
  options: DeleteDataOptions,
  io: Io,
  parts: DeleteDataParts = realDataParts(io),
): Promise<void> {
  await withExisting(nameOrPath, io, async (run) => {
    const { workspace, environment } = run;
    const { name } = environment.metadata;
    const doubt = await accountDoubt(environment, parts.identity, io);
    await settleAloud(run, io);
    const before = await workspace.state();
    if (isEmpty(before)) {
      await foundNothing(run, options, io);
      tell({ environment: name, goes: [], stays: [], deleted: [] }, options, io);
      io.exit(0);
      return;
    }
    const begun = refuseStanding(before, name, nameOrPath);
    const staying = { copies: options.withCopies !== true, keys: options.keepKeys === true };
    const after = released(before, staying);
    const kept = new Set(keptBy(after).map(({ urn }) => urn));
    const held = heldBy(before);
    const going = held.filter(({ urn }) => !kept.has(urn) && isIn(after, urn));
    const stays = held.filter(({ urn }) => kept.has(urn) || !isIn(after, urn));
    io.err(`${begun ? 'An earlier run has begun this.\n' : ''}${shown(going, stays)}`);
    if (options.dryRun === true) {
      tell({ environment: name, goes: going.map(shortOf), stays: stays.map(shortOf), deleted: [] }, options, io);
      io.exit(going.length === 0 ? 0 : 2);
      return;
    }
    if (doubt !== undefined) {
      const given = options.withoutAccountCheck === true ? [doubt.option] : [];
      await dispelled([doubt], new Set(given), io);
    }
    await confirmed(`delete the data of ${name}@${placeOf(environment).account}`, options.confirm, deleting, io);
    const deleted = await deleteAll(run, after, going, parts, io);
    const gone = await removedIfEmpty(run);
    tell({ environment: name, deleted, stays: stays.map(shortOf), stackRemoved: gone }, options, io);
    if (options.output === 'text') {
      const rest = gone
        ? 'Nothing is left; the state is removed too.'
        : `${stays.length} stay, and the state with them.`;
      io.out(`Deleted ${deleted.length}. ${rest}\n`);
    }
    io.exit(0);
  });
}

function realDataParts(io: Io): DeleteDataParts {
  const { identity, clock } = realParts(io);
  return { identity, now: () => clock.now(), empty: emptied(io) };
}

/**
 * @returns whether an earlier run has begun to delete.
 * @throws PlanewrightError GuardsHold where the environment stands.
 */
function refuseStanding(state: StackState, name: string, nameOrPath: string): boolean {
  if (hasBegun(state)) return true;
  const standing = goingFrom(guarded(state)).map(({ urn }) => partsOf(urn).name);
  if (standing.length === 0) return false;
  const shownNames = standing.slice(0, 3).join(', ');
  throw new PlanewrightError(
    'GuardsHold',
    `${name} is not taken down: ${standing.length} resources stand besides its data, such as ${shownNames}.`,
    { next: `planewright destroy ${nameOrPath}` },
  );
}

/** Guards first, then what is in the buckets, then all of it in the engine's order: a key after what it opens. */
async function deleteAll(
  { workspace, environment }: Run,
  state: StackState,
  going: readonly HeldObject[],
  parts: DeleteDataParts,
  io: Io,
): Promise<readonly string[]> {
  await workspace.putState(state);
  const tellProgress = progressTeller(going.length, io);
  const stamp = new Date(parts.now())
    .toISOString()
    .replaceAll(/[^0-9]/g, '')
    .slice(0, 12);
  const urns = new Set(going.map(({ urn }) => urn));
  await release(workspace, state, releasesOf(state, urns, stamp), tellProgress, io.signal);
  for (const bucket of bucketsIn(going, environment)) {
    let reported = 0;
    await parts.empty(bucket, (count) => {
      if (count - reported < 1000) return;
      reported = count;
      io.err(`  ${bucket.name}: ${count} versions deleted\n`);
    });
  }
  const steps = await destroy(workspace, tellProgress, io.signal);
  return steps.map(({ name }) => name);
}

/** Removes the stack where nothing is in it any more. */
async function removedIfEmpty(run: Run): Promise<boolean> {
  if (!isEmpty(await run.workspace.state())) return false;
  await removeStack(run);
  return true;
}

function shown(going: readonly HeldObject[], stays: readonly HeldObject[]): string {
  const line = ({ name, id, sizeGb, afterwards }: HeldObject): string => {
    const size = sizeGb === undefined ? '' : `, ${sizeGb} GB`;
    return `  - ${name}  ${id}${size}${afterwards === undefined ? '' : `: ${afterwards}`}`;
  };
  const groups = [...Map.groupBy(going, ({ kind }) => kind)].flatMap(([kind, group]) => [kind, ...group.map(line)]);
  const goes = [`${going.length} would be deleted for good:`, ...groups].join('\n');
  if (stays.length === 0) return `${goes}\n`;
  return `${goes}\n\n${stays.length} stay:\n${stays.map(({ name, id }) => `  = ${name}  ${id}`).join('\n')}\n`;
}

function isIn({ deployment }: StackState, urn: string): boolean {
  return (deployment.resources ?? []).some((resource) => resource.urn === urn);
}

function shortOf({ name, type, id, kind, afterwards, sizeGb }: HeldObject): object {
  return { name, type, id, kind, afterwards, sizeGb };
}

function tell(told: object, { output }: DeleteDataOptions, io: Io): void {
  if (output === 'json') io.out(`${JSON.stringify(told, null, 2)}\n`);
}
