import type { ObjectKey } from '../kube/objects.ts';
import type { Lists } from './context.ts';
import type { OrganizationKind, ResourceOf } from './kinds.ts';

/** One of the listed resources, without going through all of them where that can be had. */
export function listed<K extends OrganizationKind>(lists: Lists, kind: K, key: ObjectKey): ResourceOf[K] | undefined {
  if (lists.one !== undefined) return lists.one(kind, key);
  return lists.peers(kind).find(({ metadata }) => metadata.name === key.name && metadata.namespace === key.namespace);
}
