import { createHash } from 'node:crypto';
import { sameJson } from '../../runtime/canonical-json.ts';
import { rfc3339 } from '../../runtime/clock.ts';
import { hasEnded, isTerminating, type Condition, type Decision, type Pod, type PodStatus } from './objects.ts';
import { deleteRequest, statusRequest } from './requests.ts';

/** The one node; there is no scheduler, pods are made on it. Pods of other nodes are left alone. */
export const nodeName = 'pretend-a';

/** How a pod behaves, by annotations on the pod, which may also be put on one that runs. */
export const podBehaviour = {
  /**
   * `never` gets ready, `slow` takes longer, `sick` crashes again and again, `slow-to-stop` goes on after it was told to
   * stop. Anything else, or nothing: ready after the usual time, gone after the usual time.
   */
  annotation: 'pretend.planewright.dev/pod',
  /** For `slow`: a Go duration such as `10s`; 4 s where it is left out. */
  readyAfter: 'pretend.planewright.dev/ready-after',
  /** For `slow-to-stop`: a Go duration; 8 s where it is left out. */
  stopsAfter: 'pretend.planewright.dev/stops-after',
} as const;

export interface KubeletTimes {
  /** Milliseconds from a pod's creation until it is ready. */
  readonly podStartMs: number;
  /** Milliseconds that a pod stays Terminating; never longer than its grace period. */
  readonly podStopMs: number;
}

/** When this kubelet first saw a pod alive, and first saw it told to stop: finer than the whole seconds of the API. */
export interface PodMemory {
  readonly seenAt: number;
  readonly stoppingSince?: number;
}

export function decidePod(pod: Pod, memory: PodMemory, times: KubeletTimes, now: number): Decision {
  if (pod.spec.nodeName !== nodeName) return { deeds: [] };
  if (isTerminating(pod)) return stopping(pod, memory, times, now);
  if (hasEnded(pod)) return { deeds: [] };
  const behaviour = pod.metadata.annotations?.[podBehaviour.annotation];
  const readyAt = memory.seenAt + startMs(pod, behaviour, times);
  // A pod that runs was started before, maybe by the kubelet that was here before this one.
  const started = pod.status?.phase === 'Running' || (behaviour !== 'never' && now >= readyAt);
  const status = statusOf(pod, started ? (behaviour === 'sick' ? 'crashing' : 'running') : 'creating', now);
  const changed = !sameJson(status, pod.status);
  return {
    deeds: changed
      ? [{ sentence: `pod ${pod.metadata.name} changes its status`, request: statusRequest('pods', pod, status) }]
      : [],
    ...(!started && behaviour !== 'never' && { due: readyAt }),
  };
}

function startMs({ metadata }: Pod, behaviour: string | undefined, { podStartMs }: KubeletTimes): number {
  return behaviour === 'slow' ? (goDurationMs(metadata.annotations?.[podBehaviour.readyAfter]) ?? 4_000) : podStartMs;
}

function stopping(pod: Pod, { stoppingSince, seenAt }: PodMemory, times: KubeletTimes, now: number): Decision {
  const { annotations, deletionGracePeriodSeconds = 30 } = pod.metadata;
  const slowly = annotations?.[podBehaviour.annotation] === 'slow-to-stop';
  const wanted = slowly ? (goDurationMs(annotations[podBehaviour.stopsAfter]) ?? 8_000) : times.podStopMs;
  const due = (stoppingSince ?? seenAt) + Math.min(wanted, deletionGracePeriodSeconds * 1000);
  if (now < due) return { deeds: [], due };
  return { deeds: [{ sentence: `pod ${pod.metadata.name} has stopped`, request: deleteRequest('pods', pod, 0) }] };
}

type ContainerFate = 'creating' | 'running' | 'crashing';

function statusOf(pod: Pod, fate: ContainerFate, now: number): PodStatus {
  const at = rfc3339(now);
  const live = pod.status;
  const ready = fate === 'running';
  const before = new Map(live?.conditions?.map((condition) => [condition.type, condition]));
  const condition = (type: string, holds: boolean): Condition => {
    const status = holds ? 'True' : 'False';
    const last = before.get(type);
    const since = last?.status === status ? last.lastTransitionTime : at;
    return {
      type,
      status,
      lastTransitionTime: since ?? at,
      ...(!holds && { reason: 'ContainersNotReady', message: 'containers are not ready' }),
    };
  };
  return {
    ...live,
    phase: fate === 'creating' ? 'Pending' : 'Running',
    startTime: live?.startTime ?? at,
    ...(fate !== 'creating' && { podIP: live?.podIP ?? podIp(pod) }),
    conditions: [
      condition('PodScheduled', true),
      condition('Initialized', true),
      condition('ContainersReady', ready),
      condition('Ready', ready),
    ],
    containerStatuses: pod.spec.containers.map(({ name, image }) => {
      const last = live?.containerStatuses?.find((container) => container.name === name);
      const crashed = fate === 'crashing' && last?.state.waiting?.reason !== 'CrashLoopBackOff';
      return {
        name,
        image,
        imageID: '',
        ready,
        started: ready,
        restartCount: (last?.restartCount ?? 0) + (crashed ? 1 : 0),
        state: stateOf(fate, last?.state.running?.startedAt ?? at),
      };
    }),
  };
}

function stateOf(fate: ContainerFate, startedAt: string) {
  switch (fate) {
    case 'creating':
      return { waiting: { reason: 'ContainerCreating' } };
    case 'crashing':
      return { waiting: { reason: 'CrashLoopBackOff', message: 'pretended' } };
    case 'running':
      return { running: { startedAt } };
  }
}

/** An address of its own for each pod, and the same in every run. */
function podIp({ metadata }: Pod): string {
  const [high = 0, low = 0] = createHash('sha256').update(metadata.uid).digest();
  return `10.244.${high}.${1 + (low % 254)}`;
}

function goDurationMs(text: string | undefined): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text ?? '');
  const unit = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }[match?.[2] ?? ''];
  return unit === undefined ? undefined : Number(match?.[1]) * unit;
}
