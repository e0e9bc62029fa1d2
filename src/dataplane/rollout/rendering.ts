import { canonicalJson } from '../../runtime/canonical-json.ts';
import type { PlaneContext } from '../workloads/context.ts';
import { plainHash } from '../workloads/identity.ts';
import type { PlaneObject } from '../workloads/kinds.ts';
import { renderPlane, type RenderedPlane } from '../workloads/render.ts';
import { recordOf } from './applied.ts';

/** A plane as it is rendered from one context, with what decisions ask of it again and again, each made once. */
export class Rendering {
  readonly context: PlaneContext;
  readonly objects: RenderedPlane;
  readonly #records = new Map<PlaneObject, string>();
  #hash: string | undefined;

  constructor(context: PlaneContext) {
    this.context = context;
    this.objects = renderPlane(context);
  }

  /** What the object's record says once it is applied. */
  recordOf(object: PlaneObject): string {
    let record = this.#records.get(object);
    if (record === undefined) {
      record = recordOf(object);
      this.#records.set(object, record);
    }
    return record;
  }

  /** Equal as long as the same thing is rolled out. Deadlines are no part of it: they can be changed under way. */
  get hash(): string {
    return (this.#hash ??= hashOf(this.context));
  }
}

function hashOf({ spec, version, served, secretHashes, customCaHash }: PlaneContext): string {
  const shape = { ...spec, policy: undefined, rollout: undefined, version };
  return plainHash(canonicalJson([shape, served, secretHashes, customCaHash]));
}
