import { installObjects } from '../../install/objects.ts';
import type { ClusterObject } from '../../../stacks/cluster/object.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import type { PlaneOutputs } from '../../../stacks/outputs.ts';
import { clusterPart } from '../environment-cluster/part.ts';

/** The operator's own objects for an environment, with the identity by which it reads the plane's secrets. */
export function operatorObjects(environment: Environment, outputs: PlaneOutputs | undefined): readonly ClusterObject[] {
  const { installation } = clusterPart(environment, outputs, {});
  return installObjects(installation) as unknown as readonly ClusterObject[];
}
