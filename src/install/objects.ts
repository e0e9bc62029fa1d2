import type { V1Deployment, V1PolicyRule, V1RoleRef, V1ServiceSpec, RbacV1Subject } from '@kubernetes/client-node';
import type { Plain } from '../dataplane/workloads/plain.ts';
import type { KubeObject } from '../kube/objects.ts';
import { leaseName, rights, type Right } from './rights.ts';

export interface InstallOptions {
  /** Namespace of the operator itself. */
  readonly namespace: string;
  /** Namespaces whose Secrets and workloads the operator looks after. Empty: none yet. */
  readonly governedNamespaces: readonly string[];
  readonly image: string;
  /** `observe` decides and reports but changes nothing: for the first day on a live organization. Default `act`. */
  readonly mode?: 'act' | 'observe';
  /** One works; a second waits for the lease. Default 1: a restart costs seconds, and nothing depends on them. */
  readonly replicas?: number;
  readonly imagePullPolicy?: 'IfNotPresent' | 'Always' | 'Never';
  /** Names of Secrets for the registry. */
  readonly imagePullSecrets?: readonly string[];
  readonly resources?: OperatorResources;
  /** By which the operator is somebody in the cloud. */
  readonly identity?: OperatorIdentity;
}

export interface OperatorIdentity {
  /** Of its ServiceAccount. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Of its pods: Azure's webhook looks at pods that carry one, and at no others. */
  readonly podLabels: Readonly<Record<string, string>>;
}

export interface OperatorResources {
  readonly requests: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, string>>;
}

/** Name of everything that belongs to the operator. */
export const operatorName = leaseName;
/** Health, readiness and metrics are served here. */
const operatorPort = 8080;

/** No CPU limit: a start lists everything at once, and throttling it only makes it later. */
export const defaultResources: OperatorResources = {
  requests: { cpu: '100m', memory: '160Mi' },
  limits: { memory: '384Mi' },
};

const labels = { 'app.kubernetes.io/name': 'planewright', 'app.kubernetes.io/component': 'operator' };
const podLabels = { app: operatorName, ...labels };

/** Everything but the CRDs, in the order in which it is applied. */
export function installObjects(options: InstallOptions): readonly KubeObject[] {
  return [
    namespace(options.namespace),
    serviceAccount(options.namespace, options.identity?.annotations),
    ...clusterRights(options.namespace),
    ...ownRights(options.namespace),
    ...options.governedNamespaces.flatMap((governed) => governedRights(governed, options.namespace)),
    metricsService(options.namespace),
    operatorDeployment(options),
  ];
}

/** The operator's pods keep to the restricted standard, and the namespace says so. */
function namespace(name: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { ...labels, 'pod-security.kubernetes.io/enforce': 'restricted' } },
  };
}

export function serviceAccount(where: string, annotations: Readonly<Record<string, string>> = {}): KubeObject {
  const named = Object.keys(annotations).length > 0 && { annotations };
  const metadata = { name: operatorName, namespace: where, labels, ...named };
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata };
}

interface RoleObject extends KubeObject {
  readonly rules: readonly Plain<V1PolicyRule>[];
}
interface BindingObject extends KubeObject {
  readonly roleRef: Plain<V1RoleRef>;
  readonly subjects: readonly Plain<RbacV1Subject>[];
}

export function clusterRights(operatorNamespace: string): readonly [RoleObject, BindingObject] {
  const metadata = { name: operatorName, labels };
  return [
    { apiVersion: rbac, kind: 'ClusterRole', metadata, rules: rulesOf('cluster') },
    { apiVersion: rbac, kind: 'ClusterRoleBinding', metadata, ...bindingTo('ClusterRole', operatorNamespace) },
  ];
}

export function ownRights(operatorNamespace: string): readonly [RoleObject, BindingObject] {
  return namespacedRights('own', operatorNamespace, operatorNamespace, operatorName);
}

/** The rights in one namespace that the operator looks after; a name of their own, for it may be the operator's too. */
export function governedRights(governed: string, operatorNamespace: string): readonly [RoleObject, BindingObject] {
  return namespacedRights('governed', governed, operatorNamespace, `${operatorName}-governed`);
}

const rbac = 'rbac.authorization.k8s.io/v1';

function namespacedRights(
  scope: Right['scope'],
  where: string,
  operatorNamespace: string,
  name: string,
): readonly [RoleObject, BindingObject] {
  const metadata = { name, namespace: where, labels };
  return [
    { apiVersion: rbac, kind: 'Role', metadata, rules: rulesOf(scope) },
    { apiVersion: rbac, kind: 'RoleBinding', metadata, ...bindingTo('Role', operatorNamespace, name) },
  ];
}

function rulesOf(scope: Right['scope']): readonly Plain<V1PolicyRule>[] {
  return rights
    .filter((right) => right.scope === scope)
    .map(({ group, resources, verbs, names }) => ({
      apiGroups: [group],
      resources,
      verbs,
      ...(names && { resourceNames: names }),
    }));
}

function bindingTo(kind: 'ClusterRole' | 'Role', operatorNamespace: string, name = operatorName) {
  return {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name },
    subjects: [{ kind: 'ServiceAccount', name: operatorName, namespace: operatorNamespace }],
  };
}

export function metricsService(where: string): KubeObject & { readonly spec: Plain<V1ServiceSpec> } {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: operatorName, namespace: where, labels },
    spec: {
      type: 'ClusterIP',
      selector: { app: operatorName },
      ports: [{ name: 'metrics', port: operatorPort, targetPort: 'http', protocol: 'TCP' }],
    },
  };
}

export type OperatorDeployment = KubeObject & Pick<Plain<Required<V1Deployment>>, 'spec'>;

export function operatorDeployment(options: InstallOptions): OperatorDeployment {
  const { namespace: where, governedNamespaces, image, mode = 'act', replicas = 1 } = options;
  const { imagePullPolicy = 'IfNotPresent', imagePullSecrets = [], resources = defaultResources } = options;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: operatorName, namespace: where, labels },
    spec: {
      replicas,
      selector: { matchLabels: { app: operatorName } },
      // The new pod waits for the lease; the old one gives it back when it stops.
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: {
        metadata: { labels: { ...podLabels, ...options.identity?.podLabels } },
        spec: {
          serviceAccountName: operatorName,
          // Changes that are being carried out are carried to their end.
          terminationGracePeriodSeconds: 30,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65532,
            runAsGroup: 65532,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          ...(imagePullSecrets.length > 0 && { imagePullSecrets: imagePullSecrets.map((name) => ({ name })) }),
          containers: [
            {
              name: 'operator',
              image,
              imagePullPolicy,
              args: operatorArguments(mode, governedNamespaces),
              env: [
                { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
                { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
              ],
              ports: [{ name: 'http', containerPort: operatorPort, protocol: 'TCP' }],
              startupProbe: { httpGet: { path: '/healthz', port: 'http' }, periodSeconds: 2, failureThreshold: 30 },
              livenessProbe: { httpGet: { path: '/healthz', port: 'http' }, periodSeconds: 20, failureThreshold: 3 },
              readinessProbe: { httpGet: { path: '/readyz', port: 'http' }, periodSeconds: 10, failureThreshold: 3 },
              resources,
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ['ALL'] },
              },
            },
          ],
        },
      },
    },
  };
}

/** Command line of the operator's container: `planewright operator …`. */
function operatorArguments(mode: 'act' | 'observe', governedNamespaces: readonly string[]): readonly string[] {
  return ['operator', `--mode=${mode}`, `--namespaces=${governedNamespaces.join(',')}`, `--port=${operatorPort}`];
}
