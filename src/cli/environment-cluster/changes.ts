import { environmentDiff } from '../../install/environment.ts';
import { installDiff } from '../../install/install.ts';
import type { ObjectChange } from '../../install/object-change.ts';
import { kubeClient } from '../../kube/kube-client.ts';
import type { ClusterConnection } from '../../kube/cluster-connection.ts';
import type { ClusterPart } from './part.ts';

/** What would become of an environment's cluster. */
export interface ClusterChanges {
  /** Everything that is wanted or goes, the unchanged included. */
  readonly objects: readonly ObjectChange[];
  /** Not wanted any more, but of a kind that is not taken away without being told to: `Secret acme/old`. */
  readonly kept: readonly string[];
}

/** Asks the API server what would change. Nothing is written. */
export async function clusterChanges(
  { transport }: ClusterConnection,
  { installation, set }: ClusterPart,
  signal: AbortSignal,
): Promise<ClusterChanges> {
  const client = kubeClient(transport);
  const operator = await installDiff(client, installation, signal);
  const own = await environmentDiff({ client, transport }, set, signal);
  const told = new Set(operator.map(nameOf));
  return {
    // The namespaces are made with the operator, and are the environment's.
    objects: [...operator, ...own.changes.filter((change) => !told.has(nameOf(change)))],
    kept: own.kept.map(nameOf),
  };
}

/** `DataPlane braintrust/prod` */
export function nameOf({ kind, namespace, name }: Pick<ObjectChange, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

export function realChanges({ objects }: ClusterChanges): readonly ObjectChange[] {
  return objects.filter(({ change }) => change !== 'same');
}
