import { badRequest, conflict, invalid, notFound, objectModified, type FieldError } from '../api-error.ts';
import { behaviourOf } from '../builtin/behaviour.ts';
import type { ServedKind } from '../kinds.ts';
import { copyOf, recordOf, sameValue, textOf, type Metadata, type StoredObject } from '../object.ts';
import { decodeManagers, encodeManagers, type Managers } from '../fields/managers.ts';
import { ownedAfterUpdate, requestedManagers } from '../fields/ownership.ts';
import { storeKey } from '../request.ts';
import { admit, clientMetadata, countsAsChange, pruneFor, refuseStrictly } from './admit.ts';
import { checkNamespace, checkType } from './create.ts';
import { managerOf, reachOf, type WriteContext, type WriteResult } from './context.ts';

/** PUT: replaces spec (or, on the subresource, status) of an object that exists. */
export function replaceObject(
  context: WriteContext,
  namespace: string | undefined,
  name: string,
  sent: Record<string, unknown>,
): WriteResult {
  const { kind } = context;
  const body = copyOf(sent);
  checkType(kind, body);
  const metadata = recordOf(body['metadata']);
  checkName(name, metadata);
  checkNamespace(kind, namespace, metadata);
  const live = liveObject(context, namespace, name);
  const version = textOf(metadata['resourceVersion']) ?? '';
  if (version === '' && behaviourOf(kind).conditionalUpdate === true) {
    throw invalid(kind.group, kind.plural, name, [
      {
        reason: 'FieldValueInvalid',
        field: 'metadata.resourceVersion',
        message: 'Invalid value: 0: must be specified for an update',
      },
    ]);
  }
  refuseStrictly(context, pruneFor(context, body));
  return updateObject(context, live, body);
}

export function checkName(name: string, metadata: Record<string, unknown>): void {
  const sent = textOf(metadata['name']);
  if (sent !== undefined && sent !== '' && sent !== name) {
    throw badRequest(`the name of the object (${sent}) does not match the name on the URL (${name})`);
  }
}

export function liveObject(context: WriteContext, namespace: string | undefined, name: string): StoredObject {
  const live = context.world.store.get(context.kind.resource, storeKey(namespace, name));
  if (live === undefined) throw notFound(context.kind, name);
  // Versions of a CRD share their storage; each is written as the version that was asked for.
  return live.apiVersion === context.kind.apiVersion ? live : { ...live, apiVersion: context.kind.apiVersion };
}

/** 409 for a version or uid in the body that is not the live object's. */
function checkPreconditions(context: WriteContext, live: StoredObject, sent: Record<string, unknown>): void {
  const { kind } = context;
  const version = textOf(sent['resourceVersion']) ?? '';
  if (version !== '' && version !== live.metadata.resourceVersion) {
    throw conflict(kind, live.metadata.name, objectModified);
  }
  const uid = textOf(sent['uid']) ?? '';
  if (uid !== '' && uid !== live.metadata.uid) {
    throw conflict(kind, live.metadata.name, storageConflict(kind, live, uid));
  }
}

/** What the storage says of another incarnation. */
export function storageConflict(kind: ServedKind, live: StoredObject, uid: string): string {
  const { name, namespace, uid: actual } = live.metadata;
  const key = `/registry/${kind.group === '' ? '' : `${kind.group}/`}${kind.plural}/${storeKey(namespace, name)}`;
  return `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${actual}`;
}

/** The common end of PUT and patches: `body` is the whole object as the client wants it, already pruned. */
export function updateObject(context: WriteContext, live: StoredObject, body: Record<string, unknown>): WriteResult {
  const { kind } = context;
  const sentMetadata = recordOf(body['metadata']);
  checkPreconditions(context, live, sentMetadata);
  const next = withReach(context, live, body);
  const requested = requestedManagers(body);
  const before = decodeManagers(live.metadata.managedFields);
  const base: Managers =
    requested === 'keep'
      ? before
      : requested === 'clear'
        ? new Map()
        : decodeManagers(sentMetadata['managedFields'] as []);
  return storeUpdate(context, live, next, before, (object) =>
    requested === 'clear'
      ? base
      : ownedAfterUpdate(kind.schema, base, managerOf(context, 'Update'), live, object, reachOf(context), kind.custom),
  );
}

