import { resourceTypeOf, type DataPlane, type Organization } from '../../api/index.ts';
import type { KubeClient } from '../../kube/client.ts';
import { isKubeError } from '../../kube/kube-error.ts';
import type { KubeObject, ResourceType } from '../../kube/objects.ts';
import { sentenceOf } from '../../runtime/errors.ts';
import type { SecretValue } from '../../runtime/secret-value.ts';
import { appLabel, componentContracts, components } from '../contract/components.ts';
import { planeSecretName } from '../contract/secret.ts';
import { present, provenAbsent, unknown, type Observation } from '../observation.ts';
import type { Probe } from '../probe.ts';
import { compose, hashOf, type ComposedSecret } from '../secrets/compose.ts';
import { readExtraSecrets, readPlaneSecrets, valuesIn, type KubeSecret, type SecretReader } from '../secrets/read.ts';
import { migrationName } from '../workloads/api.ts';
import { ownerLabels, plainHash } from '../workloads/identity.ts';
import { planeTypes, podType, secretType, type PlaneKind } from '../workloads/kinds.ts';
import type { LiveCluster, LiveObject, LiveSecret, ObservedPlane, PlaneAnswers, SecretsObserved } from './observed.ts';
import { podsOf } from './pods.ts';

export interface GatherContext {
  readonly kube: KubeClient;
  readonly hashKey: SecretValue;
  readonly probe: Probe;
}

export interface Gathered {
  readonly observed: ObservedPlane;
  /** The values behind the hashes in `observed`, for the act that follows; never part of a decision. */
  readonly composed: ComposedSecret | undefined;
}

/**
 * Reads everything that a decision about this plane looks at, from the API server itself and not from a cache: an order
 * that must hold at every moment cannot rest on what was true a while ago. Not being permitted to look is unknown; any
 * other failure is thrown, and the pass is tried again.
 */
export async function gather(context: GatherContext, resource: DataPlane, signal: AbortSignal): Promise<Gathered> {
  const namespace = resource.metadata.namespace ?? 'default';
  const cluster = await permitted(() => readCluster(context.kube, resource, namespace, signal));
  const { secrets, composed } = await readSecrets(context, resource, namespace, signal);
  const observed: ObservedPlane = {
    status: resource.status,
    cluster,
    secrets,
    organization: await readOrganization(context.kube, resource, namespace, signal),
    customCa: await readCustomCa(context.kube, resource, namespace, signal),
    answers: await askPlane(context.probe, cluster, namespace, signal),
  };
  return { observed, composed };
}

const planeKinds = Object.keys(planeTypes) as PlaneKind[];
const fixedNames = new Set<string>([
  ...components.flatMap((component) => {
    const { objectName, serviceAccount } = componentContracts[component];
    return [objectName, serviceAccount];
  }),
  migrationName,
]);

async function readCluster(
  kube: KubeClient,
  resource: DataPlane,
  namespace: string,
  signal: AbortSignal,
): Promise<LiveCluster> {
  const recorded = new Set((resource.status?.inventory ?? []).flatMap(({ uid }) => uid ?? []));
  const labels = Object.entries(ownerLabels(resource.metadata.name));
  const concerns = ({ metadata }: KubeObject): boolean =>
    fixedNames.has(metadata.name) ||
    recorded.has(metadata.uid ?? '') ||
    labels.every(([name, value]) => metadata.labels?.[name] === value);
  const lists = await Promise.all(
    planeKinds.map((kind) => listAll<LiveObject>(kube, planeTypes[kind], { namespace }, signal)),
  );
  // After the Deployments: one that was settled then cannot have made an older pod since.
  const labelSelector = `${appLabel} in (${[...fixedNames].join(',')})`;
  const pods = await listAll<KubeObject>(kube, podType, { namespace, labelSelector }, signal);
  const planes = await listAll<DataPlane>(kube, dataPlaneType, { namespace }, signal);
  const older = olderPlane(resource, planes);
  return {
    objects: lists.flat().filter(concerns),
    pods: podsOf(pods),
    ...(older !== undefined && { olderPlane: older.metadata.name }),
  };
}

/** The plane that was first: by time of creation, then by uid, so that two of the same second agree on it. */
function olderPlane({ metadata }: DataPlane, planes: readonly DataPlane[]): DataPlane | undefined {
  const rank = (meta: DataPlane['metadata']): string => `${meta.creationTimestamp ?? '9'} ${meta.uid ?? ''}`;
  return planes
    .filter((other) => other.metadata.uid !== metadata.uid && rank(other.metadata) < rank(metadata))
    .sort((a, b) => (rank(a.metadata) < rank(b.metadata) ? -1 : 1))[0];
}

async function listAll<T extends KubeObject>(
  kube: KubeClient,
  type: ResourceType,
  where: { readonly namespace: string; readonly labelSelector?: string },
  signal: AbortSignal,
): Promise<readonly T[]> {
  const items: T[] = [];
  let next: string | undefined;
  do {
    const options = { ...where, limit: 500, ...(next !== undefined && { continue: next }) };
    const page = await kube.list<T>(type, options, signal);
    items.push(...page.items);
    next = page.continue;
  } while (next !== undefined && next !== '');
  return items;
}

