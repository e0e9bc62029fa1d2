import type { KubeClient } from './client.ts';
import { isKubeError } from './kube-error.ts';
import { keyOf, keyText } from './object-key.ts';
import type { KubeObject, ObjectKey, ResourceType } from './objects.ts';

/** One object that was, or was about to be, applied. */
export interface InventoryEntry {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  /** Missing between the intent and the answer; then the object counts as ours only if it says so itself. */
  readonly uid?: string;
}

/** An object that is wanted, with the place in the API where it belongs. */
export interface TypedObject {
  readonly type: ResourceType;
  readonly object: KubeObject;
}

function entryOf({ type, object }: TypedObject): InventoryEntry {
  const { namespace, name, uid } = object.metadata;
  return {
    group: type.group,
    version: type.version,
    plural: type.plural,
    kind: type.kind,
    ...(namespace === undefined ? {} : { namespace }),
    name,
    ...(uid === undefined ? {} : { uid }),
  };
}

/** Where the object of an entry lives in the REST API. */
export function typeOfEntry(entry: InventoryEntry): ResourceType {
  const { group, version, plural, kind, namespace } = entry;
  return { group, version, plural, kind, namespaced: namespace !== undefined };
}

function keyOfEntry({ namespace, name }: InventoryEntry): ObjectKey {
  return namespace === undefined ? { name } : { namespace, name };
}

/** The same object, whatever version of its kind it was applied in. */
function identity(entry: InventoryEntry): string {
  return `${entry.plural}.${entry.group} ${keyText(keyOfEntry(entry))}`;
}

/**
 * What must be recorded before the first of `desired` is applied: everything recorded so far and everything about to be
 * made. A crash at any point then leaves nothing that nobody knows of.
 */
export function intentOf(
  recorded: readonly InventoryEntry[],
  desired: readonly TypedObject[],
): readonly InventoryEntry[] {
  const known = new Map(recorded.map((entry) => [identity(entry), entry]));
  for (const object of desired) {
    const entry = entryOf({ ...object, object: withoutUid(object.object) });
    const before = known.get(identity(entry));
    known.set(identity(entry), before?.uid === undefined ? entry : { ...entry, uid: before.uid });
  }
  return [...known.values()];
}

/** What is recorded and no longer wanted, in the reverse order of its making. */
export function surplusOf(
  recorded: readonly InventoryEntry[],
  desired: readonly TypedObject[],
): readonly InventoryEntry[] {
  const wanted = new Set(desired.map((object) => identity(entryOf(object))));
  return recorded.filter((entry) => !wanted.has(identity(entry))).reverse();
}

/** `recorded` with what the server answered for an applied object: its uid, and its place at the end where it is new. */
export function recordApplied(recorded: readonly InventoryEntry[], applied: TypedObject): readonly InventoryEntry[] {
  const entry = entryOf(applied);
  const known = new Map(recorded.map((one) => [identity(one), one]));
  known.set(identity(entry), entry);
  return [...known.values()];
}

/** Whether an object was applied before, with the uid that the server gave it. */
export function isRecorded(recorded: readonly InventoryEntry[], object: TypedObject): boolean {
  const wanted = identity(entryOf(object));
  return recorded.some((entry) => entry.uid !== undefined && identity(entry) === wanted);
}

/** What became of an entry that is no longer wanted. `released`: the object is not, or no longer, ours, and stays. */
export type Pruned = 'deleted' | 'gone' | 'released';

/**
 * Deletes the object of an entry, if it is still the one that was applied: the delete names its uid. Without a recorded
 * uid (a crash between apply and record) `owns` decides from the object itself.
 */
export async function pruneEntry(
  client: KubeClient,
  entry: InventoryEntry,
  owns: (object: KubeObject) => boolean,
  signal: AbortSignal,
): Promise<Pruned> {
  const type = typeOfEntry(entry);
  const key = keyOfEntry(entry);
  try {
    const found = await client.get(type, key, signal);
    if (found?.metadata.uid === undefined) return 'gone';
    const ours = entry.uid === undefined ? owns(found) : entry.uid === found.metadata.uid;
    if (!ours) return 'released';
    await client.delete(type, key, { uid: found.metadata.uid }, signal);
    return 'deleted';
  } catch (error) {
    // A kind that is no longer served took its objects with it.
    if (isKubeError(error, 'KubeKindMissing')) return 'gone';
    // Made anew by somebody between the two calls.
    if (isKubeError(error, 'KubeConflict')) return 'released';
    throw error;
  }
}

function withoutUid(object: KubeObject): KubeObject {
  return { ...object, metadata: keyOf(object) };
}
