import type { WireRequest } from '../../runtime/transport.ts';
import { guardAccess, type AccessOptions } from './access/guard.ts';
import { reviewAccess, reviewPath } from './access/self-subject-access-review.ts';
import { ApiError, notFound } from './api-error.ts';
import type { StoredObject } from './object.ts';
import {
  aggregatedDiscovery,
  legacyGroup,
  legacyGroups,
  legacyResources,
  legacyVersions,
  wantsAggregated,
} from './read/discovery.ts';
import { listObjects, matcherOf } from './read/list.ts';
import { openApiDocument, openApiIndex } from './read/openapi.ts';
import { represent, representationOf } from './read/representation.ts';
import { watchObjects, type Watches } from './read/watch.ts';
import { bodyOf, parameter, PathNotFound, resourceRequest, storeKey, type ResourceRequest } from './request.ts';
import type { World } from './world.ts';
import { writeContext, type WriteContext } from './write/context.ts';
import { createObject } from './write/create.ts';
import { deleteObject, deletionOptions, deletionStatus } from './write/delete.ts';
import { patchObject } from './write/patch.ts';
import { scaleOf, writeScale } from './write/scale.ts';
import { replaceObject } from './write/update.ts';

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  /** Instead of a JSON body. */
  readonly text?: string;
  readonly chunks?: AsyncIterable<string>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers one request. Throws ApiError or PathNotFound for what becomes an error answer. */
export function handleRequest(
  world: World,
  watches: Watches,
  access: AccessOptions | undefined,
  wire: WireRequest,
  signal: AbortSignal,
): Answer {
  const surface = answerSurface(world, wire);
  if (surface !== undefined) return surface;
  if (!wire.path.startsWith('/api/') && !wire.path.startsWith('/apis/')) throw new PathNotFound();
  if (wire.path === reviewPath && wire.method === 'POST') {
    return { status: 201, body: reviewAccess(world, access, wire) };
  }
  const request = resourceRequest(world.kinds, wire);
  if (access !== undefined) guardAccess(world, access, request);
  return request.name === undefined
    ? onCollection(world, watches, request, signal)
    : onObject(world, watches, request, request.name, signal);
}

