import { apiVersionOf } from '../../kube/objects.ts';
import { appLabel, type ComponentContract } from '../contract/components.ts';
import type { PlaneContext } from './context.ts';
import { metadataOf } from './identity.ts';
import { planeTypes, type PodDisruptionBudget } from './kinds.ts';

/** Lets nodes be drained one pod at a time. By `maxUnavailable`, so that a component of one pod does not block a drain. */
export function disruptionBudget(context: PlaneContext, contract: ComponentContract): PodDisruptionBudget {
  return {
    apiVersion: apiVersionOf(planeTypes.PodDisruptionBudget),
    kind: 'PodDisruptionBudget',
    metadata: metadataOf(context, contract.objectName, contract.container),
    spec: {
      maxUnavailable: 1,
      selector: { matchLabels: { [appLabel]: contract.objectName } },
      // A pod that is not ready protects nobody, and would hold up the drain of a broken node for ever.
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  };
}
