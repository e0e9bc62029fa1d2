import type {
  V1Affinity,
  V1Container,
  V1PodSecurityContext,
  V1PodTemplateSpec,
  V1Probe,
  V1ResourceRequirements,
  V1SecurityContext,
  V1Toleration,
  V1TopologySpreadConstraint,
  V1Volume,
  V1VolumeMount,
} from '@kubernetes/client-node';
import type { DataPlaneSpec } from '../../api/index.ts';
import { appLabel, type ComponentContract } from '../contract/components.ts';
import { identityContracts, type IdentityContract } from '../contract/identity.ts';
import type { PlaneContext } from './context.ts';
import { componentLabel, configHashAnnotation, ownerLabels, secretHashAnnotation } from './identity.ts';
import type { Plain } from './plain.ts';

/**
 * Restricted in the sense of the Pod Security Standards. The images run unprivileged since 1.1.29, and the vendor's own
 * examples for policy-restricted clusters run them with a read-only root file system and a /tmp of their own. The user is
 * named because an image's own user may have no number, which the kubelet does not accept as proof of not being root.
 */
const podSecurity: Plain<V1PodSecurityContext> = {
  runAsNonRoot: true,
  runAsUser: 1000,
  runAsGroup: 1000,
  fsGroup: 1000,
  // Changing the owner of a terabyte of cache on every start would take longer than the start.
  fsGroupChangePolicy: 'OnRootMismatch',
  seccompProfile: { type: 'RuntimeDefault' },
};
const containerSecurity: Plain<V1SecurityContext> = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

/** What a user may add to any component's pods. */
type PodWishes = Pick<
  DataPlaneSpec['api'],
  'nodeSelector' | 'tolerations' | 'podLabels' | 'podAnnotations' | 'resources'
>;

export interface PodPlan {
  readonly contract: ComponentContract;
  /** Value of the `app` label; the contract's object name but for the migration. */
  readonly app: string;
  readonly image: string;
  readonly wishes: PodWishes;
  /** ConfigMap that the container takes its environment from. */
  readonly configMap: string;
  readonly configHash: string;
  readonly secretHash: string;
  readonly environment: Plain<V1Container>['env'];
  readonly volumes: readonly Plain<V1Volume>[];
  readonly mounts: readonly Plain<V1VolumeMount>[];
  readonly resources: Plain<V1ResourceRequirements>;
  readonly nodeLabels?: Readonly<Record<string, string>>;
  /** Longest that a start may take before the kubelet tries anew, in seconds. */
  readonly startupSeconds: number;
  /** How long a pod may go on answering after it was told to stop, in seconds. */
  readonly graceSeconds: number;
}

/** A pod template, the same frame for every component. */
export function podTemplate(context: PlaneContext, plan: PodPlan): Plain<V1PodTemplateSpec> {
  const { spec } = context;
  const identity: IdentityContract = identityContracts[spec.cloud.provider];
  const { contract, wishes } = plan;
  return {
    metadata: {
      // Ours last: a label of the user's that shadows `app` would take the pods away from their Service.
      labels: {
        ...wishes.podLabels,
        ...ownerLabels(context.name),
        [componentLabel]: contract.container,
        ...(identity.podLabel && usesIdentity(spec, contract) && { [identity.podLabel.name]: identity.podLabel.value }),
        [appLabel]: plan.app,
      },
      annotations: {
        ...wishes.podAnnotations,
        [configHashAnnotation]: plan.configHash,
        [secretHashAnnotation]: plan.secretHash,
      },
    },
    spec: {
      serviceAccountName: contract.serviceAccount,
      // Cloud identities come by volumes of their own; nothing in a plane talks to the API server.
      automountServiceAccountToken: false,
      securityContext: podSecurity,
      terminationGracePeriodSeconds: plan.graceSeconds,
      topologySpreadConstraints: spread(plan.app),
      ...schedulingOf(plan),
      ...pullSecretsOf(spec),
      containers: [containerOf(spec, plan)],
      volumes: [{ name: 'tmp', emptyDir: {} }, ...plan.volumes],
    },
  };
}

function containerOf(spec: DataPlaneSpec, plan: PodPlan): Plain<V1Container> {
  const { contract } = plan;
  return {
    name: contract.container,
    image: plan.image,
    imagePullPolicy: spec.images.pullPolicy,
    ...(contract.command && { command: [...contract.command] }),
    ...(contract.args && { args: [...contract.args] }),
    ports: [{ name: 'http', containerPort: contract.port, protocol: 'TCP' }],
    envFrom: [{ configMapRef: { name: plan.configMap } }],
    env: plan.environment ?? [],
    resources: plan.resources,
    startupProbe: probe(contract, { initialDelaySeconds: 0, failureThreshold: Math.ceil(plan.startupSeconds / 10) }),
    livenessProbe: probe(contract, contract.probe),
    readinessProbe: probe(contract, contract.probe),
    securityContext: containerSecurity,
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, ...plan.mounts],
  };
}

/** Follows the port: in the vendor's chart it stays at 8000 whatever the port is. */
function probe(
  contract: ComponentContract,
  { initialDelaySeconds, failureThreshold }: { initialDelaySeconds: number; failureThreshold: number },
): Plain<V1Probe> {
  return {
    httpGet: { path: contract.probe.path, port: contract.port },
    ...(initialDelaySeconds > 0 && { initialDelaySeconds }),
    periodSeconds: contract.probe.periodSeconds,
    timeoutSeconds: contract.probe.timeoutSeconds,
    failureThreshold,
  };
}

/** Across zones and nodes where there are several; never at the price of not running. */
function spread(app: string): Plain<V1TopologySpreadConstraint>[] {
  return ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    topologyKey,
    maxSkew: 1,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: { [appLabel]: app } },
  }));
}

function schedulingOf({ wishes, nodeLabels }: PodPlan): {
  nodeSelector?: Record<string, string>;
  tolerations?: Plain<V1Toleration>[];
  affinity?: Plain<V1Affinity>;
} {
  const nodeSelector = { ...nodeLabels, ...wishes.nodeSelector };
  return {
    ...(Object.keys(nodeSelector).length > 0 && { nodeSelector }),
    ...(wishes.tolerations &&
      wishes.tolerations.length > 0 && { tolerations: wishes.tolerations as Plain<V1Toleration>[] }),
  };
}

function pullSecretsOf({ images }: DataPlaneSpec) {
  return images.pullSecrets === undefined || images.pullSecrets.length === 0
    ? {}
    : { imagePullSecrets: images.pullSecrets.map((name) => ({ name })) };
}

/** The API on Google with an HMAC key is nobody there; the label would make the cloud's webhook look for somebody. */
function usesIdentity({ cloud }: DataPlaneSpec, contract: ComponentContract): boolean {
  return !(cloud.provider === 'google' && cloud.google.hmacKey !== undefined && contract.container === 'api');
}
