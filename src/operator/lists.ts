import type { KubeObject } from '../kube/objects.ts';
import type { ObjectStore } from '../kube/store.ts';
import { claimsOf } from '../organization/claims.ts';
import type { Lists, NamespaceInfo } from '../organization/context.ts';
import { dependantKinds, type Dependant, type OrganizationKind, type ResourceOf } from '../organization/kinds.ts';
import type { Views } from './views.ts';

/** The organization engine's view of the cluster, from what is watched already. */
export function listsFrom(views: Views): Lists {
  const stores: { readonly [K in OrganizationKind]: ObjectStore<ResourceOf[K]> } = {
    Organization: views.organizations.store,
    AIProvider: views.aiProviders.store,
    EnvironmentVariable: views.environmentVariables.store,
    Project: views.projects.store,
  };
  const dependants = dependantKinds.map((kind) => stores[kind] as ObjectStore<Dependant>);
  for (const store of dependants) store.addIndex('claim', claimsOf);
  return {
    peers: (kind) => stores[kind].list(),
    one: (kind, key) => stores[kind].get(key),
    claimants: (claim) => dependants.flatMap((store) => store.byIndex('claim', claim)),
    namespaces: kept(views.namespaces.store, infoOf),
    secretVersion: ({ namespace = '', name }) => {
      // What is not synced is unknown, and so is what an interrupted watch may have missed.
      if (views.secrets.health(namespace)?.synced !== true) return undefined;
      const secret = views.secrets.store.get({ namespace, name });
      if (secret === undefined) return { state: 'absent' };
      return { state: 'present', resourceVersion: secret.metadata.resourceVersion ?? '' };
    },
  };
}

/** What `each` makes of all objects; the same array until the store changes. */
function kept<T extends KubeObject, U>(store: ObjectStore<T>, each: (object: T) => U): () => readonly U[] {
  let list: readonly U[] | undefined;
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
