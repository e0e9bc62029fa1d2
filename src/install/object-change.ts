import { compared } from './compared.ts';
import type { ApplySetContext } from '../kube/apply-set.ts';
import type { KubeClient } from '../kube/client.ts';
import { surplusOf, typeOfEntry, type InventoryEntry, type TypedObject } from '../kube/inventory.ts';
import { isKubeError } from '../kube/kube-error.ts';
import type { KubeObject } from '../kube/objects.ts';

/** Field manager of everything that an installation applies. */
export const installer = 'planewright-install';

/** What becomes of one object. */
export interface ObjectChange {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly change: 'create' | 'update' | 'same' | 'delete';
  /** Fields that differ; none for objects that are created or deleted. */
  readonly fields: readonly string[];
}

/** What would become of a set of objects, and what stays although it is not wanted any more. */
export interface SetChanges {
  readonly changes: readonly ObjectChange[];
  readonly kept: readonly InventoryEntry[];
}

/**
 * What applying would change, asked of the API server itself (a dry run): defaults and other managers' fields count as they
 * would. An object in a namespace, or of a kind, that is not there yet is new.
 */
export async function changeOf(
  client: KubeClient,
  { type, object }: TypedObject,
  signal: AbortSignal,
): Promise<ObjectChange> {
  const what = named(object);
  try {
    const { live, differing } = await compared(client, { type, object }, installer, signal);
    if (live === undefined) return { ...what, change: 'create', fields: [] };
    const fields = differing.map(({ field }) => field);
    return { ...what, change: fields.length === 0 ? 'same' : 'update', fields };
  } catch (error) {
    if (isKubeError(error, 'KubeKindMissing')) return { ...what, change: 'create', fields: [] };
    // The kinds of this version come first: only then can the server say what of the object differs.
    if (isKubeError(error, 'KubeSchemaOutdated')) return { ...what, change: 'update', fields: ['(of a newer kind)'] };
    throw error;
  }
}

/**
 * The same of a set with a ledger: what is wanted, then what the ledger holds and nobody wants any more.
 * @param keeps Objects that stay all the same.
 */
export async function changesOfSet(
  { client, ledger, keeps = () => false }: Pick<ApplySetContext, 'client' | 'ledger' | 'keeps'>,
  wanted: readonly TypedObject[],
  signal: AbortSignal,
): Promise<SetChanges> {
  const changes: ObjectChange[] = [];
  for (const object of wanted) changes.push(await changeOf(client, object, signal));
  const kept: InventoryEntry[] = [];
  for (const entry of surplusOf(await ledger.read(signal), wanted)) {
    if (!(await isThere(client, entry, signal))) continue;
    if (keeps(entry)) kept.push(entry);
    else changes.push({ ...named({ kind: entry.kind, metadata: entry }), change: 'delete', fields: [] });
  }
  return { changes, kept };
}

/** Whether an object was found to be as it is wanted. */
export function unchangedIn(changes: readonly ObjectChange[]): (wanted: TypedObject) => boolean {
  const same = new Set(changes.filter(({ change }) => change === 'same').map(identity));
  return ({ object }) => same.has(identity(named(object)));
}

function identity({ kind, namespace, name }: Pick<ObjectChange, 'kind' | 'namespace' | 'name'>): string {
  return JSON.stringify([kind, namespace, name]);
}

export function named({
  kind,
  metadata: { namespace, name },
}: {
  readonly kind: string;
  readonly metadata: { readonly namespace?: string; readonly name: string };
}): Pick<ObjectChange, 'kind' | 'namespace' | 'name'> {
  return { kind, name, ...(namespace !== undefined && { namespace }) };
}

/** Whether the object of an entry, this incarnation of it, is in the cluster. */
export async function isThere(client: KubeClient, entry: InventoryEntry, signal: AbortSignal): Promise<boolean> {
  const { namespace, name, uid } = entry;
  try {
    const key = namespace === undefined ? { name } : { namespace, name };
    const live = await client.get<KubeObject>(typeOfEntry(entry), key, signal);
    return live !== undefined && (uid === undefined || live.metadata.uid === uid);
  } catch (error) {
    // A kind that is no longer served took its objects with it.
    if (isKubeError(error, 'KubeKindMissing')) return false;
    throw error;
  }
}
