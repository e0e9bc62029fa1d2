import { must } from '../runtime/must.ts';
import type { TypedObject } from '../kube/inventory.ts';
import type { KubeObject, ResourceType } from '../kube/objects.ts';

const rbac = { group: 'rbac.authorization.k8s.io', version: 'v1' };
const core = { group: '', version: 'v1' };

/** Where the kinds that an installation is made of live in the REST API. */
export const installTypes = {
  Namespace: { ...core, plural: 'namespaces', kind: 'Namespace', namespaced: false },
  ServiceAccount: { ...core, plural: 'serviceaccounts', kind: 'ServiceAccount', namespaced: true },
  ClusterRole: { ...rbac, plural: 'clusterroles', kind: 'ClusterRole', namespaced: false },
  ClusterRoleBinding: { ...rbac, plural: 'clusterrolebindings', kind: 'ClusterRoleBinding', namespaced: false },
  Role: { ...rbac, plural: 'roles', kind: 'Role', namespaced: true },
  RoleBinding: { ...rbac, plural: 'rolebindings', kind: 'RoleBinding', namespaced: true },
  Service: { ...core, plural: 'services', kind: 'Service', namespaced: true },
  Deployment: { group: 'apps', version: 'v1', plural: 'deployments', kind: 'Deployment', namespaced: true },
  CustomResourceDefinition: {
    group: 'apiextensions.k8s.io',
    version: 'v1',
    plural: 'customresourcedefinitions',
    kind: 'CustomResourceDefinition',
    namespaced: false,
  },
} as const satisfies Record<string, ResourceType>;

/** The object with its place in the API. */
export function typed(object: KubeObject): TypedObject {
  const types: Readonly<Record<string, ResourceType>> = installTypes;
  return { object, type: must(types[object.kind], `${object.kind} is no kind of an installation`) };
}
