import { kinds } from '../../api/index.ts';
import { resourceTypeOf } from '../../api/kind.ts';
import type { KubeClient } from '../../kube/client.ts';
import { isKubeError } from '../../kube/kube-error.ts';
import type { KubeObject, ResourceType } from '../../kube/objects.ts';
import { listAll } from '../../kube/paged-list.ts';
import type { Clock } from '../../runtime/clock.ts';
import { PlanewrightError } from '../../runtime/errors.ts';

/** What of a cluster is let go before the cloud beneath it. */
export interface ClusterScope {
  /** Whether the cluster goes with the environment: then whatever holds something of the cloud goes, whoever made it. */
  readonly goes: boolean;
  /** Namespaces of the environment. */
  readonly namespaces: readonly string[];
}

export interface ReleaseContext {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly tell: (line: string) => void;
  /** How long each kind may take to go, in milliseconds. */
  readonly timeoutMs: number;
}

export interface ReleasedCluster {
  readonly deleted: readonly string[];
  /** Volumes that stay, and cost, in the account. */
  readonly volumes: readonly string[];
}

const services = { group: '', version: 'v1', plural: 'services', kind: 'Service', namespaced: true } as const;
const ingresses = {
  ...{ group: 'networking.k8s.io', version: 'v1', plural: 'ingresses', kind: 'Ingress', namespaced: true },
} as const;
const claims = {
  ...{ group: '', version: 'v1', plural: 'persistentvolumeclaims', kind: 'PersistentVolumeClaim', namespaced: true },
} as const;
const namespaces = { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace', namespaced: false } as const;

/**
 * Lets a cluster go in order: resources of Planewright first, while the operator lives to carry their deletion out, what an
 * organization owns before the organization; then what stands for a load balancer of the cloud, whose addresses and
 * interfaces would hold the network; then the namespaces, whose pods hold the volumes. Run again, it goes on.
 * @throws PlanewrightError ClusterHolds where something does not go in time.
 */
export async function releaseCluster(
  context: ReleaseContext,
  scope: ClusterScope,
  signal: AbortSignal,
): Promise<ReleasedCluster> {
  const deleted: string[] = [];
  const gone = async (type: ResourceType, isMeant: (object: KubeObject) => boolean): Promise<void> => {
    deleted.push(...(await deleteAll(context, type, isMeant, signal)));
  };
  const within = ({ metadata }: KubeObject): boolean =>
    scope.goes || scope.namespaces.includes(metadata.namespace ?? '');
  for (const definition of kinds.toReversed()) await gone(resourceTypeOf(definition), within);
  await gone(services, (object) => within(object) && isBalancer(object));
  await gone(ingresses, within);
  if (scope.goes) {
    await gone(namespaces, ({ metadata }) => scope.namespaces.includes(metadata.name));
  }
  const volumes = (await listed(context, claims, signal)).filter(within).map(nameOf);
  return { deleted, volumes };
}

function isBalancer(object: KubeObject): boolean {
  return (object as KubeObject & { readonly spec?: { readonly type?: string } }).spec?.type === 'LoadBalancer';
}

async function deleteAll(
  context: ReleaseContext,
  type: ResourceType,
  isMeant: (object: KubeObject) => boolean,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { client, clock, tell, timeoutMs } = context;
  const meant = (await listed(context, type, signal)).filter(isMeant);
  for (const { metadata } of meant) {
    if (metadata.deletionTimestamp !== undefined) continue;
    const key = { name: metadata.name, ...(metadata.namespace !== undefined && { namespace: metadata.namespace }) };
    await client.delete(type, key, metadata.uid === undefined ? {} : { uid: metadata.uid }, signal);
  }
  const end = clock.monotonic() + timeoutMs;
  for (let left = meant; left.length > 0;) {
    left = (await listed(context, type, signal)).filter(isMeant);
    if (left.length === 0) break;
    if (clock.monotonic() >= end) throw stuck(type, left);
    await clock.sleep(2000, signal);
  }
  if (meant.length > 0) tell(`In the cluster: ${meant.length} ${type.plural} are gone.`);
  return meant.map((object) => `${type.kind} ${nameOf(object)}`);
}

/** Everything of a kind; nothing where the cluster does not know the kind. */
async function listed(
  { client, clock }: ReleaseContext,
  type: ResourceType,
  signal: AbortSignal,
): Promise<readonly KubeObject[]> {
  try {
    return (await listAll({ client, clock, pageMs: 60_000 }, type, { limit: 500 }, signal)).items;
  } catch (error) {
    if (isKubeError(error, 'KubeKindMissing') || isKubeError(error, 'KubeNotFound')) return [];
    throw error;
  }
}

function stuck(type: ResourceType, left: readonly KubeObject[]): PlanewrightError {
  const shown = left.slice(0, 5).map((object) => {
    const { finalizers = [] } = object.metadata;
    return `${nameOf(object)}${finalizers.length === 0 ? '' : ` (waits for ${finalizers.join(', ')})`}`;
  });
  const more = left.length > shown.length ? `, and ${left.length - shown.length} more` : '';
  return new PlanewrightError('ClusterHolds', `In the cluster, ${type.plural} do not go: ${shown.join(', ')}${more}.`);
}

function nameOf({ metadata: { namespace, name } }: KubeObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
