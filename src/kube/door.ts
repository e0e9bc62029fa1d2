import { apiVersionOf, type KubeObject, type ResourceType } from './objects.ts';

/**
 * Keeps the last applied manifest, values included, of everything that was once applied on the client side: a Secret's
 * metadata carries the Secret with it (measured). No reader of ours may ever see it.
 */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** What comes over the wire, as far as the door changes it. */
interface RawObject {
  apiVersion?: string;
  kind?: string;
  metadata: { managedFields?: unknown; annotations?: Record<string, string> };
}

/**
 * What every object passes on its way in: managedFields (more than half of a small object's memory) and the last-applied
 * annotation are dropped; apiVersion and kind are set, which the server leaves out of the items of a list and replaces in
 * metadata-only answers. The name was checked before. Changes the freshly parsed `raw` in place: a copy of 10,000 objects would double the peak.
 */
export function atTheDoor(type: ResourceType, raw: RawObject): KubeObject {
  raw.apiVersion = apiVersionOf(type);
  raw.kind = type.kind;
  delete raw.metadata.managedFields;
  const { annotations } = raw.metadata;
  if (annotations !== undefined && lastApplied in annotations) {
    const rest = Object.entries(annotations).filter(([name]) => name !== lastApplied);
    if (rest.length === 0) delete raw.metadata.annotations;
    else raw.metadata.annotations = Object.fromEntries(rest);
  }
  return raw as KubeObject;
}
