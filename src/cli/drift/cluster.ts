import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import { clusterObjects, governedNamespaces, isSelfHosted } from '../../../stacks/cluster/objects.ts';
import type { PlaneOutputs } from '../../../stacks/outputs.ts';
import type { KubeObject } from '../../kube/objects.ts';
import { appliedDrift } from './applied.ts';
import type { Found } from './found.ts';
import { installedDrift } from './installed.ts';
import type { Looking } from './looking.ts';
import { planeDrift } from './planes.ts';
import { part, type DriftedInCluster, type Part } from './report.ts';

/** The outputs of the stack, or why there are none. */
export type Outputs = PlaneOutputs | { readonly unknown: string };

export function knownOf(outputs: Outputs | undefined): PlaneOutputs | undefined {
  return outputs !== undefined && 'provider' in outputs ? outputs : undefined;
}

/** Where the cluster is not as declared: the operator's objects, the environment's, and the workloads of its plane. */
export async function clusterPart(
  environment: Environment,
  outputs: Outputs | undefined,
  looking: Looking,
  signal: AbortSignal,
): Promise<Part<DriftedInCluster>> {
  const { readingKube, managers, clock, snapshot, ownNamespace } = looking;
  const governed = governedNamespaces(environment);
  const known = knownOf(outputs);
  const objects = clusterObjects(environment, known) as readonly unknown[] as readonly KubeObject[];
  const planes = (snapshot.get('DataPlane') ?? []).filter(({ metadata }) => {
    return isSelfHosted(environment) && metadata.namespace === environment.spec.plane.namespace;
  });
  const found: readonly Found[] = [
    await installedDrift(looking, { namespace: ownNamespace, governed }, signal),
    await appliedDrift(looking, objects, signal),
    await planeDrift({ kube: readingKube, clock, managers, hashKey: looking.hashKey.hashKey }, planes, signal),
  ];
  const without =
    isSelfHosted(environment) && known === undefined
      ? [
          `The plane's own objects were not compared: ${outputs !== undefined && 'unknown' in outputs ? outputs.unknown : 'there are no outputs'}`,
        ]
      : [];
  return part(
    distinct(found.flatMap((one) => one.objects)),
    [...found.flatMap(({ reasons }) => reasons), ...without],
    found.find(({ note }) => note !== undefined)?.note,
  );
}

/** A namespace belongs to the installation and to the environment. */
function distinct(objects: readonly DriftedInCluster[]): readonly DriftedInCluster[] {
  const nameOf = ({ kind, namespace = '', name }: DriftedInCluster): string => `${kind} ${namespace}/${name}`;
  return [...new Map(objects.toReversed().map((one) => [nameOf(one), one])).values()].toReversed();
}
