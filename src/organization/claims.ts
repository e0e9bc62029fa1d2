import { keyOf } from '../braintrust/resources/row.ts';
import { nameOf, type Dependant } from './kinds.ts';

const claims = new WeakMap<Dependant, string>();

/** What a resource says is its own, as far as the spec alone tells: two with the same claim mean the same remote object. */
function claimOf(resource: Dependant): string {
  // A pure memo: lists change with each write, and their other thousand members need not be read again.
  const known = claims.get(resource);
  if (known !== undefined) return known;
  const claim = claimFrom(resource);
  claims.set(resource, claim);
  return claim;
}

function claimFrom(resource: Dependant): string {
  const { namespace: own = '' } = resource.metadata;
  const { name, namespace } = resource.spec.organizationRef;
  return keyOf(namespace ?? own, name, ...parts(resource));
}

function parts(resource: Dependant): string[] {
  switch (resource.kind) {
    case 'Project':
      return ['project', resource.spec.name];
    case 'AIProvider': {
      const { project } = resource.spec;
      // A project's provider key is a variable of the project: both kinds can claim it.
      return project === undefined
        ? ['ai_secret', resource.spec.name]
        : ['env_var', 'project', projectOf(resource, project), resource.spec.name];
    }
    case 'EnvironmentVariable': {
      const { scope } = resource.spec;
      if (scope.type === 'Organization') return ['env_var', 'organization', '', resource.spec.name];
      if (scope.type === 'Function') return ['env_var', 'function', scope.functionId, resource.spec.name];
      return ['env_var', 'project', projectOf(resource, scope.project), resource.spec.name];
    }
  }
}

function projectOf(
  resource: Dependant,
  project: { readonly ref?: string | undefined; readonly name?: string | undefined },
): string {
  return project.name === undefined
    ? keyOf('ref', resource.metadata.namespace ?? '', project.ref ?? '')
    : keyOf('name', project.name);
}

type Peers = readonly (readonly Dependant[])[];

/** Who claims what among the listed resources; each list is indexed once for as long as it is handed in unchanged. */
export class Claims {
  readonly #known = new WeakMap<readonly Dependant[], Map<string, Dependant[]>>();

  /**
   * The other resource that has the better right to what `resource` claims: the older one, then the smaller UID.
   * `id` is the remote object that was found, by which two are recognised that name it in different ways.
   */
  winnerOver(resource: Dependant, peers: Peers, id?: string): Dependant | undefined {
    const rivals = this.#rivals(resource, peers, id).filter((other) => before(other, resource));
    return rivals.toSorted((a, b) => (before(a, b) ? -1 : 1))[0];
  }

  /** Another resource that is not being deleted and claims the same: it takes the remote object over. */
  heirOf(resource: Dependant, peers: Peers): Dependant | undefined {
    const rivals = this.#rivals(resource, peers, resource.status?.remote?.id);
    return rivals.find((other) => other.metadata.deletionTimestamp === undefined);
  }

  #rivals(resource: Dependant, peers: Peers, id: string | undefined): Dependant[] {
    const keys = [claimOf(resource), ...(id === undefined ? [] : [keyOf('id', id)])];
    const found = peers.flatMap((list) => keys.flatMap((key) => this.#index(list).get(key) ?? []));
    return [...new Set(found)].filter((other) => !sameObject(other, resource));
  }

  #index(list: readonly Dependant[]): Map<string, Dependant[]> {
    let index = this.#known.get(list);
    if (index === undefined) {
      index = new Map();
      for (const resource of list) {
        add(index, claimOf(resource), resource);
        if (resource.status?.remote !== undefined) add(index, keyOf('id', resource.status.remote.id), resource);
      }
      this.#known.set(list, index);
    }
    return index;
  }
}

function add(index: Map<string, Dependant[]>, key: string, resource: Dependant): void {
  const same = index.get(key);
  if (same === undefined) index.set(key, [resource]);
  else same.push(resource);
}

function sameObject(a: Dependant, b: Dependant): boolean {
  return a.kind === b.kind && nameOf(a) === nameOf(b);
}

function before(a: Dependant, b: Dependant): boolean {
  const [atA, atB] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? ''];
  return atA === atB ? (a.metadata.uid ?? '') < (b.metadata.uid ?? '') : atA < atB;
}
