import type { KubeObject } from '../kube/objects.ts';
import type { ObjectStore } from '../kube/store.ts';
import type { Lists, NamespaceInfo } from '../organization/context.ts';
import type { OrganizationKind, ResourceOf } from '../organization/kinds.ts';
import type { Views } from './views.ts';

/** The organization engine's view of the cluster, from what is watched already. */
export function listsFrom(views: Views): Lists {
  const peers: { readonly [K in OrganizationKind]: () => readonly ResourceOf[K][] } = {
    Organization: kept(views.organizations.store),
    AIProvider: kept(views.aiProviders.store),
    EnvironmentVariable: kept(views.environmentVariables.store),
    Project: kept(views.projects.store),
  };
  const namespaces = kept(views.namespaces.store, infoOf);
  return {
    peers: (kind) => peers[kind](),
    namespaces,
    secretVersion: ({ namespace = '', name }) => {
      // What is not synced is unknown, and so is what an interrupted watch may have missed.
      if (views.secrets.health(namespace)?.synced !== true) return undefined;
      const secret = views.secrets.store.get({ namespace, name });
      if (secret === undefined) return { state: 'absent' };
      return { state: 'present', resourceVersion: secret.metadata.resourceVersion ?? '' };
    },
  };
}

/** The same array until the store changes. */
function kept<T extends KubeObject>(store: ObjectStore<T>): () => readonly T[];
function kept<T extends KubeObject, U>(store: ObjectStore<T>, each: (object: T) => U): () => readonly U[];
function kept<T extends KubeObject>(store: ObjectStore<T>, each: (object: T) => unknown = (object) => object) {
  let list: readonly unknown[] | undefined;
  store.subscribe(() => (list = undefined));
  return () => (list ??= store.list().map(each));
}

function infoOf({ metadata }: KubeObject): NamespaceInfo {
  return {
    name: metadata.name,
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    terminating: metadata.deletionTimestamp !== undefined,
  };
}
