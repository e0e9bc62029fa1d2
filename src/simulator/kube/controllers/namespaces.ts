import { rfc3339 } from '../../../runtime/clock.ts';
import { at, recordOf, type StoredObject } from '../object.ts';
import type { World } from '../world.ts';
import { deleteObject } from '../write/delete.ts';

export interface NamespaceTimes {
  /** Milliseconds from the deletion of a namespace to that of its content, all of it at once. */
  readonly contentAfter: number;
  /** Milliseconds from the end of the last object to that of the namespace. */
  readonly goneAfter: number;
}

/** As measured on a real control plane. */
export const measuredTimes: NamespaceTimes = { contentAfter: 5_000, goneAfter: 4_500 };

/**
 * Empties namespaces that are being deleted and removes them. Content goes in one batch, without regard to what depends
 * on what: a Secret without a finalizer is gone while a resource that needs it still waits.
 */
export function followNamespaces(world: World, times: NamespaceTimes, signal: AbortSignal): void {
  const underWay = new Set<string>();
  world.store.subscribe((event) => {
    if (event.resource !== '/namespaces' || event.type === 'DELETED') return;
    const { name, deletionTimestamp } = event.object.metadata;
    if (deletionTimestamp === undefined || underWay.has(name)) return;
    underWay.add(name);
    void terminate(world, name, times, signal)
      .catch(() => undefined) // only the end of the simulator stops it
      .finally(() => underWay.delete(name));
  });
}

async function terminate(world: World, name: string, times: NamespaceTimes, signal: AbortSignal): Promise<void> {
  await world.clock.sleep(times.contentAfter, signal);
  for (const [resource, object] of contentOf(world, name)) {
    const kind = world.kinds.ofResource(resource);
    if (kind === undefined) continue;
    // The namespace controller deletes pods like everybody else, but nothing here plays a kubelet for it: no grace.
    deleteObject(world, kind, name, object.metadata.name, {
      propagation: 'Background',
      gracePeriodSeconds: 0,
      dryRun: false,
    });
  }
  while (contentOf(world, name).length > 0) {
    report(world, name);
    await nextDeletion(world, name, signal);
  }
  await world.clock.sleep(times.goneAfter, signal);
  const namespace = world.store.get('/namespaces', name);
  if (namespace === undefined) return;
  if ((namespace.metadata.finalizers ?? []).length === 0) world.store.remove('/namespaces', name);
  else world.store.put('/namespaces', name, { ...namespace, spec: { ...recordOf(namespace['spec']), finalizers: [] } });
}

function contentOf(world: World, namespace: string): [string, StoredObject][] {
  return world.store.resources().flatMap((resource) =>
    Array.from(world.store.all(resource))
      .filter((object) => object.metadata.namespace === namespace)
      .map((object): [string, StoredObject] => [resource, object]),
  );
}

function nextDeletion(world: World, namespace: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      unsubscribe();
      reject(new Error('the simulator was closed'));
    };
    const unsubscribe = world.store.subscribe((event) => {
      if (event.type !== 'DELETED' || event.object.metadata.namespace !== namespace) return;
      unsubscribe();
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** Says on the namespace what still holds it. */
function report(world: World, name: string): void {
  const namespace = world.store.get('/namespaces', name);
  if (namespace === undefined) return;
  const content = contentOf(world, name);
  const finalizers = content.flatMap(([, object]) => object.metadata.finalizers ?? []);
  const now = rfc3339(world.clock.now());
  const condition = (type: string, status: boolean, reason: string, message: string): unknown => ({
    type,
    status: status ? 'True' : 'False',
    lastTransitionTime: now,
    reason,
    message,
  });
  const resources = tally(
    content.map(([resource]) => dotted(resource)),
    'has',
    'resource instances',
  );
  const held = tally(finalizers, 'in', 'resource instances');
  const conditions = [
    condition(
      'NamespaceDeletionDiscoveryFailure',
      false,
      'ResourcesDiscovered',
      'All resources successfully discovered',
    ),
    condition('NamespaceContentRemaining', true, 'SomeResourcesRemain', `Some resources are remaining: ${resources}`),
    condition(
      'NamespaceFinalizersRemaining',
      finalizers.length > 0,
      'SomeFinalizersRemain',
      `Some content in the namespace has finalizers remaining: ${held}`,
    ),
  ];
  // Said already: the same sentence again would only move the time.
  if (JSON.stringify(at(namespace, 'status', 'conditions') ?? []).includes(resources)) return;
  world.store.put('/namespaces', name, { ...namespace, status: { ...recordOf(namespace['status']), conditions } });
}

function dotted(resource: string): string {
  const [group = '', plural = ''] = resource.split('/');
  return `${plural}.${group}`;
}

function tally(names: readonly string[], verb: string, what: string): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Array.from(counts, ([name, count]) => `${name} ${verb} ${count} ${what}`).join(', ');
}
