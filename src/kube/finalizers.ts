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

/**
 * Takes the finalizer, and no other, off this very object; an object that is gone has nothing to be taken off. Throws
 * KubeConflict where the list changed meanwhile or the object was made anew: the pass is done again with what the watch
 * has brought by then, so that no right is needed to read the object here.
 */
export async function removeFinalizer(
  client: KubeClient,
  type: ResourceType,
  object: KubeObject,
  finalizer: string,
  signal: AbortSignal,
): Promise<void> {
  const at = object.metadata.finalizers?.indexOf(finalizer) ?? -1;
  if (at === -1) return;
  const path = `/metadata/finalizers/${at}`;
  try {
    await client.jsonPatch(
      type,
      keyOf(object),
      [sameObject(object), { op: 'test', path, value: finalizer }, { op: 'remove', path }],
      signal,
    );
  } catch (error) {
    if (!isKubeError(error, 'KubeNotFound')) throw error;
  }
}

function sameObject(object: KubeObject): JsonPatchOperation {
  return { op: 'test', path: '/metadata/uid', value: must(object.metadata.uid, 'the object was read from the server') };
}
