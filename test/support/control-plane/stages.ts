/**
 * How KWOK plays kubelet: a Stage moves an object on when its selector matches. A pod says how it behaves by
 * annotations, which a test may also put on a pod that runs.
 */
export const podBehaviour = {
  /** `never`, `slow`, `sick` or `slow-to-stop`; without it a pod runs and is ready at once, and stops at once. */
  annotation: 'pretend.planewright.dev/pod',
  /** For `slow`: a Go duration such as `10s`; 4 s where it is left out. */
  readyAfter: 'pretend.planewright.dev/ready-after',
  /** For `slow-to-stop`: how long it stays Terminating; 8 s where it is left out. */
  stopsAfter: 'pretend.planewright.dev/stops-after',
} as const;

interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[];
}

const readyStatus = '.status.conditions.[] | select( .type == "Ready" ) | .status';
const annotated = (operator: 'In' | 'NotIn', ...values: string[]): Requirement => ({
  key: annotation(podBehaviour.annotation),
  operator,
  values,
});
const living: Requirement = { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' };
const deleted: Requirement = { key: '.metadata.deletionTimestamp', operator: 'Exists' };
const pending: Requirement = { key: '.status.phase', operator: 'In', values: ['Pending'] };
const running: Requirement = { key: '.status.phase', operator: 'In', values: ['Running'] };

const isRunning = 'running: {startedAt: {{ $t | Quote }}}';
const crashLooping = 'waiting: {reason: CrashLoopBackOff, message: pretended}';

/** The documents of KWOK's configuration file; JSON, which is YAML. */
export function stagesFile(): string {
  return stages.map((stage) => JSON.stringify(stage)).join('\n---\n');
}

const stages = [
  stage('node-up', 'Node', [{ key: readyStatus, operator: 'NotIn', values: ['True'] }], {
    next: { statusTemplate: nodeStatus() },
  }),
  stage('pod-up', 'Pod', [living, pending, annotated('NotIn', 'never', 'slow')], {
    next: { statusTemplate: startedStatus() },
  }),
  stage('pod-up-slowly', 'Pod', [living, pending, annotated('In', 'slow')], {
    delay: delay(4000, podBehaviour.readyAfter),
    next: { statusTemplate: startedStatus() },
  }),
  stage(
    'pod-falls-sick',
    'Pod',
    [living, annotated('In', 'sick'), { key: readyStatus, operator: 'In', values: ['True'] }],
    {
      next: {
        statusTemplate: podStatus('False', 'ready: false, started: false, restartCount: 3', crashLooping),
      },
    },
  ),
  stage(
    'pod-heals',
    'Pod',
    [living, running, annotated('NotIn', 'sick'), { key: readyStatus, operator: 'In', values: ['False'] }],
    { next: { statusTemplate: podStatus('True', 'ready: true, started: true, restartCount: 3', isRunning) } },
  ),
  stage('pod-stops', 'Pod', [deleted, annotated('NotIn', 'slow-to-stop')], { next: { delete: true } }),
  stage('pod-stops-slowly', 'Pod', [deleted, annotated('In', 'slow-to-stop')], {
    delay: delay(8000, podBehaviour.stopsAfter),
    next: { delete: true },
  }),
];

function stage(name: string, kind: 'Node' | 'Pod', matchExpressions: readonly Requirement[], what: object): object {
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name: `pretend-${name}` },
    spec: { resourceRef: { apiGroup: 'v1', kind }, selector: { matchExpressions }, ...what },
  };
}

function annotation(name: string): string {
  return `.metadata.annotations["${name}"]`;
}

function delay(durationMilliseconds: number, overriddenBy: string): object {
  return { durationMilliseconds, durationFrom: { expressionFrom: annotation(overriddenBy) } };
}

function nodeStatus(): string {
  const room = '{cpu: "1000", memory: 1Ti, ephemeral-storage: 10Ti, pods: "10000"}';
  return `
{{ $t := Now }}
addresses:
- {type: InternalIP, address: {{ NodeIP | Quote }}}
allocatable: ${room}
capacity: ${room}
conditions:
- {type: Ready, status: "True", reason: Pretended, lastHeartbeatTime: {{ $t | Quote }}, lastTransitionTime: {{ $t | Quote }}}
`;
}

function startedStatus(): string {
  return `
phase: Running
startTime: {{ Now | Quote }}
podIP: {{ PodIPWith .spec.nodeName false (or .metadata.uid "") (or .metadata.name "") (or .metadata.namespace "") | Quote }}
${podStatus('True', 'ready: true, started: true, restartCount: 0', isRunning, 'Initialized')}`;
}

function podStatus(status: 'True' | 'False', flags: string, state: string, ...alsoConditions: string[]): string {
  const conditions = [...alsoConditions, 'ContainersReady', 'Ready'].map(
    (type) => `- {type: ${type}, status: "${status}", lastTransitionTime: {{ $t | Quote }}}`,
  );
  return `{{ $t := Now }}
conditions:
${conditions.join('\n')}
containerStatuses:
{{ range .spec.containers }}
- {name: {{ .name | Quote }}, image: {{ .image | Quote }}, imageID: "", ${flags}, state: {${state}}}
{{ end }}
`;
}
