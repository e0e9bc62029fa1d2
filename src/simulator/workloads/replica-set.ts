import { sameJson } from '../../runtime/canonical-json.ts';
import { nodeName } from './kubelet.ts';
import {
  isActive,
  isReady,
  isTerminating,
  type Counts,
  type Decision,
  type Deed,
  type Pod,
  type ReplicaSet,
} from './objects.ts';
import { controllerReference, createRequest, deleteRequest, statusRequest } from './requests.ts';

/** Makes or removes pods until as many are active as the set wants, and reports how many there are. */
export function decideReplicaSet(set: ReplicaSet, pods: readonly Pod[]): Decision {
  const active = pods.filter(isActive);
  const deeds: Deed[] = isTerminating(set) ? [] : [...missing(set, active), ...surplus(set, active)];
  const status = {
    ...countsOf(active),
    ...(active.length > 0 && { fullyLabeledReplicas: active.length }),
    replicas: active.length,
    observedGeneration: set.metadata.generation ?? 0,
  };
  if (!sameJson(status, set.status)) {
    deeds.push({
      sentence: `replica set ${set.metadata.name} reports ${active.length} pods`,
      request: statusRequest('replicaSets', set, status),
    });
  }
  return { deeds };
}

/** Counts as a status carries them: zero is left out. A pod is available as soon as it is ready. */
function countsOf(active: readonly Pod[]): Counts {
  const ready = active.filter(isReady).length;
  return {
    ...(active.length > 0 && { replicas: active.length }),
    ...(ready > 0 && { readyReplicas: ready, availableReplicas: ready }),
  };
}

function missing(set: ReplicaSet, active: readonly Pod[]): Deed[] {
  const { name, namespace } = set.metadata;
  const { replicas = 1, template } = set.spec;
  return Array.from({ length: Math.max(0, replicas - active.length) }, () => ({
    sentence: `replica set ${name} makes a pod`,
    request: createRequest('pods', namespace, {
      metadata: {
        ...template.metadata,
        generateName: `${name}-`,
        namespace,
        ownerReferences: [controllerReference('replicaSets', set)],
      },
      spec: { ...template.spec, nodeName },
    }),
  }));
}

/** Those that serve nobody go first, then the youngest. */
function surplus(set: ReplicaSet, active: readonly Pod[]): Deed[] {
  const count = active.length - (set.spec.replicas ?? 1);
  if (count <= 0) return [];
  const age = ({ metadata }: Pod): string => `${metadata.creationTimestamp} ${metadata.name}`;
  const youngestFirst = [...active].sort((a, b) => (age(a) < age(b) ? 1 : -1));
  const doomed = youngestFirst.sort((a, b) => Number(isReady(a)) - Number(isReady(b))).slice(0, count);
  return doomed.map((pod) => ({
    sentence: `replica set ${set.metadata.name} removes pod ${pod.metadata.name}`,
    request: deleteRequest('pods', pod),
  }));
}
