import type { StackState } from './state.ts';

/** Types of clusters; what belongs to one follows from it by the engine's own reckoning. */
const clusterTypes: readonly string[] = [
  'aws:eks/cluster:Cluster',
  'gcp:container/cluster:Cluster',
  'azure-native:containerservice:ManagedCluster',
];

export function isCluster(type: string): boolean {
  return clusterTypes.includes(type);
}

/** URNs of the clusters in a state: one, for an environment that makes its own. */
export function clustersIn({ deployment }: StackState): readonly string[] {
  return (deployment.resources ?? []).flatMap(({ urn, type }) => (isCluster(type) ? [urn] : []));
}

/** URNs of the clusters that are deleted in the cloud, and that nothing has taken the place of. */
export function deletedClustersIn({ deployment }: StackState): readonly string[] {
  const deleted = (deployment.resources ?? []).filter(({ pendingReplacement }) => pendingReplacement === true);
  return deleted.flatMap(({ urn, type }) => (isCluster(type) ? [urn] : []));
}

/** Whether a rebuild stopped after it had deleted the old cluster. */
export function isUnderway(state: StackState): boolean {
  return deletedClustersIn(state).length > 0;
}

/**
 * Whether outputs speak of another cluster than the one in the state, or of one that is not there any more: an earlier run
 * deleted it, and wrote no outputs since. Every cloud keeps the host of the address among the cluster's own outputs.
 */
export function isOfAnotherCluster({ deployment }: StackState, endpoint: string): boolean {
  const place = endpoint.replace(/^https:\/\//, '');
  const standing = (deployment.resources ?? []).filter(
    ({ type, pendingReplacement }) => isCluster(type) && pendingReplacement !== true,
  );
  return !standing.some(({ outputs = {} }) => JSON.stringify(outputs).includes(place));
}
