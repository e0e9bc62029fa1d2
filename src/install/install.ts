import { customResourceDefinitions } from '../api/crd/definition.ts';
import { applySet, type Ledger } from '../kube/apply-set.ts';
import type { KubeClient } from '../kube/client.ts';
import { configMapLedger } from '../kube/config-map-ledger.ts';
import type { TypedObject } from '../kube/inventory.ts';
import { isKubeError } from '../kube/kube-error.ts';
import { keyOf } from '../kube/object-key.ts';
import type { KubeObject } from '../kube/objects.ts';
import type { Clock } from '../runtime/clock.ts';
import { PlanewrightError } from '../runtime/errors.ts';
import { compared } from './compared.ts';
import { installTypes, typed } from './kinds.ts';
import { installObjects, operatorName, type InstallOptions } from './objects.ts';
import { installedByAnnotation, isDowngrade } from './versions.ts';

/** Field manager of everything that an installation applies. */
export const installer = 'planewright-install';

export interface Installation extends InstallOptions {
  /** Version of this Planewright. */
  readonly version: string;
  /** Goes on although the CRDs in the cluster are of a newer version. */
  readonly allowDowngrade?: boolean;
}

/** What becomes of one object. */
export interface ObjectChange {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly change: 'create' | 'update' | 'same' | 'delete';
  /** Fields that differ; none for objects that are created or deleted. */
  readonly fields: readonly string[];
}

/** CRDs first: the operator watches what they define. Namespaces before what is in them. */
export function installation(options: Installation): {
  readonly crds: readonly TypedObject[];
  readonly namespaces: readonly TypedObject[];
  readonly objects: readonly TypedObject[];
} {
  const annotations = { [installedByAnnotation]: options.version };
  const crds = customResourceDefinitions().map((crd) => typed({ ...crd, metadata: { ...crd.metadata, annotations } }));
  const governed = options.governedNamespaces.map((name) =>
    typed({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }),
  );
  const [own, ...objects] = installObjects(options).map(typed);
  return { crds, namespaces: own === undefined ? governed : [own, ...governed], objects };
}

/** The record of what an installation made, in the operator's namespace. */
export function installLedger(client: KubeClient, namespace: string): Ledger {
  return configMapLedger(client, installer, { namespace, name: 'planewright-installation' });
}

/**
 * What installing would change, asked of the API server itself (a dry run of each apply): defaults and other managers'
 * fields count as they would. Objects in a namespace that is not there yet are new.
 */
export async function installDiff(
  client: KubeClient,
  options: Installation,
  signal: AbortSignal,
): Promise<readonly ObjectChange[]> {
  await refuseDowngrade(client, options, signal);
  const { crds, namespaces, objects } = installation(options);
  const changes: ObjectChange[] = [];
  for (const wanted of [...namespaces, ...crds, ...objects]) changes.push(await changeOf(client, wanted, signal));
  return changes;
}

async function changeOf(client: KubeClient, { type, object }: TypedObject, signal: AbortSignal): Promise<ObjectChange> {
  const { name, namespace } = object.metadata;
  const what = { kind: object.kind, name, ...(namespace !== undefined && { namespace }) };
  const { live, differing } = await compared(client, { type, object }, installer, signal);
  if (live === undefined) return { ...what, change: 'create', fields: [] };
  return { ...what, change: differing.length === 0 ? 'same' : 'update', fields: differing.map(({ field }) => field) };
}

/**
 * Installs or upgrades. The order: namespaces; CRDs, until the API server serves them; everything else; what an earlier
 * installation made and this one does not. Calling it again after a failure goes on from there. CRDs and namespaces are
 * never pruned.
 * @throws PlanewrightError with what failed; Interrupted when the operator is not up within `timeoutMs`.
 */
