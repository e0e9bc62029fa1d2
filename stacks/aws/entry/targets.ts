import { componentContracts, appLabel, servicePortName } from '../../../src/dataplane/contract/components.ts';
import { apiNodePort } from '../../environment/schema/aws.ts';
import type { AwsEnvironment } from '../../environment/schema/environment.ts';

/** How a load balancer finds the API's pods. */
export type Targets =
  | { readonly type: 'NodePort'; readonly port: number }
  | { readonly type: 'TargetGroupBinding'; readonly port: number; readonly apiVersion: string };

const api = componentContracts.api;

/**
 * By a port of every node where the cluster is ours: it needs no controller, no rights in the cloud for one, and everything
 * about the load balancer stands in the plan. On a cluster that exists, by whatever is there.
 */
export function targetsOf({ spec }: AwsEnvironment): Targets {
  const { kubernetes } = spec;
  if (kubernetes.type === 'New') return { type: 'NodePort', port: apiNodePort };
  const { loadBalancing } = kubernetes;
  if (loadBalancing.type === 'NodePort') return { type: 'NodePort', port: loadBalancing.port };
  const apiVersion = loadBalancing.controller === 'AutoMode' ? 'eks.amazonaws.com/v1' : 'elbv2.k8s.aws/v1beta1';
  return { type: 'TargetGroupBinding', port: api.port, apiVersion };
}

/** The object in the cluster that joins pods and load balancer. */
export function targetObject(
  { spec }: AwsEnvironment,
  targets: Targets,
  targetGroupArn: unknown,
): Readonly<Record<string, unknown>> {
  const metadata = {
    name: `${api.objectName}-entry`,
    namespace: spec.plane.namespace,
    labels: { 'app.kubernetes.io/managed-by': 'planewright' },
  };
  if (targets.type === 'TargetGroupBinding') {
    return {
      apiVersion: targets.apiVersion,
      kind: 'TargetGroupBinding',
      metadata,
      spec: {
        serviceRef: { name: api.objectName, port: api.port },
        targetGroupARN: targetGroupArn,
        targetType: 'ip',
      },
    };
  }
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: {
      type: 'NodePort',
      // Any node passes on to any pod: a node whose last pod moved away is no hole until the next health check.
      externalTrafficPolicy: 'Cluster',
      selector: { [appLabel]: api.objectName },
      ports: [{ name: servicePortName, protocol: 'TCP', port: api.port, targetPort: api.port, nodePort: targets.port }],
    },
  };
}
