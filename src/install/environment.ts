import { apiVersion, kindNamed, resourceTypeOf } from '../api/index.ts';
import { applySet, type ApplySetContext } from '../kube/apply-set.ts';
import type { KubeClient } from '../kube/client.ts';
import { configMapLedger } from '../kube/config-map-ledger.ts';
import type { InventoryEntry, TypedObject } from '../kube/inventory.ts';
import { KubeError } from '../kube/kube-error.ts';
import type { KubeObject } from '../kube/objects.ts';
import { servedTypes } from '../kube/served-types.ts';
import { PlanewrightError } from '../runtime/errors.ts';
import type { Transport } from '../runtime/transport.ts';
import { installTypes } from './kinds.ts';
import type { Installing } from './install.ts';
import { changesOfSet, installer, named, unchangedIn, type SetChanges } from './object-change.ts';

/** What of an environment stands in the cluster beside the operator, in the order in which it is applied. */
export interface EnvironmentSet {
  /** Name of the environment: a cluster belongs to one. */
  readonly environment: string;
  /** Namespace of the operator, where it is written down what was made. */
  readonly namespace: string;
  readonly objects: readonly KubeObject[];
}

export interface EnvironmentPorts {
  readonly client: KubeClient;
  readonly transport: Transport;
}

const ledgerName = 'planewright-environment';
const environmentLabel = 'planewright.dev/environment';

/** Kinds whose objects hold data: nothing here takes one away. */
export const holdsData: readonly string[] = ['Namespace', 'Secret', 'PersistentVolumeClaim'];
/** The same, and what stands for data: taking one away is for a person. */
const stays: readonly string[] = ['DataPlane', 'Organization', ...holdsData];

/** The set of an environment's objects. What holds data is never pruned. */
export function environmentSet(client: KubeClient, namespace: string, environment: string): ApplySetContext {
  const place = { namespace, name: ledgerName };
  return {
    client,
    fieldManager: installer,
    ledger: configMapLedger(client, installer, place, { labels: { [environmentLabel]: environment } }),
    // Without a recorded uid nothing of these objects says that they are ours.
    owns: () => false,
    keeps: ({ kind }: InventoryEntry) => stays.includes(kind),
  };
}

/** An environment's objects beside what is in the cluster. */
export interface ComparedEnvironment {
  readonly wanted: readonly TypedObject[];
  readonly found: SetChanges;
}

/**
 * What applying an environment's objects would change.
 * @throws PlanewrightError WrongCluster where another environment is in this cluster; KubeKindMissing where nothing in the
 * cluster serves a kind that the environment needs.
 */
export async function compareEnvironment(
  { client, transport }: EnvironmentPorts,
  { environment, namespace, objects }: EnvironmentSet,
  signal: AbortSignal,
): Promise<ComparedEnvironment> {
  await refuseOther(client, { environment, namespace }, signal);
  const wanted = await typedObjects(transport, objects, signal);
  return { wanted, found: await changesOfSet(environmentSet(client, namespace, environment), wanted, signal) };
}

/**
 * Applies what a comparison found to differ; the operator and its kinds must be there.
 * @throws PlanewrightError WrongCluster where another environment has come into this cluster since.
 */
export async function applyEnvironment(
  client: KubeClient,
  { environment, namespace }: Pick<EnvironmentSet, 'environment' | 'namespace'>,
  { wanted, found }: ComparedEnvironment,
  { signal, tell }: Pick<Installing, 'signal' | 'tell'>,
): Promise<void> {
  await refuseOther(client, { environment, namespace }, signal);
  const context = environmentSet(client, namespace, environment);
  const applied = ({ object }: TypedObject): void => tell({ kind: 'applied', object: named(object) });
  await applySet({ ...context, unchanged: unchangedIn(found.changes), applied }, wanted, signal);
}

/** Name of the environment that a cluster belongs to; undefined where it belongs to none. */
async function environmentOf(client: KubeClient, namespace: string, signal: AbortSignal): Promise<string | undefined> {
  const ledger = await client.get<KubeObject>(ledgerType, { namespace, name: ledgerName }, signal);
  return ledger?.metadata.labels?.[environmentLabel];
}

export async function forgetEnvironment(client: KubeClient, namespace: string, signal: AbortSignal): Promise<void> {
  await client.delete(ledgerType, { namespace, name: ledgerName }, {}, signal);
}

const ledgerType = { group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap', namespaced: true } as const;

/** @throws PlanewrightError WrongCluster where another environment is in this cluster. */
export async function refuseOther(
  client: KubeClient,
  { environment, namespace }: Pick<EnvironmentSet, 'environment' | 'namespace'>,
  signal: AbortSignal,
): Promise<void> {
  const there = await environmentOf(client, namespace, signal);
  if (there === undefined || there === environment) return;
  throw new PlanewrightError('WrongCluster', `This cluster is that of environment ${there}, not of ${environment}.`, {
    next: `Name the cluster of ${environment} with --kubeconfig and --context. If ${there} has left this one: planewright uninstall ${there} --plane`,
  });
}

async function typedObjects(
  transport: Transport,
  objects: readonly KubeObject[],
  signal: AbortSignal,
): Promise<readonly TypedObject[]> {
  const foreign = objects.filter((object) => ownType(object) === undefined);
  const served = await servedTypes(transport, foreign, signal);
  return objects.map((object) => {
    const type = ownType(object) ?? served(object);
    if (type !== undefined) return { type, object };
    throw new KubeError(
      'KubeKindMissing',
      `The cluster does not serve ${object.kind} of ${object.apiVersion}, and ${object.metadata.name} is one.`,
      {
        retry: 'afterChange',
        httpStatus: 404,
        next: 'Install the controller that brings this kind, or enable it in the cluster; then run the command again.',
      },
    );
  });
}

/** Kinds of ours may be asked about before they are served. */
function ownType(object: KubeObject) {
  if (object.kind === 'Namespace') return installTypes.Namespace;
  const definition = object.apiVersion === apiVersion ? kindNamed(object.kind) : undefined;
  return definition === undefined ? undefined : resourceTypeOf(definition);
}
