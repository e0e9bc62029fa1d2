import { createHash } from 'node:crypto';
import { canonicalJson, sameJson } from '../../runtime/canonical-json.ts';
import { deploymentStatus } from './deployment-status.ts';
import {
  hasEnded,
  isActive,
  isReady,
  isTerminating,
  type Decision,
  type Deed,
  type Deployment,
  type Pod,
  type ReplicaSet,
} from './objects.ts';
import { controllerReference, createRequest, deleteRequest, scaleRequest, statusRequest } from './requests.ts';
import { recreated, rolled, scaled, type SetView } from './scaling.ts';

/** Label that tells the pods of one template from those of another. */
const templateHashLabel = 'pod-template-hash';

/**
 * One look of the Deployment controller: a set for the template that is wanted, the sizes of all sets, the status.
 * One step at a time: the next look sees what this one did.
 */
export function decideDeployment(
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  podsOf: (set: ReplicaSet) => readonly Pod[],
  now: number,
): Decision {
  const hash = templateHash(deployment);
  const views = sets.map((set) => viewOf(set, podsOf(set)));
  const current = views.find(({ set }) => set.metadata.labels?.[templateHashLabel] === hash);
  const old = views.filter((view) => view !== current);
  const deeds = isTerminating(deployment) ? [] : stepOf(deployment, hash, current, old);
  const { status, due } = deploymentStatus(deployment, current, old, now);
  if (!sameJson(status, deployment.status)) {
    deeds.push({
      sentence: `deployment ${deployment.metadata.name} reports its status`,
      request: statusRequest('deployments', deployment, status),
    });
  }
  return { deeds, ...(due !== undefined && { due }) };
}

/** The same template gives the same set again, so that going back costs no new one. */
function templateHash({ spec }: Deployment): string {
  return createHash('sha256').update(canonicalJson(spec.template)).digest('hex').slice(0, 10);
}

function viewOf(set: ReplicaSet, pods: readonly Pod[]): SetView {
  const active = pods.filter(isActive);
  return {
    set,
    wanted: set.spec.replicas ?? 1,
    active: active.length,
    available: active.filter(isReady).length,
    // Those that still stop count: `Recreate` means that two templates never run at once.
    running: pods.filter((pod) => !hasEnded(pod)).length,
  };
}

function stepOf(deployment: Deployment, hash: string, current: SetView | undefined, old: readonly SetView[]): Deed[] {
  const { paused, strategy } = deployment.spec;
  const sizes = scalingOf();
  const deeds = sizes.map(({ set, replicas }) => ({
    sentence: `deployment ${deployment.metadata.name} scales ${set.metadata.name} to ${replicas}`,
    request: scaleRequest('replicaSets', set, replicas),
  }));
  if (current === undefined && paused !== true) return [...deeds, newSet(deployment, hash)];
  return deeds.length > 0 ? deeds : forgotten(deployment, current, old);

  function scalingOf() {
    if (paused === true) return scaled(deployment, current, old);
    // A new set is made with no pods, and grown by the looks after.
    if (current === undefined) return [];
    return strategy?.type === 'Recreate' ? recreated(deployment, current, old) : rolled(deployment, current, old);
  }
}

function newSet(deployment: Deployment, hash: string): Deed {
  const { metadata, spec } = deployment;
  const labels = { ...spec.template.metadata?.labels, [templateHashLabel]: hash };
  return {
    sentence: `deployment ${metadata.name} makes a replica set for its template`,
    request: createRequest('replicaSets', metadata.namespace, {
      metadata: {
        name: `${metadata.name}-${hash}`,
        namespace: metadata.namespace,
        labels,
        ownerReferences: [controllerReference('deployments', deployment)],
      },
      spec: {
        replicas: 0,
        selector: { ...spec.selector, matchLabels: { ...spec.selector.matchLabels, [templateHashLabel]: hash } },
        template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
      },
    }),
  };
}

/** Empty old sets beyond `revisionHistoryLimit`, once the template that is wanted has arrived. */
function forgotten({ spec }: Deployment, current: SetView | undefined, old: readonly SetView[]): Deed[] {
  if (current === undefined || current.available < (spec.replicas ?? 1)) return [];
  const empty = old.filter(({ wanted, running, set }) => wanted === 0 && running === 0 && !isTerminating(set));
  const made = ({ set }: SetView): string => `${set.metadata.creationTimestamp} ${set.metadata.name}`;
  const oldestFirst = empty.sort((a, b) => (made(a) < made(b) ? -1 : 1));
  return oldestFirst.slice(0, Math.max(0, empty.length - (spec.revisionHistoryLimit ?? 10))).map(({ set }) => ({
    sentence: `replica set ${set.metadata.name} is past the history limit`,
    request: deleteRequest('replicaSets', set),
  }));
}
