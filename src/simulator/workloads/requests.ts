import type { WireRequest } from '../../runtime/transport.ts';
import type { Metadata, OwnerReference, Resource } from './objects.ts';

interface Served {
  readonly apiVersion: string;
  readonly kind: string;
  readonly base: string;
  readonly plural: string;
}

const served = {
  deployments: { apiVersion: 'apps/v1', kind: 'Deployment', base: '/apis/apps/v1', plural: 'deployments' },
  replicaSets: { apiVersion: 'apps/v1', kind: 'ReplicaSet', base: '/apis/apps/v1', plural: 'replicasets' },
  pods: { apiVersion: 'v1', kind: 'Pod', base: '/api/v1', plural: 'pods' },
} as const satisfies Record<Resource, Served>;

const accept = { accept: 'application/json', 'user-agent': 'planewright-workloads' };
const sending = { ...accept, 'content-type': 'application/json' };

interface Named {
  readonly metadata: Metadata;
}

export function listRequest(resource: Resource): WireRequest {
  const { base, plural } = served[resource];
  return { method: 'GET', path: `${base}/${plural}`, headers: accept };
}

/** Without a version: what is there already comes first, so that nothing slips between a list and its watch. */
export function watchRequest(resource: Resource): WireRequest {
  return { ...listRequest(resource), query: { watch: 'true', allowWatchBookmarks: 'true' }, stream: true };
}

export function createRequest(resource: Resource, namespace: string, object: object): WireRequest {
  const { base, plural, apiVersion, kind } = served[resource];
  return {
    method: 'POST',
    path: `${base}/namespaces/${namespace}/${plural}`,
    headers: sending,
    body: JSON.stringify({ apiVersion, kind, ...object }),
  };
}

/** Replaces the status; refused when the object has changed since it was read. */
export function statusRequest(resource: Resource, object: Named, status: object): WireRequest {
  const { apiVersion, kind } = served[resource];
  return {
    method: 'PUT',
    path: `${pathOf(resource, object)}/status`,
    headers: sending,
    body: JSON.stringify({ ...object, apiVersion, kind, status }),
  };
}

/** Sets `spec.replicas`. Whatever else has changed meanwhile is left as it is. */
export function scaleRequest(resource: Resource, object: Named, replicas: number): WireRequest {
  return {
    method: 'PATCH',
    path: pathOf(resource, object),
    headers: { ...accept, 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify({ spec: { replicas } }),
  };
}

/** @param graceSeconds left out: the object's own. */
export function deleteRequest(resource: Resource, object: Named, graceSeconds?: number): WireRequest {
  return {
    method: 'DELETE',
    path: pathOf(resource, object),
    headers: sending,
    body: JSON.stringify({
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      preconditions: { uid: object.metadata.uid },
      ...(graceSeconds !== undefined && { gracePeriodSeconds: graceSeconds }),
    }),
  };
}

export function controllerReference(resource: Resource, { metadata }: Named): OwnerReference {
  const { apiVersion, kind } = served[resource];
  return { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true, blockOwnerDeletion: true };
}

function pathOf(resource: Resource, { metadata }: Named): string {
  const { base, plural } = served[resource];
  return `${base}/namespaces/${metadata.namespace}/${plural}/${metadata.name}`;
}
