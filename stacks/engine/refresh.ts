import { PlanewrightError } from '../../src/runtime/errors.ts';
import { withCopy } from './copy.ts';
import { cloudDrift, type CloudDrift } from './drift.ts';
import { readCloud } from './read-cloud.ts';
import { holdsData, partsOf } from './step.ts';
import { differences, digestsOf, type StackState } from './state.ts';
import type { Workspace } from './workspace.ts';

/**
 * Takes into the state how the cloud is now, so that the next preview sets inputs back, and makes anew what is gone. What
 * holds data and is gone must not be made anew, empty, as if it had never been: then nothing is taken up at all. The engine
 * refreshes a copy, which is written as a whole once it is known that nothing is lost in it: so a kill leaves the state of
 * before or that of after.
 * @returns what was taken up; empty where state and cloud agree, and then nothing was written.
 * @throws PlanewrightError UpdateRefused with every object that holds data and is gone; StackLocked where another run wrote
 * the state meanwhile; EngineFailed.
 */
export async function refresh(workspace: Workspace, signal: AbortSignal): Promise<readonly CloudDrift[]> {
  const before = await workspace.state();
  const found = await cloudDrift(workspace, signal);
  refuseLost(found.filter((one) => one.kind === 'gone' && one.holdsData).map(({ name, type }) => ({ name, type })));
  if (found.length === 0) return [];
  const after = await withCopy(workspace, before, async (copy) => {
    await readCloud(copy.stack, { signal, account: workspace.account });
    return copy.state();
  });
  // Deleted between the look and the refresh: the state must go on knowing of it.
  refuseLost(lostData(before, after));
  const [changed] = differences(digestsOf(before), digestsOf(await workspace.state()));
  if (changed !== undefined) {
    throw new PlanewrightError('StackLocked', `Another run wrote the state while the cloud was read: ${changed}.`);
  }
  await workspace.putState(after);
  return found;
}

interface Lost {
  readonly name: string;
  readonly type: string;
}

function refuseLost(lost: readonly Lost[]): void {
  if (lost.length === 0) return;
  const all = lost.map(({ name, type }) => `${name} (${type})`).join(', ');
  const one = lost.length === 1;
  throw new PlanewrightError(
    'UpdateRefused',
    `${all} ${one ? 'holds' : 'hold'} data, and ${one ? 'is' : 'are'} gone in the cloud. ${one ? 'It is' : 'They are'} not made anew, empty.`,
    {
      next: 'Bring it back under the same name, from its soft delete, a snapshot or a backup; then run the command again. Without --refresh everything else can go on.',
    },
  );
}

/** What holds data and is in the state before, but not after. */
function lostData(before: StackState, after: StackState): readonly Lost[] {
  const kept = new Set((after.deployment.resources ?? []).map(({ urn }) => urn));
  return (before.deployment.resources ?? [])
    .filter(({ urn, type, custom }) => custom === true && holdsData(type) && !kept.has(urn))
    .map(({ urn, type }) => ({ name: partsOf(urn).name, type }));
}
