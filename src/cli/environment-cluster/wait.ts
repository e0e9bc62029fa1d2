import { dataPlane, resourceTypeOf, type DataPlane } from '../../api/index.ts';
import type { KubeClient } from '../../kube/client.ts';
import type { KubeObject } from '../../kube/objects.ts';
import type { Clock } from '../../runtime/clock.ts';
import { PlanewrightError } from '../../runtime/errors.ts';

/** How far a plane is, in a line for people. */
export type PlaneStanding =
  | { readonly state: 'ready'; readonly line: string }
  | { readonly state: 'halted'; readonly line: string; readonly next: string }
  | { readonly state: 'underway'; readonly line: string };

/** Reads how far a plane is from what it says of itself. What speaks of an older spec does not count. */
export function standingOf(plane: Pick<DataPlane, 'metadata' | 'status'> | undefined): PlaneStanding {
  const status = plane?.status;
  const current = (status?.observedGeneration ?? 0) >= (plane?.metadata.generation ?? 0);
  if (status === undefined || !current) return { state: 'underway', line: 'the operator has not looked at it yet' };
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status === 'True') return { state: 'ready', line: `Ready, version ${status.currentVersion ?? 'unknown'}` };
  if (status.phase === 'Halted') {
    const { reason = 'Halted', message = ready?.message ?? '' } = status.rollout?.halted ?? {};
    return { state: 'halted', line: `halted: ${reason}`, next: message };
  }
  const pods = (status.components ?? [])
    .filter(({ available, replicas, updated }) => available < replicas || updated < replicas)
    .map(({ name, updated, available, replicas }) => `${name} ${Math.min(updated, available)}/${replicas}`);
  const waits = ready === undefined || ready.message === '' ? '' : `: ${ready.message}`;
  const still = pods.length === 0 ? '' : ` (${pods.join(', ')})`;
  return { state: 'underway', line: `${status.phase ?? ready?.reason ?? 'Pending'}${still}${waits}` };
}

/**
 * Waits until a plane is Ready, and tells whenever it is somewhere else.
 * @throws PlanewrightError PlaneHalted where it waits for a person; Interrupted when the time is up.
 */
export async function waitForPlane(
  { client, clock }: { readonly client: KubeClient; readonly clock: Clock },
  key: { readonly namespace: string; readonly name: string },
  { timeoutMs, signal, tell }: { timeoutMs: number; signal: AbortSignal; tell: (line: string) => void },
): Promise<void> {
  const deadline = clock.monotonic() + timeoutMs;
  const what = `DataPlane ${key.namespace}/${key.name}`;
  let told = '';
  for (;;) {
    const live = await client.get<KubeObject>(resourceTypeOf(dataPlane), key, signal);
    const standing = standingOf(live);
    if (standing.line !== told) tell(standing.line);
    told = standing.line;
    if (standing.state === 'ready') return;
    if (standing.state === 'halted') {
      throw new PlanewrightError('PlaneHalted', `${what} ${standing.line}.`, { next: standing.next });
    }
    if (clock.monotonic() > deadline) {
      throw new PlanewrightError(
        'Interrupted',
        `${what} is not Ready after ${timeoutMs / 1000} s; ${told.replace(/\.$/, '')}.`,
        {
          next: 'It goes on by itself: planewright status shows it, and planewright up waits for it again.',
        },
      );
    }
    await clock.sleep(2000, signal);
  }
}
