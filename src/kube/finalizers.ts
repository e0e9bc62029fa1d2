import { must } from '../runtime/must.ts';
import type { JsonPatchOperation, KubeClient } from './client.ts';
import { isKubeError } from './kube-error.ts';
import { keyOf } from './object-key.ts';
import type { KubeObject, ResourceType } from './objects.ts';

export function hasFinalizer(object: KubeObject, finalizer: string): boolean {
  return object.metadata.finalizers?.includes(finalizer) === true;
}

/**
 * Adds the finalizer, if the object is still the one that was read and not being deleted (then it would be refused, and
 * comes too late). Answers the object as it is then. Throws KubeConflict where it changed meanwhile.
 */
export async function addFinalizer<T extends KubeObject>(
  client: KubeClient,
  type: ResourceType,
  object: T,
  finalizer: string,
  signal: AbortSignal,
): Promise<T> {
  if (hasFinalizer(object, finalizer) || object.metadata.deletionTimestamp !== undefined) return object;
  const present = object.metadata.finalizers ?? [];
  const path = '/metadata/finalizers';
  const operations: JsonPatchOperation[] =
    present.length === 0
      ? // A list that was added meanwhile must not be replaced by ours.
        [
          { op: 'test', path: '/metadata/resourceVersion', value: object.metadata.resourceVersion },
          { op: 'add', path, value: [finalizer] },
        ]
      : [
          { op: 'test', path, value: present },
          { op: 'add', path: `${path}/-`, value: finalizer },
        ];
  return client.jsonPatch<T>(type, keyOf(object), [sameObject(object), ...operations], signal);
}

/** So many times the object is read again when it changed between reading and patching. */
const attempts = 4;

/**
 * Takes the finalizer, and no other, off this very object. Where the list changed meanwhile it is read again; an object
 * that is gone, or that was made anew under the same name, has nothing to be taken off.
 */
export async function removeFinalizer(
  client: KubeClient,
  type: ResourceType,
  object: KubeObject,
  finalizer: string,
  signal: AbortSignal,
): Promise<void> {
  let seen: KubeObject | undefined = object;
  for (let attempt = 1; ; attempt += 1) {
    if (seen === undefined || seen.metadata.uid !== object.metadata.uid) return;
    const at = seen.metadata.finalizers?.indexOf(finalizer) ?? -1;
    if (at === -1) return;
    const path = `/metadata/finalizers/${at}`;
    try {
      await client.jsonPatch(
        type,
        keyOf(object),
        [sameObject(object), { op: 'test', path, value: finalizer }, { op: 'remove', path }],
        signal,
      );
      return;
    } catch (error) {
      if (isKubeError(error, 'KubeNotFound')) return;
      if (!isKubeError(error, 'KubeConflict') || attempt === attempts) throw error;
    }
    seen = await client.get(type, keyOf(object), signal);
  }
}

function sameObject(object: KubeObject): JsonPatchOperation {
  return { op: 'test', path: '/metadata/uid', value: must(object.metadata.uid, 'the object was read from the server') };
}
