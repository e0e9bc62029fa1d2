import type { Metadata, OwnerReference, StoredObject } from '../object.ts';
import { storeKey } from '../request.ts';
import type { StoreEvent } from '../store.ts';
import type { World } from '../world.ts';
import { deleteObject } from '../write/delete.ts';

/**
 * Deletes what has lost all of its owners, and carries out foreground and orphaning deletion. An owner is its uid: an
 * object of the same name made later does not count.
 */
export function followOwners(world: World, delay: number, signal: AbortSignal): void {
  let scheduled = false;
  const dependents = dependentCounts();
  world.store.subscribe((event) => {
    dependents.follow(event);
    if (scheduled || !mayConcernCollector(event, dependents.of(event.object.metadata.uid))) return;
    scheduled = true;
    void collect();
  });

  async function collect(): Promise<void> {
    try {
      await world.clock.sleep(delay, signal);
    } catch {
      return; // the simulator was closed
    }
    scheduled = false;
    finishDeletions(world);
    for (const [resource, object] of owned(world)) {
      const references = object.metadata.ownerReferences ?? [];
      if (object.metadata.deletionTimestamp !== undefined || references.some((owner) => exists(world, owner, object)))
        continue;
      const kind = world.kinds.ofResource(resource);
      if (kind === undefined) continue;
      const { namespace, name } = object.metadata;
      deleteObject(world, kind, namespace, name, {
        uid: object.metadata.uid,
        propagation: 'Background',
        dryRun: false,
      });
    }
  }
}

function mayConcernCollector(event: StoreEvent, dependents: number): boolean {
  const { metadata } = event.object;
  const hasOwners = (metadata.ownerReferences ?? []).length > 0;
  switch (event.type) {
    case 'ADDED':
      return hasOwners;
    case 'MODIFIED':
      return metadata.deletionTimestamp !== undefined && heldByCollector(metadata);
    case 'DELETED':
      // Its dependents are orphans now, and an owner may have waited for it.
      return hasOwners || dependents > 0;
  }
}

function heldByCollector(metadata: Metadata): boolean {
  return (metadata.finalizers ?? []).some((finalizer) => finalizer === 'foregroundDeletion' || finalizer === 'orphan');
}

function owned(world: World): [string, StoredObject][] {
  return world.store.resources().flatMap((resource) =>
    Array.from(world.store.all(resource))
      .filter((object) => (object.metadata.ownerReferences ?? []).length > 0)
      .map((object): [string, StoredObject] => [resource, object]),
  );
}

/** How many objects name a uid as their owner: kept as they come and go, so that a deletion costs no search. */
function dependentCounts(): { follow: (event: StoreEvent) => void; of: (uid: string) => number } {
  const counts = new Map<string, number>();
  const count = (object: StoredObject | undefined, by: number): void => {
    for (const owner of object?.metadata.ownerReferences ?? [])
      counts.set(owner.uid, (counts.get(owner.uid) ?? 0) + by);
  };
  return {
    follow: (event) => {
      count(event.previous, -1);
      if (event.type !== 'DELETED') count(event.object, 1);
    },
    of: (uid) => counts.get(uid) ?? 0,
  };
}

function refersTo(object: StoredObject, uid: string): boolean {
  return (object.metadata.ownerReferences ?? []).some((owner) => owner.uid === uid);
}

function exists(world: World, owner: OwnerReference, dependent: StoredObject): boolean {
  const kind = world.kinds.findKind(owner.apiVersion, owner.kind);
  // An owner of a kind that is not served cannot be proven absent, so nothing is deleted for it.
  if (kind === undefined) return true;
  const namespace = kind.namespaced ? dependent.metadata.namespace : undefined;
  const found = world.store.get(kind.resource, storeKey(namespace, owner.name));
  return found?.metadata.uid === owner.uid;
}

/** Owners that wait for their dependents (foreground), or for being forgotten by them (orphan). */
function finishDeletions(world: World): void {
  for (const resource of world.store.resources()) {
    for (const object of [...world.store.all(resource)]) {
      if (object.metadata.deletionTimestamp === undefined || !heldByCollector(object.metadata)) continue;
      const dependents = owned(world).filter(([, one]) => refersTo(one, object.metadata.uid));
      if (object.metadata.finalizers?.includes('orphan') === true) {
        for (const [where, one] of dependents) forget(world, where, one, object.metadata.uid);
        release(world, resource, object, 'orphan');
      } else if (dependents.length === 0) release(world, resource, object, 'foregroundDeletion');
      else {
        for (const [where, one] of dependents) {
          const kind = world.kinds.ofResource(where);
          if (kind === undefined || one.metadata.deletionTimestamp !== undefined) continue;
          deleteObject(world, kind, one.metadata.namespace, one.metadata.name, {
            propagation: 'Foreground',
            dryRun: false,
          });
        }
      }
    }
  }
}

function forget(world: World, resource: string, object: StoredObject, uid: string): void {
  const { namespace, name } = object.metadata;
  const ownerReferences = (object.metadata.ownerReferences ?? []).filter((owner) => owner.uid !== uid);
  world.store.put(resource, storeKey(namespace, name), {
    ...object,
    metadata: { ...object.metadata, ownerReferences },
  });
}

function release(world: World, resource: string, object: StoredObject, finalizer: string): void {
  const key = storeKey(object.metadata.namespace, object.metadata.name);
  const finalizers = (object.metadata.finalizers ?? []).filter((one) => one !== finalizer);
  if (finalizers.length === 0) world.store.remove(resource, key);
  else world.store.put(resource, key, { ...object, metadata: { ...object.metadata, finalizers } });
}
