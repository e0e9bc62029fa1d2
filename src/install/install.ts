import { customResourceDefinitions } from '../api/crd/definition.ts';
import { applySet, type ApplySetContext, type Ledger } from '../kube/apply-set.ts';
import type { KubeClient } from '../kube/client.ts';
import { configMapLedger } from '../kube/config-map-ledger.ts';
import type { TypedObject } from '../kube/inventory.ts';
import type { KubeObject } from '../kube/objects.ts';
import type { Clock } from '../runtime/clock.ts';
import { typed } from './kinds.ts';
import { changeOf, changesOfSet, installer, named, unchangedIn, type ObjectChange } from './object-change.ts';
import { installObjects, operatorName, type InstallOptions } from './objects.ts';
import { refuseOlderKinds } from './refuse-older-kinds.ts';
import { isEstablished, isUp, until } from './until.ts';
import { installedByAnnotation } from './versions.ts';

export interface Installation extends InstallOptions {
  /** Version of this Planewright. */
  readonly version: string;
  /** Goes on although the CRDs in the cluster are of a newer version. */
  readonly allowDowngrade?: boolean;
}

/** What an installation tells while it goes on. */
export type InstallProgress =
  | { readonly kind: 'applied'; readonly object: Pick<ObjectChange, 'kind' | 'namespace' | 'name'> }
  | { readonly kind: 'reached'; readonly what: string };

export interface Installing {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly tell: (progress: InstallProgress) => void;
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

/** The set of an installation's objects; what of an inventory is ours without a recorded uid is told by a label. */
export function installSet(client: KubeClient, namespace: string): ApplySetContext {
  const owns = ({ metadata }: KubeObject): boolean => metadata.labels?.['app.kubernetes.io/name'] === 'planewright';
  return { client, fieldManager: installer, ledger: installLedger(client, namespace), owns };
}

/** What installing would change, and what it would delete. @throws PlanewrightError InstallRefused for older kinds. */
export async function installDiff(
  client: KubeClient,
  options: Installation,
  signal: AbortSignal,
): Promise<readonly ObjectChange[]> {
  await refuseOlderKinds(client, options, signal);
  const { crds, namespaces, objects } = installation(options);
  const changes: ObjectChange[] = [];
  for (const wanted of [...namespaces, ...crds]) changes.push(await changeOf(client, wanted, signal));
  const set = await changesOfSet(installSet(client, options.namespace), objects, signal);
  return [...changes, ...set.changes];
}

/**
 * Installs or upgrades. The order: namespaces; CRDs, until the API server serves them; everything else; what an earlier
 * installation made and this one does not. Calling it again after a failure goes on from there. CRDs and namespaces are
 * never pruned, and what is as it should be is not written.
 * @param changes What {@link installDiff} found: the cluster is not compared a second time.
 * @throws PlanewrightError with what failed; Interrupted when the operator is not up within `timeoutMs`.
 */
export async function install(
  { client, clock }: { readonly client: KubeClient; readonly clock: Clock },
  options: Installation,
  changes: readonly ObjectChange[],
  { timeoutMs, signal, tell }: Installing,
): Promise<void> {
  const { crds, namespaces, objects } = installation(options);
  const waiting = { client, clock, deadline: clock.monotonic() + timeoutMs, signal };
  const unchanged = unchangedIn(changes);
  const applied = ({ object }: TypedObject): void => tell({ kind: 'applied', object: named(object) });
  for (const wanted of [...namespaces, ...crds].filter((one) => !unchanged(one))) {
    await client.apply(wanted.type, wanted.object, { fieldManager: installer, force: true }, signal);
    applied(wanted);
  }
  for (const crd of crds) await until(waiting, crd, isEstablished, 'is served');
  tell({ kind: 'reached', what: `${crds.length} kinds are served` });
  await applySet({ ...installSet(client, options.namespace), unchanged, applied }, objects, signal);
  const deployment = objects.find(({ object }) => object.kind === 'Deployment');
  if (deployment !== undefined) {
    const help = `kubectl --namespace ${options.namespace} describe pods`;
    await until(waiting, deployment, isUp, `is up: ${help}`);
    tell({ kind: 'reached', what: `operator ${operatorName} is up` });
  }
}
