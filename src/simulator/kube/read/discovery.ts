import type { WireRequest } from '../../../runtime/transport.ts';
import type { KindRegistry, ServedKind } from '../kinds.ts';

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const subresourceVerbs = ['get', 'patch', 'update'];

/** True where the client takes the whole API surface in one answer. */
export function wantsAggregated(wire: WireRequest): boolean {
  return (wire.headers?.['accept'] ?? '').includes('g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList');
}

/** `/api` or `/apis` as one `APIGroupDiscoveryList`. */
export function aggregatedDiscovery(kinds: KindRegistry, core: boolean): unknown {
  const groups = groupsOf(kinds).filter(([group]) => (group === '') === core);
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map(([group, versions]) => ({
      metadata: { name: group, creationTimestamp: null },
      versions: Array.from(versions, ([version, served]) => ({
        version,
        freshness: 'Current',
        resources: served.map((kind) => ({
          resource: kind.plural,
          responseKind: { group: kind.group, version: kind.version, kind: kind.kind },
          scope: kind.namespaced ? 'Namespaced' : 'Cluster',
          singularResource: kind.singular,
          verbs,
          ...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
          ...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
          ...(kind.subresources.size === 0
            ? {}
            : {
                subresources: Array.from(kind.subresources, (subresource) => ({
                  subresource,
                  responseKind: { group: kind.group, version: kind.version, kind: kind.kind },
                  verbs: subresourceVerbs,
                })),
              }),
        })),
      })),
    })),
  };
}

export function legacyVersions(): unknown {
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };
}

export function legacyGroups(kinds: KindRegistry): unknown {
  return {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: groupsOf(kinds)
      .filter(([group]) => group !== '')
      .map(([group, versions]) => groupOf(group, Array.from(versions.keys()))),
  };
}

/** `/apis/<group>`; undefined where no such group is served. */
export function legacyGroup(kinds: KindRegistry, name: string): unknown {
  const found = groupsOf(kinds).find(([group]) => group === name);
  if (found === undefined || name === '') return undefined;
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(name, Array.from(found[1].keys())) };
}

function groupOf(group: string, versions: readonly string[]): Record<string, unknown> {
  const named = versions.map((version) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions: named, preferredVersion: named[0] };
}

/** `/api/v1` or `/apis/<group>/<version>`; undefined where nothing is served there. */
export function legacyResources(kinds: KindRegistry, group: string, version: string): unknown {
  const served = kinds.all().filter((kind) => kind.group === group && kind.version === version);
  if (served.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: group === '' ? version : `${group}/${version}`,
    resources: served.flatMap((kind) => [
      {
        name: kind.plural,
        singularName: kind.singular,
        namespaced: kind.namespaced,
        kind: kind.kind,
        verbs,
        ...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
        ...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
      },
      ...Array.from(kind.subresources, (subresource) => ({
        name: `${kind.plural}/${subresource}`,
        singularName: '',
        namespaced: kind.namespaced,
        kind: kind.kind,
        verbs: subresourceVerbs,
      })),
    ]),
  };
}

function groupsOf(kinds: KindRegistry): [string, Map<string, ServedKind[]>][] {
  const groups = new Map<string, Map<string, ServedKind[]>>();
  for (const kind of kinds.all()) {
    const versions = groups.get(kind.group) ?? new Map<string, ServedKind[]>();
    groups.set(kind.group, versions);
    versions.set(kind.version, [...(versions.get(kind.version) ?? []), kind]);
  }
  return Array.from(groups);
}
