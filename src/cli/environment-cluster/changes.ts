import { compareEnvironment, type ComparedEnvironment } from '../../install/environment.ts';
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

/** What would change, and what is needed to carry it out without comparing again. */
export interface ComparedCluster {
  readonly changes: ClusterChanges;
  readonly operator: readonly ObjectChange[];
  readonly environment: ComparedEnvironment;
}

/** Asks the API server what would change. Nothing is written. */
export async function compareCluster(
  { transport }: ClusterConnection,
  { installation, set }: ClusterPart,
  signal: AbortSignal,
): Promise<ComparedCluster> {
  const client = kubeClient(transport);
  const operator = await installDiff(client, installation, signal);
  const environment = await compareEnvironment({ client, transport }, set, signal);
  const { changes, kept } = environment.found;
  const told = new Set(operator.map(nameOf));
  // The namespaces are made with the operator, and are the environment's.
  const objects = [...operator, ...changes.filter((change) => !told.has(nameOf(change)))];
  return { changes: { objects, kept: kept.map(nameOf) }, operator, environment };
}

/** `DataPlane braintrust/prod` */
export function nameOf({ kind, namespace, name }: Pick<ObjectChange, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

export function realChanges({ objects }: ClusterChanges): readonly ObjectChange[] {
  return objects.filter(({ change }) => change !== 'same');
}