export async function install(
  { client, clock }: { readonly client: KubeClient; readonly clock: Clock },
  options: Installation,
  tell: (line: string) => void,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<readonly ObjectChange[]> {
  const changes = await installDiff(client, options, signal);
  const { crds, namespaces, objects } = installation(options);
  const deadline = clock.monotonic() + timeoutMs;
  for (const { type, object } of [...namespaces, ...crds]) {
    await client.apply(type, object, { fieldManager: installer, force: true }, signal);
  }
  tell(`${crds.length} kinds applied`);
  for (const { type, object } of crds) {
    const established = (live: KubeObject | undefined): boolean => conditionOf(live, 'Established') === 'True';
    await until({ client, clock, deadline, signal }, { type, object }, established, 'is served');
  }
  const ledger = installLedger(client, options.namespace);
  const owns = ({ metadata }: KubeObject): boolean => metadata.labels?.['app.kubernetes.io/name'] === 'planewright';
  const { pruned } = await applySet({ client, fieldManager: installer, ledger, owns }, objects, signal);
  tell(`${objects.length} objects applied`);
  const deleted = pruned
    .filter(({ became }) => became === 'deleted')
    .map(({ entry }) => ({
      kind: entry.kind,
      name: entry.name,
      ...(entry.namespace !== undefined && { namespace: entry.namespace }),
      change: 'delete' as const,
      fields: [],
    }));
  const deployment = objects.find(({ object }) => object.kind === 'Deployment');
  if (deployment !== undefined) {
    await until(
      { client, clock, deadline, signal },
      deployment,
      isUp,
      `is up: kubectl --namespace ${options.namespace} describe pods`,
    );
    tell(`operator ${operatorName} is up`);
  }
  return [...changes, ...deleted];
}

/** @throws PlanewrightError KubeSchemaOutdated where newer CRDs are there, unless that is allowed. */
async function refuseDowngrade(client: KubeClient, options: Installation, signal: AbortSignal): Promise<void> {
  if (options.allowDowngrade === true) return;
  for (const { metadata } of customResourceDefinitions()) {
    const live = await client.get<KubeObject>(installTypes.CustomResourceDefinition, { name: metadata.name }, signal);
    const installed = live?.metadata.annotations?.[installedByAnnotation];
    if (installed !== undefined && isDowngrade(installed, options.version)) {
      throw new PlanewrightError(
        'InstallRefused',
        `CRD ${metadata.name} is of Planewright ${installed}; this is ${options.version}, whose schema may lack fields that are in use.`,
      );
    }
  }
}

interface Waiting {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly deadline: number;
  readonly signal: AbortSignal;
}

async function until(
  { client, clock, deadline, signal }: Waiting,
  { type, object }: TypedObject,
  holds: (live: KubeObject | undefined) => boolean,
  what: string,
): Promise<void> {
  while (!holds(await read(client, { type, object }, signal))) {
    if (clock.monotonic() > deadline) {
      const sentence = `${object.kind} ${object.metadata.name} was applied, but not yet ${what}.`;
      throw new PlanewrightError('Interrupted', sentence);
    }
    await clock.sleep(500, signal);
  }
}

async function read(client: KubeClient, { type, object }: TypedObject, signal: AbortSignal) {
  try {
    return await client.get<KubeObject>(type, keyOf(object), signal);
  } catch (error) {
    // A kind that is not served yet is what is being waited for.
    if (isKubeError(error, 'KubeKindMissing')) return undefined;
    throw error;
  }
}

interface Conditioned {
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
  readonly spec?: { readonly replicas?: number };
}

function conditionOf(live: KubeObject | undefined, type: string): string | undefined {
  return (live as Conditioned | undefined)?.status?.conditions?.find((condition) => condition.type === type)?.status;
}

/** Every pod of the newest template is available, and none of an older one is left. */
function isUp(live: KubeObject | undefined): boolean {
  const { spec, status } = (live ?? {}) as Conditioned;
  const wanted = spec?.replicas ?? 1;
  return (
    (status?.observedGeneration ?? 0) >= (live?.metadata.generation ?? 0) &&
    status?.updatedReplicas === wanted &&
    status.availableReplicas === wanted &&
    (status.replicas ?? wanted) === wanted
  );
}
