import { parse as parseYaml } from 'yaml';
import type { WireRequest } from '../../../runtime/transport.ts';
import { badRequest, conflict, invalid, notFound, objectModified, typedPatchFailure } from '../api-error.ts';
import { decodeManagers, type Managers } from '../fields/managers.ts';
import { applyConfiguration } from '../fields/ownership.ts';
import { typedErrors } from '../fields/typed.ts';
import { copyOf, isRecord, recordOf, textOf, type StoredObject } from '../object.ts';
import { parameter, storeKey } from '../request.ts';
import { validateValue } from '../schema/validate.ts';
import { managerOf, reachOf, type WriteContext, type WriteResult } from './context.ts';
import { checkNamespace, insert, requireNamespace } from './create.ts';
import { checkName, storeUpdate, withReach } from './update.ts';

/** Server-side apply: creates where absent (never through a subresource), else merges by ownership. */
export function applyObject(
  context: WriteContext,
  namespace: string | undefined,
  name: string,
  wire: WireRequest,
): WriteResult {
  const { kind, world } = context;
  checkOptions(wire);
  const config = configOf(wire.body ?? '');
  checkIdentity(context, namespace, name, config);
  const metadata = recordOf(config['metadata']);
  const live = world.store.get(kind.resource, storeKey(namespace, name));
  if (live === undefined) {
    if (context.subresource !== undefined) throw notFound(kind, name);
    const uid = textOf(metadata['uid']);
    if (uid !== undefined) {
      throw conflict(
        kind,
        name,
        `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`,
      );
    }
    requireNamespace(world, kind, namespace, name);
  } else checkLive(context, live, metadata);
  dropNulls(config);
  const errors = typedErrors(kind.schema, config);
  if (errors.length > 0) throw typedPatchFailure(typedSentence(context, metadata, errors));
  checkName(name, metadata);

  const before: Managers = decodeManagers(live?.metadata.managedFields);
  const applied = applyConfiguration(
    kind.schema,
    before,
    managerOf(context, 'Apply'),
    live,
    withinReach(context, config),
    {
      force: parameter(wire, 'force') === 'true',
      reach: reachOf(context),
    },
  );
  const body = copyOf(recordOf(applied.value));
  refuseNulls(context, name, body);
  if (live === undefined) return insert(context, namespace, name, body, () => applied.managers);
  return storeUpdate(context, live, withReach(context, live, body), before, () => applied.managers);
}

function checkOptions(wire: WireRequest): void {
  const manager = parameter(wire, 'fieldManager') ?? '';
  if (manager !== '' && Buffer.byteLength(manager) <= 128) return;
  throw invalid('meta.k8s.io', 'PatchOptions', '', [
    manager === ''
      ? { reason: 'FieldValueRequired', field: 'fieldManager', message: 'Required value: is required for apply patch' }
      : { reason: 'FieldValueTooLong', field: 'fieldManager', message: 'Too long: may not be more than 128 bytes' },
  ]);
}

function configOf(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = text.trimStart().startsWith('{') ? (JSON.parse(text) as unknown) : (parseYaml(text) as unknown);
  } catch (error) {
    throw badRequest(`error decoding YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isRecord(value)) throw badRequest('error decoding YAML: the configuration is not an object');
  return value;
}

function checkIdentity(
  context: WriteContext,
  namespace: string | undefined,
  name: string,
  config: Record<string, unknown>,
): void {
  const { kind } = context;
  if (config['apiVersion'] !== kind.apiVersion || config['kind'] !== kind.kind) {
    const apiVersion = textOf(config['apiVersion']) ?? '';
    const sent = `${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${textOf(config['kind']) ?? ''}`;
    throw badRequest(`invalid object type: ${sent}`);
  }
  const metadata = recordOf(config['metadata']);
  if ('managedFields' in metadata) throw badRequest('metadata.managedFields must be nil');
  if ((textOf(metadata['name']) ?? '') === '') {
    if (textOf(metadata['generateName']) !== undefined) throw badRequest('name must be provided');
    config['metadata'] = { ...metadata, name };
  }
  checkNamespace(kind, namespace, metadata);
}

function checkLive(context: WriteContext, live: StoredObject, metadata: Record<string, unknown>): void {
  const { kind } = context;
  const version = textOf(metadata['resourceVersion']);
  if (version !== undefined && version !== '' && version !== live.metadata.resourceVersion) {
    throw conflict(kind, live.metadata.name, objectModified);
  }
  const uid = textOf(metadata['uid']);
  if (uid !== undefined && uid !== live.metadata.uid) {
    throw invalid(kind.group, kind.kind, live.metadata.name, [
      { reason: 'FieldValueInvalid', field: 'metadata.uid', message: `Invalid value: "${uid}": field is immutable` },
    ]);
  }
}

/** Only emptied containers are null here: those of the configuration were left out, those of the store are allowed. */
function refuseNulls(context: WriteContext, name: string, body: Record<string, unknown>): void {
  const { kind } = context;
  if (!kind.custom) return;
  const errors = validateValue(kind.schema, body, '').filter((error) =>
    error.message.includes('Invalid value: "null"'),
  );
  if (errors.length > 0) throw invalid(kind.group, kind.kind, name, errors);
}

/** What this endpoint does not write is not looked at either: it neither conflicts nor is owned. */
function withinReach(context: WriteContext, config: Record<string, unknown>): Record<string, unknown> {
  const { status } = reachOf(context);
  if (status === 'also') return config;
  if (status === 'only') return { apiVersion: config['apiVersion'], kind: config['kind'], status: config['status'] };
  return Object.fromEntries(Object.entries(config).filter(([field]) => field !== 'status'));
}

/** A null in an applied configuration says no more than a field left out. */
function dropNulls(value: unknown): void {
  if (Array.isArray(value)) for (const item of value) dropNulls(item);
  if (!isRecord(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the configuration was parsed for this request
    if (inner === null) delete value[key];
    else dropNulls(inner);
  }
}

function typedSentence(context: WriteContext, metadata: Record<string, unknown>, errors: readonly string[]): string {
  const { group, version, kind } = context.kind;
  // As the configuration says it, so that the namespace is often empty.
  const name = `${textOf(metadata['namespace']) ?? ''}/${textOf(metadata['name']) ?? ''}`;
  const subject = `${name}; ${group}/${version}, Kind=${kind}`;
  const list = errors.length === 1 ? (errors[0] ?? '') : `errors:\n  ${errors.join('\n  ')}`;
  return `failed to create typed patch object (${subject}): ${list}`;
}
