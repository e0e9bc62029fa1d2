import { compared } from '../../install/compared.ts';
import { isKubeError } from '../../kube/kube-error.ts';
import type { KubeObject } from '../../kube/objects.ts';
import { typeOf } from './kinds.ts';
import { changedObject, missingObject, type Found } from './found.ts';
import type { Looking } from './looking.ts';
import { whoSet } from './who.ts';

/** Whose fields these would be; only ever in dry runs here. */
const manager = 'planewright-drift';

/** Where the objects of an environment are not as its file and its program say. */
export async function appliedDrift(
  { kube, managers }: Pick<Looking, 'kube' | 'managers'>,
  objects: readonly KubeObject[],
  signal: AbortSignal,
): Promise<Found> {
  const found = [];
  const reasons = [];
  for (const object of objects) {
    try {
      const type = typeOf(object);
      const { live, differing } = await compared(kube, { type, object }, manager, signal);
      const fields = differing.map(({ field }) => field);
      if (live === undefined) found.push(missingObject(object));
      else if (fields.length > 0) {
        const who = whoSet(await managers(type, live, signal), fields);
        found.push(changedObject(object, differing, who));
      }
    } catch (error) {
      if (!isKubeError(error)) throw error;
      reasons.push(`${object.kind} ${object.metadata.name}: ${error.message}. ${error.next}`);
    }
  }
  return { objects: found, reasons };
}