async function readSecrets(
  { kube, hashKey }: GatherContext,
  resource: DataPlane,
  namespace: string,
  signal: AbortSignal,
): Promise<{ secrets: SecretsObserved; composed: ComposedSecret | undefined }> {
  const read = secretReader(kube, namespace, signal);
  const { spec, metadata } = resource;
  const readings = await readPlaneSecrets(metadata.name, spec, read);
  const extras = await readExtraSecrets(spec, read);
  const nowhere = (key: string, state: string): boolean =>
    key === 'FUNCTION_SECRET_KEY' && state === 'provenAbsent' && spec.secrets.functionSecretKey === undefined;
  const others = readings.filter(({ key, value }) => !nowhere(key, value.state));
  const composition = compose(others, hashKey, extras);
  if (composition.state !== 'composed') return { secrets: composition, composed: undefined };
  if (others.length < readings.length) return { secrets: { state: 'functionSecretKeyAbsent' }, composed: undefined };
  const { secret } = composition;
  const behind = [...others, ...extras].flatMap(({ place, trouble }) =>
    trouble === undefined ? [] : [{ place, trouble }],
  );
  return {
    composed: secret,
    secrets: {
      state: 'composed',
      hash: secret.hash,
      componentHashes: secret.hashes,
      functionSecretKeyHash: functionKeyHash(secret.values, hashKey) ?? '',
      live: liveSecret(await read(planeSecretName), resource, secret, hashKey),
      ...(behind.length > 0 && { behind }),
    },
  };
}

function liveSecret(
  live: Observation<KubeSecret>,
  resource: DataPlane,
  composed: ComposedSecret,
  hashKey: SecretValue,
): Observation<LiveSecret> {
  if (live.state !== 'present') return live;
  const labels = live.value.metadata.labels ?? {};
  const ours = Object.entries(ownerLabels(resource.metadata.name)).every(([name, value]) => labels[name] === value);
  const values = valuesIn(live.value, composed.values.keys());
  const functionSecretKeyHash = functionKeyHash(values, hashKey);
  return present({
    hash: hashOf(values, hashKey),
    ...(functionSecretKeyHash !== undefined && { functionSecretKeyHash }),
    ours,
  });
}

function functionKeyHash(values: ReadonlyMap<string, SecretValue>, hashKey: SecretValue): string | undefined {
  const value = values.get('FUNCTION_SECRET_KEY');
  return value === undefined ? undefined : hashOf(new Map([['FUNCTION_SECRET_KEY', value]]), hashKey);
}

/** Reads each Secret once a pass, however many keys of it are asked for. */
function secretReader(kube: KubeClient, namespace: string, signal: AbortSignal): SecretReader {
  const reads = new Map<string, Promise<Observation<KubeSecret>>>();
  return (name) => {
    const read = reads.get(name) ?? readOne<KubeSecret>(kube, secretType, namespace, name, signal);
    reads.set(name, read);
    return read;
  };
}

export const dataPlaneType: ResourceType = resourceTypeOf({ kind: 'DataPlane', plural: 'dataplanes' });
const organizationType = resourceTypeOf({ kind: 'Organization', plural: 'organizations' });

async function readOrganization(
  kube: KubeClient,
  { spec }: DataPlane,
  namespace: string,
  signal: AbortSignal,
): Promise<Observation<Pick<Organization, 'status'>>> {
  const ref = spec.organizationRef;
  if (ref === undefined || (ref.namespace !== undefined && ref.namespace !== namespace)) return provenAbsent;
  return readOne<Organization & KubeObject>(kube, organizationType, namespace, ref.name, signal);
}

async function readCustomCa(
  kube: KubeClient,
  { spec }: DataPlane,
  namespace: string,
  signal: AbortSignal,
): Promise<Observation<string>> {
  const ref = spec.api.customCa;
  if (ref === undefined) return provenAbsent;
  type Bundle = KubeObject & { readonly data?: Readonly<Record<string, string>> };
  const found = await readOne<Bundle>(kube, planeTypes.ConfigMap, namespace, ref.name, signal);
  if (found.state !== 'present') return found;
  const bundle = found.value.data?.[ref.key];
  return bundle === undefined ? provenAbsent : present(plainHash(bundle));
}

async function readOne<T extends KubeObject>(
  kube: KubeClient,
  type: ResourceType,
  namespace: string,
  name: string,
  signal: AbortSignal,
): Promise<Observation<T>> {
  const found = await permitted(() => kube.get<T>(type, { namespace, name }, signal));
  if (found.state !== 'present') return found;
  return found.value === undefined ? provenAbsent : present(found.value);
}

async function permitted<T>(work: () => Promise<T>): Promise<Observation<T>> {
  try {
    return present(await work());
  } catch (error) {
    if (isKubeError(error, 'KubeForbidden', 'KubeUnauthorized')) return unknown(sentenceOf(error).replace(/[.]$/, ''));
    throw error;
  }
}

const notAsked: PlaneAnswers = {
  version: unknown('no API pod is available'),
  query: unknown('no API pod is available'),
};

async function askPlane(
  probe: Probe,
  cluster: Observation<LiveCluster>,
  namespace: string,
  signal: AbortSignal,
): Promise<PlaneAnswers> {
  if (cluster.state !== 'present') return notAsked;
  const api = cluster.value.objects.find(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name === componentContracts.api.objectName,
  );
  return (api?.status?.availableReplicas ?? 0) > 0 ? probe({ namespace }, signal) : notAsked;
}
