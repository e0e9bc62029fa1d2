import type { WireRequest } from '../../runtime/transport.ts';
import { aiSecret } from './resources/ai-secret.ts';
import { envVar } from './resources/env-var.ts';
import { organization } from './resources/organization.ts';
import { project } from './resources/project.ts';
import { projectTag } from './resources/project-tag.ts';
import { user } from './resources/user.ts';
import type { Resource } from './resource.ts';

type Operation =
  'greet' | 'ping' | 'login' | 'signed' | 'list' | 'read' | 'create' | 'replace' | 'patch' | 'delete' | 'deleteByName';

export interface Served {
  readonly method: WireRequest['method'];
  /** `{id}` stands for one path segment. */
  readonly path: string;
  readonly operation: Operation;
  readonly resource?: Resource;
}

const collection = {
  list: 'GET',
  create: 'POST',
  replace: 'PUT',
  deleteByName: 'DELETE',
} as const satisfies Partial<Record<Operation, WireRequest['method']>>;
const single = {
  read: 'GET',
  patch: 'PATCH',
  delete: 'DELETE',
} as const satisfies Partial<Record<Operation, WireRequest['method']>>;

type ResourceOperation = keyof typeof collection | keyof typeof single;

function routes(resource: Resource, operations: readonly ResourceOperation[]): Served[] {
  return operations.map((operation) => {
    const root = `/v1/${resource.type}`;
    return operation in collection
      ? { method: collection[operation as keyof typeof collection], path: root, operation, resource }
      : { method: single[operation as keyof typeof single], path: `${root}/{id}`, operation, resource };
  });
}

/** Everything that the stand-in serves. What is not here is refused with 501 and its name. */
const served: readonly Served[] = [
  { method: 'GET', path: '/v1', operation: 'greet' },
  { method: 'GET', path: '/ping', operation: 'ping' },
  { method: 'POST', path: '/api/apikey/login', operation: 'login' },
  // Where a 303 points: an object store that knows no tokens.
  { method: 'GET', path: '/signed/{id}', operation: 'signed' },
  ...routes(organization, ['list', 'read', 'patch']),
  ...routes(user, ['list', 'read']),
  ...routes(project, ['list', 'create', 'read', 'patch', 'delete']),
  ...routes(projectTag, ['list', 'create', 'replace', 'read', 'patch', 'delete']),
  ...routes(aiSecret, ['list', 'create', 'replace', 'deleteByName', 'read', 'patch', 'delete']),
  ...routes(envVar, ['list', 'create', 'replace', 'read', 'patch', 'delete']),
];

/** Paths that would pass for an id. */
const reserved: readonly string[] = ['/v1/organization/members'];

const byMethodAndPath = new Map(served.map((one) => [`${one.method} ${one.path}`, one]));

/** The row of the table for a request, and the id in its path. */
export function route(method: string, path: string): { served: Served; id?: string } | undefined {
  const exact = byMethodAndPath.get(`${method} ${path}`);
  if (exact !== undefined && !path.includes('{')) return { served: exact };
  if (reserved.includes(path)) return undefined;
  const slash = path.lastIndexOf('/');
  const pattern = byMethodAndPath.get(`${method} ${path.slice(0, slash)}/{id}`);
  return pattern === undefined ? undefined : { served: pattern, id: decodeURIComponent(path.slice(slash + 1)) };
}
