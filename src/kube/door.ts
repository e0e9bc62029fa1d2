import type { TextPool } from '../runtime/text-pool.ts';
import { apiVersionOf, type KubeObject, type ResourceType } from './objects.ts';

/**
 * Keeps the last applied manifest, values included, of everything that was once applied on the client side: a Secret's
 * metadata carries the Secret with it (measured). No reader of ours may ever see it.
 */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** What comes over the wire, as far as the door changes it. */
export interface RawObject {
  apiVersion?: string;
  kind?: string;
  metadata: { managedFields?: unknown; annotations?: Record<string, string> };
  readonly status?: unknown;
}

/**
 * What every object passes on its way in: managedFields (more than half of a small object's memory) and the last-applied
 * annotation are dropped; apiVersion and kind are set, which the server leaves out of the items of a list and replaces in
 * metadata-only answers. The name was checked before. Changes the freshly parsed `raw` in place: a copy of 10,000 objects would double the peak.
 *
 * @param pool shares the texts of metadata and status among all that is kept; never those of data or spec. Left out for
 *   what is read and forgotten.
 */
export function atTheDoor(type: ResourceType, raw: RawObject, pool?: TextPool): KubeObject {
  raw.apiVersion = apiVersionOf(type);
  raw.kind = type.kind;
  raw.metadata = without(raw.metadata, 'managedFields');
  const { annotations } = raw.metadata;
  if (annotations !== undefined && lastApplied in annotations) {
    const rest = without(annotations, lastApplied);
    if (Object.keys(rest).length > 0) raw.metadata.annotations = rest;
    else raw.metadata = without(raw.metadata, 'annotations');
  }
  pool?.share(raw.metadata);
  pool?.share(raw.status);
  return raw as KubeObject;
}

/** Not by delete: an object that lost a property takes four times the memory for as long as it is kept. */
function without<T extends object, K extends string>(object: T, key: K): Omit<T, K> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key)) as Omit<T, K>;
}