/** The live object with the part that this endpoint may change taken from `body`. */
export function withReach(context: WriteContext, live: StoredObject, body: Record<string, unknown>): StoredObject {
  const { status } = reachOf(context);
  if (status === 'only') return copyOf({ ...live, status: body['status'] });
  const { metadata } = live;
  const kept: Metadata = {
    name: metadata.name,
    ...(metadata.generateName === undefined ? {} : { generateName: metadata.generateName }),
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
    ...(metadata.generation === undefined ? {} : { generation: metadata.generation }),
    creationTimestamp: metadata.creationTimestamp,
    ...(metadata.deletionTimestamp === undefined ? {} : { deletionTimestamp: metadata.deletionTimestamp }),
    ...(metadata.deletionGracePeriodSeconds === undefined
      ? {}
      : { deletionGracePeriodSeconds: metadata.deletionGracePeriodSeconds }),
    ...clientMetadata(body['metadata']),
  };
  const next: StoredObject = { ...body, apiVersion: live.apiVersion, kind: live.kind, metadata: kept };
  if (status === 'never') {
    delete next['status'];
    if (live['status'] !== undefined) next['status'] = live['status'];
  }
  return copyOf(next);
}

/** Admits and stores an update; one that changes nothing keeps its version. The last finalizer's end ends the object. */
export function storeUpdate(
  context: WriteContext,
  live: StoredObject,
  next: StoredObject,
  before: Managers,
  managersOf: (object: StoredObject) => Managers,
): WriteResult {
  const { kind, world } = context;
  checkFinalizers(context, live, next);
  admit(context, next, live);
  const managedFields = encodeManagers(managersOf(next), before, context.now);
  if (managedFields.length > 0) next.metadata.managedFields = managedFields;
  else delete next.metadata.managedFields;
  if (countsAsChange(context, live, next)) next.metadata.generation = (live.metadata.generation ?? 0) + 1;
  if (sameValue(live, next)) return { status: 200, object: live };
  if (context.dryRun) return { status: 200, object: next };
  const key = storeKey(live.metadata.namespace, live.metadata.name);
  const done = next.metadata.deletionTimestamp !== undefined && (next.metadata.finalizers ?? []).length === 0;
  if (!done || (next.metadata.deletionGracePeriodSeconds ?? 0) > 0 || namespaceHasContent(kind.resource, next)) {
    return { status: 200, object: world.store.put(kind.resource, key, next) };
  }
  // Removed without a last update, as the real store does it: watchers see DELETED with the finalizer still in place.
  world.store.remove(kind.resource, key);
  return { status: 200, object: next };
}

/** A namespace is held by `spec.finalizers` until its content is gone. */
function namespaceHasContent(resource: string, object: StoredObject): boolean {
  return (
    resource === '/namespaces' &&
    object['spec'] !== undefined &&
    sameValue(recordOf(object['spec'])['finalizers'], ['kubernetes'])
  );
}

function checkFinalizers(context: WriteContext, live: StoredObject, next: StoredObject): void {
  if (live.metadata.deletionTimestamp === undefined) return;
  const had = new Set(live.metadata.finalizers);
  const added = (next.metadata.finalizers ?? []).filter((finalizer) => !had.has(finalizer));
  if (added.length === 0) return;
  const error: FieldError = {
    reason: 'FieldValueForbidden',
    field: 'metadata.finalizers',
    message: `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map((one) => JSON.stringify(one)).join(', ')}}`,
  };
  throw invalid(context.kind.group, context.kind.kind, live.metadata.name, [error]);
}
