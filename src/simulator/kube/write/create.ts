import { alreadyExists, ApiError, badRequest, forbidden, notFound } from '../api-error.ts';
import type { ServedKind } from '../kinds.ts';
import { at, copyOf, isRecord, recordOf, textOf, type Metadata, type StoredObject } from '../object.ts';
import { decodeManagers, encodeManagers, type Managers } from '../fields/managers.ts';
import { ownedAfterUpdate } from '../fields/ownership.ts';
import { storeKey } from '../request.ts';
import type { World } from '../world.ts';
import { admit, clientMetadata, pruneFor, refuseStrictly } from './admit.ts';
import { managerOf, reachOf, type WriteContext, type WriteResult } from './context.ts';

/** POST: the object must not exist. */
export function createObject(
  context: WriteContext,
  namespace: string | undefined,
  sent: Record<string, unknown>,
): WriteResult {
  const { kind } = context;
  const body = copyOf(sent);
  checkType(kind, body);
  const metadata = recordOf(body['metadata']);
  if (textOf(metadata['resourceVersion']) !== undefined && metadata['resourceVersion'] !== '') {
    throw new ApiError(500, undefined, 'resourceVersion should not be set on objects to be created');
  }
  checkNamespace(kind, namespace, metadata);
  const name = textOf(metadata['name']) ?? generatedName(context.world, textOf(metadata['generateName']));
  requireNamespace(context.world, kind, namespace, name);
  refuseStrictly(context, pruneFor(context, body));
  return insert(context, namespace, name, body, (object) =>
    ownedAfterUpdate(
      kind.schema,
      new Map(),
      managerOf(context, 'Update'),
      undefined,
      object,
      reachOf(context),
      kind.custom,
    ),
  );
}

/** Finishes and stores a new object, from a POST or from server-side apply. `body` becomes part of it. */
export function insert(
  context: WriteContext,
  namespace: string | undefined,
  name: string,
  body: Record<string, unknown>,
  managersOf: (object: StoredObject) => Managers,
): WriteResult {
  const { kind, world } = context;
  const sentMetadata = recordOf(body['metadata']);
  const generateName = textOf(sentMetadata['generateName']);
  const metadata: Metadata = {
    name,
    ...(generateName === undefined ? {} : { generateName }),
    ...(kind.namespaced && namespace !== undefined ? { namespace } : {}),
    uid: world.randomness.uuid(),
    resourceVersion: '',
    ...(kind.countsGeneration ? { generation: 1 } : {}),
    creationTimestamp: context.now,
    ...clientMetadata(sentMetadata),
  };
  const object: StoredObject = { ...body, apiVersion: kind.apiVersion, kind: kind.kind, metadata };
  if (kind.subresources.has('status')) delete object['status'];
  admit(context, object, undefined);
  const key = storeKey(namespace, name);
  if (world.store.get(kind.resource, key) !== undefined) throw alreadyExists(kind, name);
  if (context.dryRun) delete (object.metadata as Partial<Metadata>).resourceVersion;
  const managedFields = encodeManagers(managersOf(object), decodeManagers(undefined), context.now);
  if (managedFields.length > 0) object.metadata.managedFields = managedFields;
  return { status: 201, object: context.dryRun ? object : world.store.put(kind.resource, key, object) };
}

/** The body's apiVersion and kind must be those of the URL, where it names them. */
export function checkType(kind: ServedKind, body: Record<string, unknown>): void {
  const { apiVersion, kind: sentKind } = body;
  if (kind.custom && typeof sentKind !== 'string') {
    throw badRequest(`Object 'Kind' is missing in '${JSON.stringify(body).slice(0, 80)}'`);
  }
  if ((apiVersion !== undefined || kind.custom) && apiVersion !== kind.apiVersion) {
    throw badRequest(
      `the API version in the data (${textOf(apiVersion) ?? ''}) does not match the expected API version (${kind.apiVersion})`,
    );
  }
  if (sentKind !== undefined && sentKind !== kind.kind) {
    throw badRequest(
      `the kind in the data (${textOf(sentKind) ?? ''}) does not match the expected kind (${kind.kind})`,
    );
  }
  if (body['metadata'] !== undefined && !isRecord(body['metadata'])) {
    throw badRequest(
      `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: json: cannot unmarshal metadata`,
    );
  }
}

export function checkNamespace(
  kind: ServedKind,
  namespace: string | undefined,
  metadata: Record<string, unknown>,
): void {
  const sent = textOf(metadata['namespace']);
  if (sent === undefined || sent === '') return;
  if (kind.namespaced ? sent !== namespace : true) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
}

/** New objects need a namespace that exists and is not going away. */
export function requireNamespace(world: World, kind: ServedKind, namespace: string | undefined, name: string): void {
  if (!kind.namespaced || namespace === undefined) return;
  const found = world.store.get('/namespaces', namespace);
  if (found === undefined) throw notFound({ group: '', plural: 'namespaces' }, namespace);
  if (at(found, 'status', 'phase') !== 'Terminating') return;
  throw forbidden(kind, name, `unable to create new content in namespace ${namespace} because it is being terminated`, [
    {
      reason: 'NamespaceTerminating',
      message: `namespace ${namespace} is being terminated`,
      field: 'metadata.namespace',
    },
  ]);
}

function generatedName(world: World, prefix: string | undefined): string {
  if (prefix === undefined || prefix === '') return '';
  // The alphabet and length of the real server's suffixes: no vowels, so that no words come out.
  const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
  const suffix = Array.from(world.randomness.bytes(5), (byte) => alphabet[byte % alphabet.length] ?? 'b').join('');
  return prefix.slice(0, 58) + suffix;
}
