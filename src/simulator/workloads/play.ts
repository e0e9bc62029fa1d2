import type { Clock } from '../../runtime/clock.ts';
import { silentLog, type Log } from '../../runtime/log.ts';
import type { Transport } from '../../runtime/transport.ts';
import { bell, type Bell } from './bell.ts';
import { decideDeployment } from './deployment.ts';
import { decidePod, type KubeletTimes, type PodMemory } from './kubelet.ts';
import { isControlledBy, isTerminating, type Decision, type Deed, type Resource, type Snapshot } from './objects.ts';
import { decideReplicaSet } from './replica-set.ts';
import { listRequest, watchRequest } from './requests.ts';

export interface WorkloadsOptions extends KubeletTimes {
  /** A way to the API server as somebody who may do all of it. */
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log?: Log;
  /** Ends the play. */
  readonly signal: AbortSignal;
}

/** After a refusal or no answer, in milliseconds. */
const retryAfterMs = 1_000;

const resources = ['deployments', 'replicaSets', 'pods'] as const satisfies readonly Resource[];

/**
 * Plays Deployments, ReplicaSets and pods in all namespaces until the signal is aborted; then it resolves.
 * Watches only wake it: every look lists anew, so that a lost event costs a moment and no truth.
 */
export async function playWorkloads(options: WorkloadsOptions): Promise<void> {
  const { clock, signal } = options;
  const log = options.log ?? silentLog;
  const changes = bell();
  const watching = resources.map((resource) => wakeOnChange(options, resource, changes));
  const memory = new Map<string, PodMemory>();
  while (!signal.aborted) {
    try {
      const due = await look(options, memory, log);
      await changes.wait(clock, due === undefined ? undefined : Math.max(0, due - clock.now()), signal);
    } catch (error) {
      log.warn({ cause: String(error) }, 'the workloads could not be looked at');
      await clock.sleep(retryAfterMs, signal).catch(() => undefined);
    }
  }
  await Promise.all(watching);
}

/** One look at everything and one step of everything. Returns when to look again. */
async function look(options: WorkloadsOptions, memory: Map<string, PodMemory>, log: Log): Promise<number | undefined> {
  const { clock, transport, signal } = options;
  const snapshot = {
    deployments: await list(options, 'deployments'),
    replicaSets: await list(options, 'replicaSets'),
    pods: await list(options, 'pods'),
  };
  remember(memory, snapshot, clock.now());
  const decisions = decide(snapshot, memory, options, clock.now());
  const due = decisions.flatMap((decision) => decision.due ?? []);
  for (const { sentence, request } of decisions.flatMap(({ deeds }): readonly Deed[] => deeds)) {
    const { status } = await transport(request, signal);
    log.debug({ status }, sentence);
    // A conflict, or a namespace that goes: the world has moved on, and the next look sees how.
    if (status >= 400) due.push(clock.now() + retryAfterMs);
  }
  return due.length === 0 ? undefined : Math.min(...due);
}

function decide(
  { deployments, replicaSets, pods }: Snapshot,
  memory: ReadonlyMap<string, PodMemory>,
  times: KubeletTimes,
  now: number,
): readonly Decision[] {
  return [
    ...pods.map((pod) => decidePod(pod, memory.get(pod.metadata.uid) ?? { seenAt: now }, times, now)),
    ...replicaSets.map((set) =>
      decideReplicaSet(
        set,
        pods.filter((pod) => isControlledBy(pod, set)),
      ),
    ),
    ...deployments.map((deployment) =>
      decideDeployment(
        deployment,
        replicaSets.filter((set) => isControlledBy(set, deployment)),
        (set) => pods.filter((pod) => isControlledBy(pod, set)),
        now,
      ),
    ),
  ];
}

function remember(memory: Map<string, PodMemory>, { pods }: Snapshot, now: number): void {
  const alive = new Set(pods.map(({ metadata }) => metadata.uid));
  for (const uid of memory.keys()) if (!alive.has(uid)) memory.delete(uid);
  for (const pod of pods) {
    const { uid } = pod.metadata;
    const known = memory.get(uid) ?? { seenAt: now };
    memory.set(uid, isTerminating(pod) ? { stoppingSince: now, ...known } : known);
  }
}

async function list<R extends Resource>({ transport, signal }: WorkloadsOptions, resource: R): Promise<Snapshot[R]> {
  const { status, body } = await transport(listRequest(resource), signal);
  if (status !== 200) throw new Error(`listing ${resource} answered ${status}`);
  return (JSON.parse(body) as { readonly items: Snapshot[R] }).items;
}

async function wakeOnChange(
  { transport, clock, signal }: WorkloadsOptions,
  resource: Resource,
  changes: Bell,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const { chunks } = await transport(watchRequest(resource), signal);
      if (chunks === undefined) throw new Error(`watching ${resource} was refused`);
      changes.ring();
      for await (const chunk of chunks) if (!isBookmark(chunk)) changes.ring();
    } catch {
      // Refused, cut off, or the play is over: the loop's condition tells which, and a new watch begins with all there is.
      await clock.sleep(retryAfterMs, signal).catch(() => undefined);
    }
  }
}

/** A chunk may be split anywhere; taking a change for a bookmark must not happen, the reverse costs one look. */
function isBookmark(chunk: string): boolean {
  return chunk.startsWith('{"type":"BOOKMARK"') && chunk.indexOf('\n') === chunk.length - 1;
}
