import { autoscalerImage } from './autoscaler-image.ts';
import { brainstoreNode } from './pools.ts';

type KubeObject = Readonly<Record<string, unknown>>;

export const autoscalerAccount = { namespace: 'kube-system', name: 'cluster-autoscaler' } as const;

const labels = { app: autoscalerAccount.name, 'app.kubernetes.io/managed-by': 'planewright' };
const read = ['get', 'list', 'watch'];

/** Groups of what the autoscaler looks at to judge whether a pod would fit. Source: kubernetes/autoscaler, AWS examples. */
const looksAt = [
  {
    apiGroups: [''],
    resources: [
      'pods',
      'services',
      'replicationcontrollers',
      'persistentvolumeclaims',
      'persistentvolumes',
      'namespaces',
    ],
    verbs: read,
  },
  { apiGroups: ['apps'], resources: ['daemonsets', 'replicasets', 'statefulsets'], verbs: read },
  { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: read },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: read },
  {
    apiGroups: ['storage.k8s.io'],
    resources: ['storageclasses', 'csinodes', 'csidrivers', 'csistoragecapacities', 'volumeattachments'],
    verbs: read,
  },
  {
    apiGroups: ['resource.k8s.io'],
    resources: ['resourceclaims', 'resourceslices', 'deviceclasses'],
    verbs: read,
  },
] as const;

const rules = [
  ...looksAt,
  { apiGroups: [''], resources: ['nodes'], verbs: [...read, 'update', 'delete'] },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
  { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
  { apiGroups: [''], resources: ['pods/status'], verbs: ['update'] },
];

const ownRules = [
  { apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'list', 'watch'] },
  {
    apiGroups: [''],
    resources: ['configmaps'],
    resourceNames: ['cluster-autoscaler-status', 'cluster-autoscaler-priority-expander'],
    verbs: ['get', 'update', 'delete'],
  },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
  {
    apiGroups: ['coordination.k8s.io'],
    resources: ['leases'],
    resourceNames: ['cluster-autoscaler'],
    verbs: ['get', 'update'],
  },
];

export interface AutoscalerWishes {
  readonly clusterName: string;
  readonly region: string;
  /** Version of Kubernetes, such as 1.34. */
  readonly version: string;
}

/**
 * Cluster Autoscaler. A rollout starts a new Brainstore pod before the old one ends: somebody must add the node that it
 * waits for, and take it away afterwards. Managed node groups alone do neither.
 */
export function autoscalerObjects({ clusterName, region, version }: AutoscalerWishes): readonly KubeObject[] {
  const { name, namespace } = autoscalerAccount;
  const metadata = { name, namespace, labels };
  const subjects = [{ kind: 'ServiceAccount', name, namespace }];
  const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1' };
  const roleRef = (kind: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name });
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    { ...rbac, kind: 'ClusterRole', metadata: { name, labels }, rules },
    { ...rbac, kind: 'ClusterRoleBinding', metadata: { name, labels }, roleRef: roleRef('ClusterRole'), subjects },
    { ...rbac, kind: 'Role', metadata, rules: ownRules },
    { ...rbac, kind: 'RoleBinding', metadata, roleRef: roleRef('Role'), subjects },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: name,
            priorityClassName: 'system-cluster-critical',
            affinity: {
              nodeAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: {
                  nodeSelectorTerms: [{ matchExpressions: [{ key: brainstoreNode.key, operator: 'DoesNotExist' }] }],
                },
              },
            },
            securityContext: {
              runAsNonRoot: true,
              runAsUser: 65_534,
              seccompProfile: { type: 'RuntimeDefault' },
            },
            containers: [container(clusterName, region, version)],
          },
        },
      },
    },
  ];
}

function container(clusterName: string, region: string, version: string): KubeObject {
  const tags = ['k8s.io/cluster-autoscaler/enabled', `k8s.io/cluster-autoscaler/${clusterName}`];
  return {
    name: autoscalerAccount.name,
    image: autoscalerImage(version),
    command: [
      './cluster-autoscaler',
      '--cloud-provider=aws',
      `--node-group-auto-discovery=asg:tag=${tags.join(',')}`,
      '--balance-similar-node-groups',
      '--expander=least-waste',
      // Brainstore's cache is local storage, and may go: it fills again from the bucket.
      '--skip-nodes-with-local-storage=false',
      '--skip-nodes-with-system-pods=false',
    ],
    env: [{ name: 'AWS_REGION', value: region }],
    resources: { requests: { cpu: '100m', memory: '600Mi' }, limits: { memory: '600Mi' } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
  };
}
