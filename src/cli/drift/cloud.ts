import { cloudDrift, type CloudDrift } from '../../../stacks/engine/drift.ts';
import { ownRuns } from '../../../stacks/engine/history.ts';
import { leftBehind } from '../../../stacks/engine/pending.ts';
import type { Trail } from '../../clouds/audit/trail.ts';
import { reasonOf } from '../../clouds/audit/trail.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Run } from '../engine/run.ts';
import { part, type DriftedInCloud, type Part } from './report.ts';
import { subjectOf } from './trail.ts';
import { whoOf } from './who.ts';

/** What every cloud keeps at least, in days. */
const keptDays = 90;

/**
 * Where the cloud is not as the state says. Who changed it is asked of drifted objects only. Of what an earlier run left
 * behind the state does not say how it is, so that nothing can be said of it here.
 * @param trail Opens the audit log; left out where it shall not be asked.
 */
export async function cloudPart(
  { workspace }: Run,
  {
    trail,
    clock,
    signal,
  }: { readonly trail?: () => Promise<Trail | undefined>; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Part<DriftedInCloud>> {
  const [found, state] = await Promise.all([cloudDrift(workspace, signal), workspace.state()]);
  const reasons = unsettled(leftBehind(state));
  if (trail === undefined || found.length === 0) return part(found, reasons);
  const { since = 0, spans } = await ownRuns(workspace);
  const from = Math.max(since, clock.now() - keptDays * 86_400_000);
  const told = await ask(trail, found, from, signal);
  return part(
    found.map((one) => ({
      ...one,
      who: 'unknown' in told ? { known: false, reason: told.unknown } : whoOf(told.of.get(one.urn), spans),
    })),
    reasons,
  );
}

function unsettled(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const [count, it] = names.length === 1 ? ['1 object is', 'it'] : [`${names.length} objects are`, 'them'];
  return [
    `${count} not settled: ${names.join(', ')}. A run stopped before it was done with ${it}, or is under way: planewright up ENV goes on with ${it}.`,
  ];
}

async function ask(
  open: () => Promise<Trail | undefined>,
  found: readonly CloudDrift[],
  since: number,
  signal: AbortSignal,
): Promise<{ readonly of: Awaited<ReturnType<Trail>> } | { readonly unknown: string }> {
  try {
    const trail = await open();
    if (trail === undefined) return { unknown: 'there is no audit log' };
    return { of: await trail(found.map(subjectOf), since, signal) };
  } catch (error) {
    signal.throwIfAborted();
    return { unknown: reasonOf(error) };
  }
}
