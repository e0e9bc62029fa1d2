import { finalizer } from '../api/index.ts';
import type { JsonPatchOperation, KubeClient } from '../kube/client.ts';
import { isKubeError } from '../kube/kube-error.ts';
import type { KubeObject, ResourceType } from '../kube/objects.ts';

/**
 * Adds our finalizer to exactly this version of the object: a stale copy is refused by the server, so that finalizers of
 * others are never written back. Throws KubeError (KubeConflict, KubeInvalid) where the object has changed.
 */
export async function addFinalizer<T extends KubeObject>(
  kube: KubeClient,
  type: ResourceType,
  object: T,
  signal: AbortSignal,
): Promise<T> {
  const present = object.metadata.finalizers ?? [];
  if (present.includes(finalizer)) return object;
  const add: JsonPatchOperation =
    present.length === 0
      ? { op: 'add', path: '/metadata/finalizers', value: [finalizer] }
      : { op: 'add', path: '/metadata/finalizers/-', value: finalizer };
  return kube.jsonPatch<T>(type, object.metadata, [...sameVersion(object), add], signal);
}

/** Takes our finalizer away; an object that is gone already is fine. */
export async function removeFinalizer(
  kube: KubeClient,
  type: ResourceType,
  object: KubeObject,
  signal: AbortSignal,
): Promise<void> {
  const index = (object.metadata.finalizers ?? []).indexOf(finalizer);
  if (index === -1) return;
  const path = `/metadata/finalizers/${index}`;
  try {
    const operations: JsonPatchOperation[] = [
      { op: 'test', path: '/metadata/uid', value: object.metadata.uid },
      { op: 'test', path, value: finalizer },
      { op: 'remove', path },
    ];
    await kube.jsonPatch(type, object.metadata, operations, signal);
  } catch (error) {
    if (!isKubeError(error, 'KubeNotFound')) throw error;
  }
}

function sameVersion({ metadata }: KubeObject): JsonPatchOperation[] {
  return [
    { op: 'test', path: '/metadata/uid', value: metadata.uid },
    { op: 'test', path: '/metadata/resourceVersion', value: metadata.resourceVersion },
  ];
}
