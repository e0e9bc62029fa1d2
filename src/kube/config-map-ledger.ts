import { isPlainObject } from '../runtime/canonical-json.ts';
import type { Ledger } from './apply-set.ts';
import type { KubeClient } from './client.ts';
import type { InventoryEntry } from './inventory.ts';
import { KubeError } from './kube-error.ts';
import type { KubeObject, ObjectKey, ObjectMeta, ResourceType } from './objects.ts';

const configMaps: ResourceType = {
  group: '',
  version: 'v1',
  plural: 'configmaps',
  kind: 'ConfigMap',
  namespaced: true,
};

interface LedgerMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

/** An inventory kept in a ConfigMap, under the key `inventory`. */
export function configMapLedger(
  client: KubeClient,
  fieldManager: string,
  place: Required<ObjectKey>,
  metadata: Pick<ObjectMeta, 'labels' | 'ownerReferences'> = {},
): Ledger {
  return {
    read: async (signal) => {
      const found = await client.get<LedgerMap>(configMaps, place, signal);
      const text = found?.data?.['inventory'];
      // A map without the key was never written by us; one with an unreadable value was spoilt, and says nothing.
      return text === undefined ? [] : parse(place, text);
    },
    write: async (entries, signal) => {
      const map: LedgerMap = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { ...metadata, ...place },
        data: { inventory: JSON.stringify(entries) },
      };
      await client.apply(configMaps, map, { fieldManager, force: true }, signal);
    },
  };
}

function parse(place: Required<ObjectKey>, text: string): readonly InventoryEntry[] {
  let entries: unknown;
  try {
    entries = JSON.parse(text);
  } catch {
    entries = undefined; // said below
  }
  if (Array.isArray(entries) && entries.every(isEntry)) return entries;
  throw new KubeError(
    'KubeInvalid',
    `The inventory in ConfigMap ${place.namespace}/${place.name} cannot be read, so nothing can be pruned by it.`,
    {
      retry: 'afterChange',
      httpStatus: 200,
      next: 'Restore the key "inventory" of the ConfigMap, or delete the ConfigMap.',
    },
  );
}

function isEntry(value: unknown): value is InventoryEntry {
  if (!isPlainObject(value)) return false;
  const optional = [value['namespace'], value['uid']];
  return (
    ['group', 'version', 'plural', 'kind', 'name'].every((field) => typeof value[field] === 'string') &&
    optional.every((field) => field === undefined || typeof field === 'string')
  );
}
