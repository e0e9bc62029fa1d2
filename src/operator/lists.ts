import type { KubeObject } from '../kube/objects.ts';
import type { ObjectStore } from '../kube/store.ts';
import type { Lists, NamespaceInfo } from '../organization/context.ts';
import type { OrganizationKind, ResourceOf } from '../organization/kinds.ts';
import type { Views } from './views.ts';

/** The organization engine's view of the cluster, from what is watched already. */
export function listsFrom(views: Views): Lists {
  const stores: { readonly [K in OrganizationKind]: ObjectStore<ResourceOf[K]> } = {
    Organization: views.organizations.store,
    AIProvider: views.aiProviders.store,
    EnvironmentVariable: views.environmentVariables.store,
    Project: views.projects.store,
  };
  const peers: { readonly [K in OrganizationKind]: () => readonly ResourceOf[K][] } = {
    Organization: kept(stores.Organization),
    AIProvider: kept(stores.AIProvider),
    EnvironmentVariable: kept(stores.EnvironmentVariable),
    Project: kept(stores.Project),
  };
  const namespaces = kept(views.namespaces.store, infoOf);
  return {
    peers: (kind) => peers[kind](),
    one: (kind, key) => stores[kind].get(key),
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
