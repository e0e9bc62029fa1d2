import { rfc3339 } from '../../runtime/clock.ts';
import type { Condition, Deployment, DeploymentStatus } from './objects.ts';
import { rollingBounds, type SetView } from './scaling.ts';

export interface Reported {
  readonly status: DeploymentStatus;
  /** When a deadline passes that would change the status, in milliseconds since the epoch. */
  readonly due?: number;
}

/**
 * What a Deployment says of itself, by the rules of Kubernetes' own controller: counts leave out pods that stop; once a
 * template has arrived, only a new template can be late.
 */
export function deploymentStatus(
  deployment: Deployment,
  current: SetView | undefined,
  old: readonly SetView[],
  now: number,
): Reported {
  const { metadata, spec, status: before = {} } = deployment;
  const sets = [...old, ...(current === undefined ? [] : [current])];
  const total = (field: 'wanted' | 'active' | 'available'): number => sets.reduce((all, view) => all + view[field], 0);
  const available = total('available');
  const counts = withoutZeros({
    replicas: total('active'),
    updatedReplicas: current?.active ?? 0,
    readyReplicas: available,
    availableReplicas: available,
    unavailableReplicas: Math.max(0, total('wanted') - available),
  });
  const progressing = progressOf(deployment, current, counts, now);
  const enough = available >= (spec.replicas ?? 1) - rollingBounds(deployment).unavailable;
  const conditions = [
    conditionOf(before, now, {
      type: 'Available',
      status: enough ? 'True' : 'False',
      reason: enough ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
      message: enough ? 'Deployment has minimum availability.' : 'Deployment does not have minimum availability.',
    }),
    ...(progressing === undefined ? [] : [progressing]),
  ];
  const due = deadlineOf(deployment, progressing);
  return {
    status: { observedGeneration: metadata.generation ?? 0, ...counts, conditions },
    ...(due !== undefined && due > now && { due }),
  };
}

function progressOf(
  deployment: Deployment,
  current: SetView | undefined,
  counts: DeploymentStatus,
  now: number,
): Condition | undefined {
  const { metadata, spec, status: before = {} } = deployment;
  const last = before.conditions?.find(({ type }) => type === 'Progressing');
  const says = (status: Condition['status'], reason: string, message: string): Condition =>
    conditionOf(before, now, { type: 'Progressing', status, reason, message });
  if (spec.paused === true) return says('Unknown', 'DeploymentPaused', 'Deployment is paused');
  if (last?.reason === 'DeploymentPaused') return says('Unknown', 'DeploymentResumed', 'Deployment is resumed');
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0, readyReplicas = 0 } = counts;
  if (last?.reason === 'NewReplicaSetAvailable' && current !== undefined && replicas === updatedReplicas) return last;
  const wanted = spec.replicas ?? 1;
  const set = `ReplicaSet "${current?.set.metadata.name ?? metadata.name}"`;
  if (current !== undefined && updatedReplicas === wanted && replicas === wanted && availableReplicas === wanted) {
    return says('True', 'NewReplicaSetAvailable', `${set} has successfully progressed.`);
  }
  const moved =
    updatedReplicas > (before.updatedReplicas ?? 0) ||
    replicas - updatedReplicas < (before.replicas ?? 0) - (before.updatedReplicas ?? 0) ||
    readyReplicas > (before.readyReplicas ?? 0) ||
    availableReplicas > (before.availableReplicas ?? 0);
  // Every progress starts the deadline anew.
  if (moved) return { ...says('True', 'ReplicaSetUpdated', `${set} is progressing.`), lastUpdateTime: rfc3339(now) };
  if (current === undefined || last === undefined || isBegun(last, metadata.generation, before)) {
    return { ...says('True', 'NewReplicaSetCreated', `Created new ${set}`), lastUpdateTime: rfc3339(now) };
  }
  const deadline = deadlineOf(deployment, last);
  if (deadline !== undefined && deadline <= now) {
    return says('False', 'ProgressDeadlineExceeded', `${set} has timed out progressing.`);
  }
  return last;
}

/** A template that arrived is not late; the next one starts with its own set, and its own deadline. */
function isBegun({ reason }: Condition, generation: number | undefined, before: DeploymentStatus): boolean {
  return (
    reason === 'NewReplicaSetAvailable' ||
    (reason === 'ProgressDeadlineExceeded' && generation !== before.observedGeneration)
  );
}

function deadlineOf({ spec }: Deployment, progressing: Condition | undefined): number | undefined {
  const { reason, lastUpdateTime } = progressing ?? {};
  const waits = reason === 'NewReplicaSetCreated' || reason === 'ReplicaSetUpdated' || reason === 'DeploymentResumed';
  if (!waits || lastUpdateTime === undefined) return undefined;
  return Date.parse(lastUpdateTime) + (spec.progressDeadlineSeconds ?? 600) * 1000;
}

/** The condition that was there while it says the same; times move only when something else does. */
function conditionOf({ conditions = [] }: DeploymentStatus, now: number, next: Condition): Condition {
  const last = conditions.find(({ type }) => type === next.type);
  if (last?.status === next.status && last.reason === next.reason && last.message === next.message) return last;
  const at = rfc3339(now);
  return {
    ...next,
    lastUpdateTime: at,
    lastTransitionTime: last?.status === next.status ? (last.lastTransitionTime ?? at) : at,
  };
}

function withoutZeros(counts: DeploymentStatus): DeploymentStatus {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}
