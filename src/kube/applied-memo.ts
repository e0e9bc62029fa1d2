import { createHash } from 'node:crypto';
import { canonicalJson } from '../runtime/canonical-json.ts';
import { keyOf, keyText } from './object-key.ts';
import type { KubeObject, ResourceType } from './objects.ts';

interface Applied {
  readonly desired: string;
  readonly uid: string | undefined;
  readonly version: string | undefined;
  readonly result: string;
}

/**
 * What this process applied last, so that a pass that changes nothing sends nothing: an apply is left out when the same
 * bytes were applied before and the object is still as the server answered then, its status aside. It holds hashes only.
 * After a restart everything is applied once more, which the server recognises as no change.
 */
export class AppliedMemo {
  readonly #applied = new Map<string, Applied>();

  /** Whether applying `desired` to the object as `observed` would repeat itself. */
  isCurrent(type: ResourceType, desired: KubeObject, observed: KubeObject | undefined): boolean {
    const applied = this.#applied.get(slot(type, desired));
    if (applied === undefined || observed === undefined) return false;
    if (observed.metadata.uid !== applied.uid || hash(desired) !== applied.desired) return false;
    // An unchanged version needs no second look, and is all that there is of an object observed by its metadata alone.
    return observed.metadata.resourceVersion === applied.version || withoutStatus(observed) === applied.result;
  }

  /** Keeps the server's answer to an apply of `desired`. */
  remember(type: ResourceType, desired: KubeObject, answer: KubeObject): void {
    this.#applied.set(slot(type, desired), {
      desired: hash(desired),
      uid: answer.metadata.uid,
      version: answer.metadata.resourceVersion,
      result: withoutStatus(answer),
    });
  }

  forget(type: ResourceType, object: KubeObject): void {
    this.#applied.delete(slot(type, object));
  }
}

function slot(type: ResourceType, object: KubeObject): string {
  return `${type.plural}.${type.group} ${keyText(keyOf(object))}`;
}

function withoutStatus(object: KubeObject): string {
  // Undefined fields do not count.
  return hash({ ...object, status: undefined, metadata: { ...object.metadata, resourceVersion: undefined } });
}

function hash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('base64url');
}
