import type { V1DeploymentSpec, V1ResourceRequirements } from '@kubernetes/client-node';
import type { DataPlaneSpec } from '../../api/index.ts';
import { apiVersionOf } from '../../kube/objects.ts';
import { appLabel, servicePortName } from '../contract/components.ts';
import type { PlaneContext } from './context.ts';
import { metadataOf } from './identity.ts';
import { planeTypes, type ConfigMap, type Deployment, type Service } from './kinds.ts';
import { podTemplate, type PodPlan } from './pods.ts';
import type { Plain } from './plain.ts';

export interface DeploymentPlan extends PodPlan {
  readonly name: string;
  readonly replicas: number;
  readonly strategy: Plain<V1DeploymentSpec>['strategy'];
  /** Seconds without progress after which the Deployment calls itself failed. */
  readonly progressSeconds: number;
}

export function deployment(context: PlaneContext, plan: DeploymentPlan): Deployment {
  return {
    apiVersion: apiVersionOf(planeTypes.Deployment),
    kind: 'Deployment',
    metadata: metadataOf(context, plan.name, plan.contract.container),
    spec: {
      replicas: plan.replicas,
      // The vendor's own selector, so that a plane of the vendor's chart can be taken over: selectors never change.
      selector: { matchLabels: { [appLabel]: plan.app } },
      ...(plan.strategy && { strategy: plan.strategy }),
      progressDeadlineSeconds: plan.progressSeconds,
      revisionHistoryLimit: 3,
      template: podTemplate(context, plan),
    },
  };
}

export function configMap(
  context: PlaneContext,
  name: string,
  component: string,
  data: Readonly<Record<string, string>>,
): ConfigMap {
  return {
    apiVersion: apiVersionOf(planeTypes.ConfigMap),
    kind: 'ConfigMap',
    metadata: metadataOf(context, name, component),
    data,
  };
}

export function service(
  context: PlaneContext,
  contract: PodPlan['contract'],
  options: { readonly type: 'ClusterIP' | 'LoadBalancer'; readonly annotations?: Readonly<Record<string, string>> },
): Service {
  return {
    apiVersion: apiVersionOf(planeTypes.Service),
    kind: 'Service',
    metadata: metadataOf(context, contract.objectName, contract.container, options.annotations),
    spec: {
      type: options.type,
      selector: { [appLabel]: contract.objectName },
      ports: [{ name: servicePortName, port: contract.port, targetPort: contract.port, protocol: 'TCP' }],
    },
  };
}

/** Requests and limits as Kubernetes writes them: quantities as text. */
export function resourcesOf({ requests, limits }: DataPlaneSpec['api']['resources']): Plain<V1ResourceRequirements> {
  return {
    ...(requests && { requests: quantities(requests) }),
    ...(limits && { limits: quantities(limits) }),
  };
}

function quantities(amounts: Readonly<Record<string, string | number | undefined>>): Record<string, string> {
  const entries = Object.entries(amounts).filter(([, amount]) => amount !== undefined);
  return Object.fromEntries(entries.map(([name, amount]) => [name, String(amount)]));
}
