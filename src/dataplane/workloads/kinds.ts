import type {
  V1DeploymentSpec,
  V1NetworkPolicySpec,
  V1PodDisruptionBudgetSpec,
  V1ServiceSpec,
} from '@kubernetes/client-node';
import type { KubeObject, ResourceType } from '../../kube/objects.ts';
import type { Plain } from './plain.ts';

export interface ConfigMap extends KubeObject {
  readonly kind: 'ConfigMap';
  readonly data: Readonly<Record<string, string>>;
}
export interface Deployment extends KubeObject {
  readonly kind: 'Deployment';
  readonly spec: Plain<V1DeploymentSpec>;
}
export interface Service extends KubeObject {
  readonly kind: 'Service';
  readonly spec: Plain<V1ServiceSpec>;
}
export interface ServiceAccount extends KubeObject {
  readonly kind: 'ServiceAccount';
}
export interface PodDisruptionBudget extends KubeObject {
  readonly kind: 'PodDisruptionBudget';
  readonly spec: Plain<V1PodDisruptionBudgetSpec>;
}
export interface NetworkPolicy extends KubeObject {
  readonly kind: 'NetworkPolicy';
  readonly spec: Plain<V1NetworkPolicySpec>;
}

/** Everything that we render for a plane, its Secret apart. */
export type PlaneObject = ConfigMap | Deployment | Service | ServiceAccount | PodDisruptionBudget | NetworkPolicy;
export type PlaneKind = PlaneObject['kind'];

const namespaced = { namespaced: true } as const;

/** Where the kinds of a plane live in the REST API. */
export const planeTypes = {
  ServiceAccount: { ...namespaced, group: '', version: 'v1', plural: 'serviceaccounts', kind: 'ServiceAccount' },
  NetworkPolicy: {
    ...namespaced,
    group: 'networking.k8s.io',
    version: 'v1',
    plural: 'networkpolicies',
    kind: 'NetworkPolicy',
  },
  ConfigMap: { ...namespaced, group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap' },
  Service: { ...namespaced, group: '', version: 'v1', plural: 'services', kind: 'Service' },
  PodDisruptionBudget: {
    ...namespaced,
    group: 'policy',
    version: 'v1',
    plural: 'poddisruptionbudgets',
    kind: 'PodDisruptionBudget',
  },
  Deployment: { ...namespaced, group: 'apps', version: 'v1', plural: 'deployments', kind: 'Deployment' },
} as const satisfies Record<PlaneKind, ResourceType>;

export const secretType: ResourceType = {
  ...namespaced,
  group: '',
  version: 'v1',
  plural: 'secrets',
  kind: 'Secret',
};
export const podType: ResourceType = { ...namespaced, group: '', version: 'v1', plural: 'pods', kind: 'Pod' };
