import { at, type StoredObject } from '../object.ts';
import { conditions, labelSelector } from './common.ts';
import { anyValue, bool, byDefault, int, intOrStr, list, map, obj, oneOf, str, time, whole } from './notation.ts';
import { podTemplate } from './pod.ts';
import type { BuiltinKind } from './kind.ts';

const count = (path: string): ((object: StoredObject) => number) => {
  const keys = path.split('.');
  return (object) => Number(at(object, ...keys) ?? 0);
};

export const workloadKinds: readonly BuiltinKind[] = [
  {
    group: 'apps',
    version: 'v1',
    kind: 'Deployment',
    plural: 'deployments',
    namespaced: true,
    shortNames: ['deploy'],
    subresources: ['status', 'scale'],
    generation: true,
    required: ['spec'],
    fields: {
      spec: obj(
        {
          replicas: byDefault(int, 1),
          selector: labelSelector,
          template: podTemplate,
          strategy: byDefault(
            obj({
              type: byDefault(oneOf('RollingUpdate', 'Recreate'), 'RollingUpdate'),
              rollingUpdate: obj({ maxSurge: byDefault(intOrStr, '25%'), maxUnavailable: byDefault(intOrStr, '25%') }),
            }),
            {},
          ),
          minReadySeconds: int,
          revisionHistoryLimit: byDefault(int, 10),
          paused: bool,
          progressDeadlineSeconds: byDefault(int, 600),
        },
        'selector',
      ),
      status: byDefault(
        obj({
          observedGeneration: int,
          replicas: int,
          updatedReplicas: int,
          readyReplicas: int,
          availableReplicas: int,
          unavailableReplicas: int,
          terminatingReplicas: int,
          collisionCount: int,
          conditions,
        }),
        {},
      ),
    },
    columns: [
      {
        name: 'Ready',
        type: 'string',
        cell: (object) => `${count('status.readyReplicas')(object)}/${count('spec.replicas')(object)}`,
      },
      { name: 'Up-to-date', type: 'integer', cell: count('status.updatedReplicas') },
      { name: 'Available', type: 'integer', cell: count('status.availableReplicas') },
    ],
  },
  {
    group: 'apps',
    version: 'v1',
    kind: 'ReplicaSet',
    plural: 'replicasets',
    namespaced: true,
    shortNames: ['rs'],
    subresources: ['status', 'scale'],
    selectable: ['status.replicas'],
    generation: true,
    required: ['spec'],
    fields: {
      spec: obj(
        { replicas: byDefault(int, 1), minReadySeconds: int, selector: labelSelector, template: podTemplate },
        'selector',
      ),
      status: byDefault(
        obj({
          observedGeneration: int,
          replicas: byDefault(int, 0),
          fullyLabeledReplicas: int,
          readyReplicas: int,
          availableReplicas: int,
          terminatingReplicas: int,
          conditions,
        }),
        {},
      ),
    },
    columns: [
      { name: 'Desired', type: 'integer', cell: count('spec.replicas') },
      { name: 'Current', type: 'integer', cell: count('status.replicas') },
      { name: 'Ready', type: 'integer', cell: count('status.readyReplicas') },
    ],
  },
  {
    group: 'policy',
    version: 'v1',
    kind: 'PodDisruptionBudget',
    plural: 'poddisruptionbudgets',
    namespaced: true,
    shortNames: ['pdb'],
    subresources: ['status'],
    generation: true,
    fields: {
      spec: obj({
        minAvailable: intOrStr,
        maxUnavailable: intOrStr,
        selector: labelSelector,
        unhealthyPodEvictionPolicy: str,
      }),
      status: byDefault(
        obj({
          observedGeneration: int,
          disruptionsAllowed: byDefault(int, 0),
          currentHealthy: byDefault(int, 0),
          desiredHealthy: byDefault(int, 0),
          expectedPods: byDefault(int, 0),
          disruptedPods: map(time),
          conditions,
        }),
        {},
      ),
    },
    columns: [
      { name: 'Min Available', type: 'string', jsonPath: '.spec.minAvailable' },
      { name: 'Max Unavailable', type: 'string', jsonPath: '.spec.maxUnavailable' },
    ],
  },
  {
    group: 'autoscaling',
    version: 'v2',
    kind: 'HorizontalPodAutoscaler',
    plural: 'horizontalpodautoscalers',
    namespaced: true,
    shortNames: ['hpa'],
    subresources: ['status'],
    generation: false,
    fields: {
      spec: obj(
        {
          scaleTargetRef: obj({ apiVersion: str, kind: str, name: str }, 'kind', 'name'),
          minReplicas: byDefault(int, 1),
          maxReplicas: int,
          metrics: list(anyValue),
          behavior: obj({ scaleUp: anyValue, scaleDown: anyValue }),
        },
        'scaleTargetRef',
        'maxReplicas',
      ),
      status: byDefault(
        obj({
          observedGeneration: int,
          lastScaleTime: time,
          currentReplicas: int,
          desiredReplicas: byDefault(int, 0),
          currentMetrics: list(anyValue),
          conditions,
        }),
        {},
      ),
    },
    columns: [
      { name: 'MinPods', type: 'integer', jsonPath: '.spec.minReplicas' },
      { name: 'MaxPods', type: 'integer', jsonPath: '.spec.maxReplicas' },
    ],
  },
  {
    group: 'networking.k8s.io',
    version: 'v1',
    kind: 'NetworkPolicy',
    plural: 'networkpolicies',
    namespaced: true,
    shortNames: ['netpol'],
    subresources: [],
    generation: true,
    fields: {
      spec: obj({
        podSelector: labelSelector,
        policyTypes: list(str),
        ingress: list(obj({ from: list(peer()), ports: list(port()) })),
        egress: list(obj({ to: list(peer()), ports: list(port()) })),
      }),
    },
    columns: [],
  },
  {
    group: 'networking.k8s.io',
    version: 'v1',
    kind: 'Ingress',
    plural: 'ingresses',
    namespaced: true,
    shortNames: ['ing'],
    subresources: ['status'],
    generation: true,
    fields: {
      spec: obj({
        ingressClassName: str,
        defaultBackend: anyValue,
        tls: list(obj({ hosts: list(str), secretName: str })),
        rules: list(obj({ host: str, http: anyValue })),
      }),
      status: byDefault(obj({ loadBalancer: byDefault(obj({ ingress: list(anyValue) }), {}) }), {}),
    },
    columns: [{ name: 'Class', type: 'string', jsonPath: '.spec.ingressClassName' }],
  },
];

function peer(): ReturnType<typeof obj> {
  return obj({
    podSelector: labelSelector,
    namespaceSelector: labelSelector,
    ipBlock: whole(obj({ cidr: str, except: list(str) }, 'cidr')),
  });
}

function port(): ReturnType<typeof obj> {
  return obj({ protocol: byDefault(str, 'TCP'), port: intOrStr, endPort: int });
}
