import { sameJson } from '../runtime/canonical-json.ts';
import type { KubeObject } from './objects.ts';

/**
 * Whether more than the status changed, for a store's `matters`: a controller that wakes up at its own status writes
 * cuts its own backoff short. Kinds without a status subresource have no generation; of them every change matters.
 */
export function beyondStatus(before: KubeObject | undefined, after: KubeObject | undefined): boolean {
  if (before === undefined || after === undefined) return true;
  const a = before.metadata;
  const b = after.metadata;
  if (a.uid !== b.uid || a.generation === undefined || a.generation !== b.generation) return true;
  return (
    a.deletionTimestamp !== b.deletionTimestamp ||
    !sameJson(a.labels, b.labels) ||
    !sameJson(a.annotations, b.annotations) ||
    !sameJson(a.finalizers, b.finalizers) ||
    !sameJson(a.ownerReferences, b.ownerReferences)
  );
}
