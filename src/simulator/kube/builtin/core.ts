import { at, listOf, recordOf, textOf, type StoredObject } from '../object.ts';
import { conditions, localReference, objectReference } from './common.ts';
import {
  anyValue,
  bool,
  byDefault,
  int,
  intOrStr,
  keyed,
  list,
  map,
  obj,
  oneOf,
  quantity,
  setOf,
  str,
  time,
  whole,
} from './notation.ts';
import { podSpec, podStatus } from './pod.ts';
import type { BuiltinKind } from './kind.ts';

const ready = '.status.conditions[?(@.type=="Ready")].status';

export const coreKinds: readonly BuiltinKind[] = [
  {
    group: '',
    version: 'v1',
    kind: 'Namespace',
    plural: 'namespaces',
    namespaced: false,
    shortNames: ['ns'],
    subresources: ['status'],
    selectable: ['status.phase'],
    generation: false,
    fields: {
      spec: obj({ finalizers: list(str) }),
      status: obj({ phase: byDefault(oneOf('Active', 'Terminating'), 'Active'), conditions }),
    },
    columns: [{ name: 'Status', type: 'string', jsonPath: '.status.phase' }],
  },
  {
    group: '',
    version: 'v1',
    kind: 'ConfigMap',
    plural: 'configmaps',
    namespaced: true,
    shortNames: ['cm'],
    subresources: [],
    generation: false,
    fields: { data: map(str), binaryData: map(str), immutable: bool },
    columns: [{ name: 'Data', type: 'integer', cell: dataCount }],
  },
  {
    group: '',
    version: 'v1',
    kind: 'Secret',
    plural: 'secrets',
    namespaced: true,
    shortNames: [],
    subresources: [],
    selectable: ['type'],
    generation: false,
    fields: { data: map(str), stringData: map(str), type: byDefault(str, 'Opaque'), immutable: bool },
    columns: [
      { name: 'Type', type: 'string', jsonPath: '.type' },
      { name: 'Data', type: 'integer', cell: dataCount },
    ],
  },
  {
    group: '',
    version: 'v1',
    kind: 'ServiceAccount',
    plural: 'serviceaccounts',
    namespaced: true,
    shortNames: ['sa'],
    subresources: [],
    generation: false,
    fields: {
      secrets: keyed(['name'], objectReference),
      imagePullSecrets: list(localReference),
      automountServiceAccountToken: bool,
    },
    columns: [],
  },
  {
    group: '',
    version: 'v1',
    kind: 'Service',
    plural: 'services',
    namespaced: true,
    shortNames: ['svc'],
    subresources: ['status'],
    selectable: ['spec.clusterIP', 'spec.type'],
    generation: false,
    fields: {
      spec: obj({
        type: byDefault(oneOf('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'), 'ClusterIP'),
        selector: whole(map(str)),
        clusterIP: str,
        clusterIPs: list(str),
        externalName: str,
        externalIPs: list(str),
        ports: keyed(
          ['port', 'protocol'],
          obj(
            {
              name: str,
              port: int,
              protocol: byDefault(oneOf('TCP', 'UDP', 'SCTP'), 'TCP'),
              targetPort: intOrStr,
              nodePort: int,
              appProtocol: str,
            },
            'port',
          ),
        ),
        sessionAffinity: byDefault(str, 'None'),
        sessionAffinityConfig: anyValue,
        ipFamilies: list(str),
        ipFamilyPolicy: str,
        internalTrafficPolicy: byDefault(str, 'Cluster'),
        externalTrafficPolicy: str,
        trafficDistribution: str,
        publishNotReadyAddresses: bool,
        loadBalancerClass: str,
        loadBalancerIP: str,
        loadBalancerSourceRanges: list(str),
        allocateLoadBalancerNodePorts: bool,
        healthCheckNodePort: int,
      }),
      status: byDefault(obj({ loadBalancer: byDefault(obj({ ingress: list(anyValue) }), {}), conditions }), {}),
    },
    columns: [
      { name: 'Type', type: 'string', jsonPath: '.spec.type' },
      { name: 'Cluster-IP', type: 'string', jsonPath: '.spec.clusterIP' },
    ],
  },
  {
    group: '',
    version: 'v1',
    kind: 'Pod',
    plural: 'pods',
    namespaced: true,
    shortNames: ['po'],
    subresources: ['status'],
    selectable: [
      'spec.nodeName',
      'spec.restartPolicy',
      'spec.schedulerName',
      'spec.serviceAccountName',
      'status.phase',
      'status.podIP',
    ],
    generation: false,
    fields: { spec: podSpec, status: podStatus },
    columns: [
      { name: 'Ready', type: 'string', cell: readyContainers },
      { name: 'Status', type: 'string', cell: podState },
      { name: 'Restarts', type: 'integer', cell: restarts },
    ],
  },
  {
    group: '',
    version: 'v1',
    kind: 'Node',
    plural: 'nodes',
    namespaced: false,
    shortNames: ['no'],
    subresources: ['status'],
    selectable: ['spec.unschedulable'],
    generation: false,
    fields: {
      spec: obj({
        podCIDR: str,
        podCIDRs: setOf(str),
        providerID: str,
        unschedulable: bool,
        taints: list(obj({ key: str, value: str, effect: str, timeAdded: time }, 'key', 'effect')),
      }),
      status: obj({
        addresses: keyed(['type'], obj({ type: str, address: str }, 'type', 'address')),
        allocatable: map(quantity),
        capacity: map(quantity),
        conditions,
        phase: str,
        nodeInfo: map(str),
      }),
    },
    columns: [{ name: 'Ready', type: 'string', jsonPath: ready }],
  },
  {
    group: '',
    version: 'v1',
    kind: 'Event',
    plural: 'events',
    namespaced: true,
    shortNames: ['ev'],
    subresources: [],
    selectable: [
      ...['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].map(
        (field) => `involvedObject.${field}`,
      ),
      'reason',
      'reportingComponent',
      'source',
      'type',
    ],
    generation: false,
    fields: {
      involvedObject: objectReference,
      reason: str,
      message: str,
      source: obj({ component: str, host: str }),
      firstTimestamp: { ...time, nullable: true },
      lastTimestamp: { ...time, nullable: true },
      eventTime: { ...time, nullable: true },
      count: int,
      type: str,
      series: obj({ count: int, lastObservedTime: time }),
      action: str,
      related: objectReference,
      reportingComponent: str,
      reportingInstance: str,
    },
    columns: [
      { name: 'Last Seen', type: 'date', jsonPath: '.lastTimestamp' },
      { name: 'Type', type: 'string', jsonPath: '.type' },
      { name: 'Reason', type: 'string', jsonPath: '.reason' },
      { name: 'Message', type: 'string', jsonPath: '.message' },
    ],
  },
];

function dataCount(object: StoredObject): number {
  return Object.keys({ ...recordOf(object['data']), ...recordOf(object['binaryData']) }).length;
}

function containerStatuses(pod: StoredObject): readonly Record<string, unknown>[] {
  return listOf(at(pod, 'status', 'containerStatuses')).map(recordOf);
}

function readyContainers(pod: StoredObject): string {
  const ready = containerStatuses(pod).filter((status) => status['ready'] === true).length;
  return `${ready}/${listOf(at(pod, 'spec', 'containers')).length}`;
}

function restarts(pod: StoredObject): number {
  return containerStatuses(pod).reduce((sum, status) => sum + Number(status['restartCount'] ?? 0), 0);
}

/** The phase, or what is more telling: that the pod is going, or why a container waits. */
function podState(pod: StoredObject): string {
  if (pod.metadata.deletionTimestamp !== undefined) return 'Terminating';
  const waiting = containerStatuses(pod).map((status) => textOf(at(status, 'state', 'waiting', 'reason')));
  return waiting.find((reason) => reason !== undefined) ?? textOf(at(pod, 'status', 'phase')) ?? '';
}