/** Everything that is not a resource: versions, health, discovery, OpenAPI. */
function answerSurface(world: World, wire: WireRequest): Answer | undefined {
  const { kinds } = world;
  const path = wire.path.replace(/(?<=.)\/$/, '');
  const found = (body: unknown): Answer => {
    if (body === undefined) throw new PathNotFound();
    return { status: 200, body };
  };
  const discovery = { 'content-type': 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' };
  if (path === '/version') return found(version);
  if (['/healthz', '/livez', '/readyz'].includes(path)) return { status: 200, text: 'ok' };
  if (path === '/api' || path === '/apis') {
    const core = path === '/api';
    if (wantsAggregated(wire)) return { ...found(aggregatedDiscovery(kinds, core)), headers: discovery };
    return found(core ? legacyVersions() : legacyGroups(kinds));
  }
  if (path === '/openapi/v3') return found(openApiIndex(kinds));
  if (path.startsWith('/openapi/v3/')) return found(openApiDocument(kinds, path.slice('/openapi/v3/'.length)));
  const parts = path.split('/').slice(1);
  if (parts[0] === 'api' && parts.length === 2) return found(legacyResources(kinds, '', parts[1] ?? ''));
  if (parts[0] === 'apis' && parts.length === 2) return found(legacyGroup(kinds, parts[1] ?? ''));
  if (parts[0] === 'apis' && parts.length === 3) return found(legacyResources(kinds, parts[1] ?? '', parts[2] ?? ''));
  return undefined;
}

const version = {
  major: '1',
  minor: '34',
  gitVersion: 'v1.34.2+planewright-simulator',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '2026-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: 'simulator',
};

function onCollection(world: World, watches: Watches, request: ResourceRequest, signal: AbortSignal): Answer {
  const { kind, namespace, wire } = request;
  switch (wire.method) {
    case 'GET':
    case 'HEAD':
      if (isWatch(wire)) return watchAnswer(world, watches, request, signal);
      return { status: 200, body: listObjects(world, kind, namespace, wire) };
    case 'POST': {
      if (kind.namespaced && namespace === undefined) throw methodNotAllowed();
      const context = writeContext(world, kind, undefined, wire);
      return written(context, createObject(context, namespace, bodyOf(wire)), wire);
    }
    case 'DELETE':
      return deleteCollection(world, request);
    default:
      throw methodNotAllowed();
  }
}

function onObject(world: World, watches: Watches, request: ResourceRequest, name: string, signal: AbortSignal): Answer {
  const { kind, namespace, subresource, wire } = request;
  const context = (): WriteContext => writeContext(world, kind, subresource, wire);
  const live = (): StoredObject => {
    const found = world.store.get(kind.resource, storeKey(namespace, name));
    if (found === undefined) throw notFound(kind, name);
    return found;
  };
  if (subresource === 'scale') {
    if (wire.method === 'GET') return { status: 200, body: scaleOf(live()) };
    if (wire.method !== 'PUT' && wire.method !== 'PATCH') throw methodNotAllowed();
    return { status: 200, body: writeScale(context(), namespace, name, wire) };
  }
  switch (wire.method) {
    case 'GET':
    case 'HEAD':
      if (isWatch(wire)) return watchAnswer(world, watches, withName(request, name), signal);
      return { status: 200, body: represent(kind, live(), representationOf(wire), wire, world.clock.now()) };
    case 'PUT': {
      const writing = context();
      return written(writing, replaceObject(writing, namespace, name, bodyOf(wire)), wire);
    }
    case 'PATCH': {
      const writing = context();
      return written(writing, patchObject(writing, namespace, name, wire), wire);
    }
    case 'DELETE': {
      if (subresource !== undefined) throw methodNotAllowed();
      const deletion = deleteObject(world, kind, namespace, name, deletionOptions(wire));
      return { status: 200, body: deletion.gone ? deletionStatus(kind, deletion.object) : deletion.object };
    }
    default:
      throw methodNotAllowed();
  }
}

function isWatch(wire: WireRequest): boolean {
  const watch = parameter(wire, 'watch');
  return watch === 'true' || watch === '1';
}

/** A watch on one object's path is a watch on its name. */
function withName(request: ResourceRequest, name: string): ResourceRequest {
  const selector = parameter(request.wire, 'fieldSelector');
  const fieldSelector = [
    ...(selector === undefined || selector === '' ? [] : [selector]),
    `metadata.name=${name}`,
  ].join(',');
  return { ...request, wire: { ...request.wire, query: { ...request.wire.query, fieldSelector } } };
}

function watchAnswer(world: World, watches: Watches, request: ResourceRequest, signal: AbortSignal): Answer {
  const chunks = watchObjects(world, watches, request.kind, request.namespace, request.wire, signal);
  return { status: 200, chunks };
}

function written(context: WriteContext, result: { status: number; object: StoredObject }, wire: WireRequest): Answer {
  const warnings = context.warnings.map((sentence) => `299 - ${JSON.stringify(sentence)}`);
  return {
    status: result.status,
    body: represent(context.kind, result.object, representationOf(wire), wire, context.world.clock.now()),
    ...(warnings.length === 0 ? {} : { headers: { warning: warnings.join(', ') } }),
  };
}

function deleteCollection(world: World, request: ResourceRequest): Answer {
  const { kind, namespace, wire } = request;
  if (kind.namespaced && namespace === undefined) throw methodNotAllowed();
  const options = deletionOptions(wire);
  const matches = matcherOf(kind, namespace, wire);
  const doomed = world.store.list(kind.resource).filter(([, object]) => matches(object));
  const items = doomed.map(([, object]) => deleteObject(world, kind, namespace, object.metadata.name, options).object);
  return {
    status: 200,
    body: {
      kind: kind.listKind,
      apiVersion: kind.apiVersion,
      metadata: { resourceVersion: String(world.store.version) },
      items,
    },
  };
}

function methodNotAllowed(): ApiError {
  return new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {
    details: {},
  });
}
