import type { WireRequest } from '../../runtime/transport.ts';
import { ApiError, badRequest, notServed, unsupportedMediaType } from './api-error.ts';
import type { KindRegistry, ServedKind } from './kinds.ts';
import { isRecord } from './object.ts';

/** A request for a resource, taken apart. */
export interface ResourceRequest {
  readonly kind: ServedKind;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
  readonly wire: WireRequest;
}

export function parameter(request: WireRequest, name: string): string | undefined {
  const value = request.query?.[name];
  return typeof value === 'string' ? value : value?.[0];
}

/** The store's key of an object. */
export function storeKey(namespace: string | undefined, name: string): string {
  return namespace === undefined || namespace === '' ? name : `${namespace}/${name}`;
}

/** The answer to a path that nothing is served at: text, not a Status, by which clients tell a missing kind. */
export class PathNotFound extends Error {
  override readonly name = 'PathNotFound';
}

/**
 * Splits a path below `/api` or `/apis`. Throws {@link PathNotFound} for a kind that no CRD serves, and 501 for one that
 * Kubernetes has and this stand-in has not.
 */
export function resourceRequest(kinds: KindRegistry, wire: WireRequest): ResourceRequest {
  const parts = wire.path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const core = parts[0] === 'api';
  const group = core ? '' : (parts[1] ?? '');
  const version = (core ? parts[1] : parts[2]) ?? '';
  const rest = parts.slice(core ? 2 : 3);
  if (rest[0] === 'watch') throw notServed('the deprecated /watch/ paths; use ?watch=true');
  const inNamespace = rest[0] === 'namespaces' && rest.length > 2 && rest[2] !== 'status' && rest[2] !== 'finalize';
  const namespace = inNamespace ? rest[1] : undefined;
  const [plural = '', name, subresource, ...more] = inNamespace ? rest.slice(2) : rest;
  const kind = kinds.find(group, version, plural);
  if (kind === undefined) {
    if (belongsToKubernetes(group)) throw notServed(`${group === '' ? version : `${group}/${version}`} ${plural}`);
    throw new PathNotFound();
  }
  if (more.length > 0) throw new PathNotFound();
  if (kind.namespaced && namespace === undefined && name !== undefined) throw new PathNotFound();
  if (!kind.namespaced && namespace !== undefined) throw new PathNotFound();
  if (subresource !== undefined && !kind.subresources.has(subresource)) {
    if (kind.custom) throw new PathNotFound();
    throw notServed(`the subresource ${subresource} of ${kind.plural}`);
  }
  return { kind, namespace, name, subresource, wire };
}

function belongsToKubernetes(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io');
}

/** The body as an object. Protobuf is refused with the way out; YAML is taken only as the JSON that it may be. */
export function bodyOf(wire: WireRequest): Record<string, unknown> {
  const type = wire.headers?.['content-type'] ?? 'application/json';
  if (type.includes('protobuf')) {
    throw unsupportedMediaType(
      'the stand-in for Kubernetes does not read protobuf bodies; use "kubectl apply -f" or "kubectl create -f", which send JSON',
    );
  }
  const value = parseJson(wire.body ?? '');
  if (!isRecord(value)) throw badRequest("couldn't get version/kind; json parse error: the body is not an object");
  return value;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw badRequest(`error decoding: the object provided is unrecognized: ${why}`);
  }
}

/** Who writes, as ownership records it: `fieldManager`, else the user agent up to its slash. */
export function managerName(wire: WireRequest): string {
  const named = parameter(wire, 'fieldManager');
  if (named !== undefined && named !== '') return named;
  const agent = wire.headers?.['user-agent']?.split('/')[0];
  return agent === undefined || agent === '' ? 'unknown' : agent;
}

/** True for `dryRun=All`. Throws for another value. */
export function isDryRun(wire: WireRequest): boolean {
  const value = parameter(wire, 'dryRun');
  if (value === undefined || value === '') return false;
  if (value === 'All') return true;
  throw new ApiError(
    422,
    'Invalid',
    `PatchOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: "${value}": supported values: "All"`,
  );
}

/** What a request wants done about fields that the schema does not know. */
export function fieldValidation(wire: WireRequest): 'Strict' | 'Warn' | 'Ignore' {
  const value = parameter(wire, 'fieldValidation');
  return value === 'Strict' || value === 'Ignore' ? value : 'Warn';
}
