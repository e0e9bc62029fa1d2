import { conditions, labelSelector, localReference, objectMeta } from './common.ts';
import { container, resources, seccompProfile, seLinuxOptions } from './container.ts';
import {
  anyValue,
  bool,
  byDefault,
  int,
  keyed,
  list,
  map,
  obj,
  oneOf,
  quantity,
  str,
  time,
  whole,
} from './notation.ts';

const keyToPath = list(obj({ key: str, path: str, mode: int }, 'key', 'path'));

const volumeClaimSpec = obj({
  accessModes: list(str),
  storageClassName: str,
  volumeMode: str,
  volumeName: str,
  selector: labelSelector,
  resources,
});

const volume = obj(
  {
    name: str,
    emptyDir: obj({ medium: str, sizeLimit: quantity }),
    configMap: obj({ name: byDefault(str, ''), items: keyToPath, defaultMode: byDefault(int, 420), optional: bool }),
    secret: obj({ secretName: str, items: keyToPath, defaultMode: byDefault(int, 420), optional: bool }),
    persistentVolumeClaim: obj({ claimName: str, readOnly: bool }, 'claimName'),
    hostPath: obj({ path: str, type: byDefault(str, '') }, 'path'),
    downwardAPI: obj({ defaultMode: byDefault(int, 420), items: list(anyValue) }),
    projected: obj({ defaultMode: byDefault(int, 420), sources: list(anyValue) }),
    csi: obj(
      { driver: str, readOnly: bool, fsType: str, volumeAttributes: map(str), nodePublishSecretRef: localReference },
      'driver',
    ),
    ephemeral: obj({ volumeClaimTemplate: obj({ metadata: objectMeta, spec: volumeClaimSpec }, 'spec') }),
  },
  'name',
);

const nodeSelectorTerm = whole(
  obj({
    matchExpressions: list(obj({ key: str, operator: str, values: list(str) }, 'key', 'operator')),
    matchFields: list(obj({ key: str, operator: str, values: list(str) }, 'key', 'operator')),
  }),
);
const podAffinityTerm = obj(
  {
    labelSelector,
    namespaceSelector: labelSelector,
    namespaces: list(str),
    topologyKey: str,
    matchLabelKeys: list(str),
    mismatchLabelKeys: list(str),
  },
  'topologyKey',
);
const podAffinity = obj({
  requiredDuringSchedulingIgnoredDuringExecution: list(podAffinityTerm),
  preferredDuringSchedulingIgnoredDuringExecution: list(
    obj({ weight: int, podAffinityTerm }, 'weight', 'podAffinityTerm'),
  ),
});

export const podSpec = obj(
  {
    containers: keyed(['name'], container),
    initContainers: keyed(['name'], container),
    volumes: keyed(['name'], volume),
    restartPolicy: byDefault(oneOf('Always', 'OnFailure', 'Never'), 'Always'),
    terminationGracePeriodSeconds: byDefault(int, 30),
    activeDeadlineSeconds: int,
    dnsPolicy: byDefault(str, 'ClusterFirst'),
    dnsConfig: obj({ nameservers: list(str), searches: list(str), options: list(obj({ name: str, value: str })) }),
    nodeSelector: whole(map(str)),
    nodeName: str,
    serviceAccountName: str,
    serviceAccount: str,
    automountServiceAccountToken: bool,
    hostNetwork: bool,
    hostPID: bool,
    hostIPC: bool,
    hostUsers: bool,
    shareProcessNamespace: bool,
    securityContext: byDefault(
      obj({
        runAsNonRoot: bool,
        runAsUser: int,
        runAsGroup: int,
        fsGroup: int,
        fsGroupChangePolicy: str,
        supplementalGroups: list(int),
        supplementalGroupsPolicy: str,
        sysctls: list(obj({ name: str, value: str })),
        seccompProfile,
        seLinuxOptions,
        appArmorProfile: seccompProfile,
      }),
      {},
    ),
    imagePullSecrets: keyed(['name'], localReference),
    hostname: str,
    subdomain: str,
    hostAliases: keyed(['ip'], obj({ ip: str, hostnames: list(str) }, 'ip')),
    affinity: obj({
      nodeAffinity: obj({
        requiredDuringSchedulingIgnoredDuringExecution: whole(obj({ nodeSelectorTerms: list(nodeSelectorTerm) })),
        preferredDuringSchedulingIgnoredDuringExecution: list(obj({ weight: int, preference: nodeSelectorTerm })),
      }),
      podAffinity,
      podAntiAffinity: podAffinity,
    }),
    schedulerName: byDefault(str, 'default-scheduler'),
    tolerations: list(obj({ key: str, operator: str, value: str, effect: str, tolerationSeconds: int })),
    topologySpreadConstraints: keyed(
      ['topologyKey', 'whenUnsatisfiable'],
      obj(
        {
          maxSkew: int,
          topologyKey: str,
          whenUnsatisfiable: str,
          labelSelector,
          minDomains: int,
          nodeAffinityPolicy: str,
          nodeTaintsPolicy: str,
          matchLabelKeys: list(str),
        },
        'maxSkew',
        'topologyKey',
        'whenUnsatisfiable',
      ),
    ),
    priorityClassName: str,
    priority: int,
    preemptionPolicy: str,
    readinessGates: list(obj({ conditionType: str })),
    runtimeClassName: str,
    enableServiceLinks: bool,
    overhead: map(quantity),
    setHostnameAsFQDN: bool,
  },
  'containers',
);

export const podTemplate = obj({ metadata: objectMeta, spec: podSpec });

const containerState = obj({
  running: obj({ startedAt: time }),
  waiting: obj({ reason: str, message: str }),
  terminated: obj({
    exitCode: int,
    signal: int,
    reason: str,
    message: str,
    startedAt: time,
    finishedAt: time,
    containerID: str,
  }),
});

const containerStatuses = list(
  obj(
    {
      name: str,
      image: str,
      imageID: str,
      containerID: str,
      ready: bool,
      started: bool,
      restartCount: int,
      state: containerState,
      lastState: containerState,
    },
    'name',
  ),
);

export const podStatus = obj({
  phase: str,
  conditions,
  message: str,
  reason: str,
  nominatedNodeName: str,
  hostIP: str,
  podIP: str,
  podIPs: keyed(['ip'], obj({ ip: str }, 'ip')),
  startTime: time,
  observedGeneration: int,
  qosClass: str,
  containerStatuses,
  initContainerStatuses: containerStatuses,
});
