import { canonicalJson, isPlainObject } from '../../runtime/canonical-json.ts';
import type { PlaneObject } from '../workloads/kinds.ts';
import type { LiveObject } from './observed.ts';

/**
 * Annotation with the object as we last applied it. It tells what somebody else changed from what is only not due yet,
 * and lets a component that is not due be put back to what it was.
 */
export const appliedAnnotation = 'planewright.dev/applied';

/** The object as it is sent: with the record of itself. */
export function stamped(object: PlaneObject): PlaneObject {
  return {
    ...object,
    metadata: {
      ...object.metadata,
      annotations: { ...object.metadata.annotations, [appliedAnnotation]: recordOf(object) },
    },
  };
}

export function recordOf(object: PlaneObject): string {
  return canonicalJson(object);
}

/** The text of an object's record, if it has one. */
export function recordIn(live: LiveObject): string | undefined {
  return live.metadata.annotations?.[appliedAnnotation];
}

/** What we last applied, or undefined where the record is missing or not readable: then nobody knows what is ours. */
export function lastApplied(live: LiveObject): PlaneObject | undefined {
  const record = recordIn(live);
  if (record === undefined) return undefined;
  try {
    const object: unknown = JSON.parse(record);
    return isRecordOf(live, object) ? object : undefined;
  } catch {
    // Somebody edited the record. The next apply writes it anew.
    return undefined;
  }
}

function isRecordOf(live: LiveObject, value: unknown): value is PlaneObject {
  return (
    isPlainObject(value) &&
    value['kind'] === live.kind &&
    isPlainObject(value['metadata']) &&
    value['metadata']['name'] === live.metadata.name &&
    value['metadata']['namespace'] === live.metadata.namespace
  );
}
