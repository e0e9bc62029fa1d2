import { rfc3339 } from '../../../runtime/clock.ts';
import type { WireRequest } from '../../../runtime/transport.ts';
import { conflict, notFound, unsupportedMediaType } from '../api-error.ts';
import { at, recordOf, textOf, type StoredObject } from '../object.ts';
import { parameter, parseJson, storeKey } from '../request.ts';
import type { ServedKind } from '../kinds.ts';
import type { World } from '../world.ts';

export interface DeletionOptions {
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly propagation: 'Background' | 'Foreground' | 'Orphan';
  readonly gracePeriodSeconds?: number;
  readonly dryRun: boolean;
}

/** DeleteOptions from the body, with the query's values over it. */
export function deletionOptions(wire: WireRequest): DeletionOptions {
  if ((wire.headers?.['content-type'] ?? '').includes('protobuf')) {
    throw unsupportedMediaType('the stand-in for Kubernetes does not read protobuf bodies; send DeleteOptions as JSON');
  }
  const body = wire.body === undefined || wire.body === '' ? {} : recordOf(parseJson(wire.body));
  const preconditions = recordOf(body['preconditions']);
  const propagation = parameter(wire, 'propagationPolicy') ?? textOf(body['propagationPolicy']);
  const grace = parameter(wire, 'gracePeriodSeconds') ?? body['gracePeriodSeconds'];
  const dryRun =
    parameter(wire, 'dryRun') === 'All' || (Array.isArray(body['dryRun']) && body['dryRun'].includes('All'));
  const uid = textOf(preconditions['uid']);
  const version = textOf(preconditions['resourceVersion']);
  return {
    propagation: propagation === 'Foreground' || propagation === 'Orphan' ? propagation : 'Background',
    dryRun,
    ...(uid === undefined ? {} : { uid }),
    ...(version === undefined ? {} : { resourceVersion: version }),
    ...(grace === undefined || grace === null ? {} : { gracePeriodSeconds: Number(grace) }),
  };
}

export type Deletion =
  { readonly gone: true; readonly object: StoredObject } | { readonly gone: false; readonly object: StoredObject };

/** DELETE of one object: gone at once, or marked and held by finalizers, grace period or a namespace's content. */
export function deleteObject(
  world: World,
  kind: ServedKind,
  namespace: string | undefined,
  name: string,
  options: DeletionOptions,
): Deletion {
  const key = storeKey(namespace, name);
  const live = world.store.get(kind.resource, key);
  if (live === undefined) throw notFound(kind, name);
  checkPreconditions(kind, live, options);
  const finalizers = [...(live.metadata.finalizers ?? [])];
  if (options.propagation === 'Foreground' && !finalizers.includes('foregroundDeletion'))
    finalizers.push('foregroundDeletion');
  if (options.propagation === 'Orphan' && !finalizers.includes('orphan')) finalizers.push('orphan');
  const grace = gracePeriod(kind, live, options);
  const isNamespace = kind.resource === '/namespaces';
  if (finalizers.length === 0 && grace === 0 && !isNamespace) {
    if (options.dryRun) return { gone: true, object: live };
    return { gone: true, object: world.store.remove(kind.resource, key) ?? live };
  }
  const marked = mark(world, kind, live, finalizers, grace, isNamespace);
  if (marked === live || options.dryRun) return { gone: false, object: marked };
  return { gone: false, object: world.store.put(kind.resource, key, marked) };
}

/** Only pods that have a node take their time; a second delete with 0 ends it. */
function gracePeriod(kind: ServedKind, live: StoredObject, options: DeletionOptions): number {
  if (kind.resource !== '/pods' || textOf(at(live, 'spec', 'nodeName')) === undefined) return 0;
  const phase = at(live, 'status', 'phase');
  if (phase === 'Failed' || phase === 'Succeeded') return 0;
  const wanted = at(live, 'spec', 'terminationGracePeriodSeconds');
  return options.gracePeriodSeconds ?? (typeof wanted === 'number' ? wanted : 30);
}

function mark(
  world: World,
  kind: ServedKind,
  live: StoredObject,
  finalizers: string[],
  grace: number,
  isNamespace: boolean,
): StoredObject {
  if (live.metadata.deletionTimestamp !== undefined) {
    // Marked before: only a shorter grace period changes anything.
    if (grace >= (live.metadata.deletionGracePeriodSeconds ?? 0)) return live;
    return { ...live, metadata: { ...live.metadata, deletionGracePeriodSeconds: grace } };
  }
  const { metadata } = live;
  return {
    ...live,
    metadata: {
      ...metadata,
      ...(finalizers.length === 0 ? {} : { finalizers }),
      ...(kind.countsGeneration ? { generation: (metadata.generation ?? 0) + 1 } : {}),
      deletionTimestamp: rfc3339(world.clock.now() + grace * 1000),
      ...(isNamespace ? {} : { deletionGracePeriodSeconds: grace }),
    },
    ...(isNamespace ? { status: { ...recordOf(live['status']), phase: 'Terminating' } } : {}),
  };
}

function checkPreconditions(kind: ServedKind, live: StoredObject, options: DeletionOptions): void {
  const { name, uid, resourceVersion } = live.metadata;
  // Here, and only here, the real server names the kind instead of the resource.
  const named = { group: kind.group, plural: kind.kind };
  if (options.uid !== undefined && options.uid !== uid) {
    throw conflict(
      named,
      name,
      `the UID in the precondition (${options.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    );
  }
  if (options.resourceVersion !== undefined && options.resourceVersion !== resourceVersion) {
    throw conflict(
      named,
      name,
      `the ResourceVersion in the precondition (${options.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
    );
  }
}

/** The body of an answer to a DELETE that removed its object at once. */
export function deletionStatus(kind: ServedKind, object: StoredObject): Record<string, unknown> {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name: object.metadata.name,
      ...(kind.group === '' ? {} : { group: kind.group }),
      kind: kind.plural,
      uid: object.metadata.uid,
    },
  };
}
