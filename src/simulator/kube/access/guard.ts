import type { WireRequest } from '../../../runtime/transport.ts';
import { ApiError } from '../api-error.ts';
import { parameter, type ResourceRequest } from '../request.ts';
import type { World } from '../world.ts';
import { mayDo, refusal, type Attributes, type User } from './rbac.ts';

export interface AccessOptions {
  /** Users by bearer token. A token of {@link serviceAccountToken} needs no entry. */
  readonly tokens?: Readonly<Record<string, User>>;
}

const prefix = 'simulated-service-account:';

/** The token by which a service account is known here. It is worth nothing anywhere else. */
export function serviceAccountToken(namespace: string, name: string): string {
  return `${prefix}${namespace}:${name}`;
}

/** Throws 401 or 403 where a request may not go on. */
export function guardAccess(world: World, options: AccessOptions, request: ResourceRequest): void {
  const user = userOf(options, request.wire);
  const wanted = attributesOf(request);
  if (!mayDo(world, user, wanted)) throw refusal(user, wanted);
}

/** The user behind a request. Throws 401 for a token that nobody has, and where there is none. */
export function userOf(options: AccessOptions, wire: WireRequest): User {
  const token = /^bearer (.+)$/i.exec(wire.headers?.['authorization'] ?? '')?.[1] ?? '';
  const known = options.tokens?.[token];
  if (known !== undefined) return known;
  const [namespace, name] = token.startsWith(prefix) ? token.slice(prefix.length).split(':') : [];
  if (namespace === undefined || name === undefined) throw new ApiError(401, 'Unauthorized', 'Unauthorized');
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  return { name: `system:serviceaccount:${namespace}:${name}`, groups };
}

function attributesOf(request: ResourceRequest): Attributes {
  const { kind, namespace, name, subresource, wire } = request;
  return {
    verb: verbOf(wire, name),
    group: kind.group,
    resource: subresource === undefined ? kind.plural : `${kind.plural}/${subresource}`,
    // A namespace is asked about in itself, as the real server does it.
    namespace: kind.resource === '/namespaces' ? name : namespace,
    name: wire.method === 'POST' ? undefined : name,
  };
}

function verbOf(wire: WireRequest, name: string | undefined): string {
  switch (wire.method) {
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return name === undefined ? 'deletecollection' : 'delete';
    default:
      if (parameter(wire, 'watch') === 'true' || parameter(wire, 'watch') === '1') return 'watch';
      return name === undefined ? 'list' : 'get';
  }
}
