import { keyOf } from '../braintrust/resources/row.ts';
import { nameOf, type Dependant } from './kinds.ts';

/** What a resource says is its own, as far as the spec alone tells: two with the same claim mean the same remote object. */
function claimOf(resource: Dependant): string {
  const { namespace: own = '' } = resource.metadata;
  const { name, namespace } = resource.spec.organizationRef;
  return keyOf(namespace ?? own, name, ...parts(resource));
}

/** All that a resource holds a right to: what its spec claims, and the remote object that it is bound to, by its id. */
export function claimsOf(resource: Dependant): readonly string[] {
  const id = resource.status?.remote?.id;
  return id === undefined ? [claimOf(resource)] : [claimOf(resource), id];
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

/** Tells which resources {@link claimsOf} gives a claim for. */
export type Claimants = (claim: string) => readonly Dependant[];

/** For resources that stay as they are; where they come and go, an index follows them. */
export function claimantsAmong(resources: readonly Dependant[]): Claimants {
  const index = new Map<string, Dependant[]>();
  for (const resource of resources) {
    for (const claim of claimsOf(resource)) {
      const same = index.get(claim);
      if (same === undefined) index.set(claim, [resource]);
      else same.push(resource);
    }
  }
  return (claim) => index.get(claim) ?? [];
}

/**
 * The other resource that has the better right to what `resource` claims: the older one, then the smaller UID.
 *
 * @param id the remote object that was found, by which two are recognised that name it in different ways.
 */
export function winnerOver(resource: Dependant, claimants: Claimants, id?: string): Dependant | undefined {
  const rivals = rivalsOf(resource, claimants, id).filter((other) => before(other, resource));
  return rivals.toSorted((a, b) => (before(a, b) ? -1 : 1))[0];
}

/** Another resource that is not being deleted and claims the same: it takes the remote object over. */
export function heirOf(resource: Dependant, claimants: Claimants): Dependant | undefined {
  const rivals = rivalsOf(resource, claimants, resource.status?.remote?.id);
  return rivals.find((other) => other.metadata.deletionTimestamp === undefined);
}

function rivalsOf(resource: Dependant, claimants: Claimants, id: string | undefined): Dependant[] {
  const claims = [claimOf(resource), ...(id === undefined ? [] : [id])];
  return [...new Set(claims.flatMap(claimants))].filter((other) => !sameObject(other, resource));
}

function sameObject(a: Dependant, b: Dependant): boolean {
  return a.kind === b.kind && nameOf(a) === nameOf(b);
}

function before(a: Dependant, b: Dependant): boolean {
  const [atA, atB] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? ''];
  return atA === atB ? (a.metadata.uid ?? '') < (b.metadata.uid ?? '') : atA < atB;
}
