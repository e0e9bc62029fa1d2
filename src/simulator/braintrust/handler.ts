import type { JsonObject } from '../../runtime/canonical-json.ts';
import { must } from '../../runtime/must.ts';
import type { WireRequest, WireResponse } from '../../runtime/transport.ts';
import { answered, auditHeaders, jsonAnswer, textAnswer } from './answer.ts';
import type { Exchange } from './exchange.ts';
import { listPage } from './list-query.ts';
import { forbidden, notServed } from './refusal.ts';
import { aiSecretToDelete } from './resources/ai-secret.ts';
import type { Resource } from './resource.ts';
import type { Row } from './row.ts';
import type { Served } from './served.ts';
import { validBody } from './validation.ts';
import { create, patch, read, remove, removeByName, replace } from './verbs.ts';

/** The answer to a request of a known caller. Throws {@link Refusal}. */
export function answerTo(exchange: Exchange, request: WireRequest, served: Served, id: string): WireResponse {
  if (served.operation === 'login') return jsonAnswer(login(exchange));
  const resource = must(served.resource, `${served.path} belongs to a resource`);
  if (served.operation !== 'list') refuseQuery(request);
  const headers: Record<string, string> = {};
  const body =
    served.operation === 'list'
      ? {
          objects: listPage(resource, request.query ?? {}, exchange).map((row) =>
            answered(resource.type, row, exchange),
          ),
        }
      : answered(resource.type, one(exchange, request, resource, served, id), exchange);
  if (exchange.foundExisting) headers['x-bt-found-existing'] = 'true';
  if (request.headers?.['x-bt-enable-audit'] === 'true') Object.assign(headers, auditHeaders(exchange, served.path));
  return jsonAnswer(body, headers);
}

function one(exchange: Exchange, request: WireRequest, resource: Resource, served: Served, id: string): Row {
  const { profile } = exchange.world;
  switch (served.operation) {
    case 'read':
      return read(resource, id, exchange);
    case 'create':
      return create(resource, bodyOf(request, resource.createBody?.(profile)), exchange);
    case 'replace':
      return replace(resource, bodyOf(request, resource.createBody?.(profile)), exchange);
    case 'patch':
      return patch(resource, id, bodyOf(request, resource.patchBody?.(profile)), exchange);
    case 'delete':
      return remove(resource, id, exchange);
    case 'deleteByName':
      if (profile.routing === 'apiGateway') throw forbidden('Missing Authentication Token');
      return removeByName(resource, bodyOf(request, aiSecretToDelete), exchange);
    default:
      throw notServed(served.operation);
  }
}

function bodyOf(request: WireRequest, schema: Parameters<typeof validBody>[0] | undefined): JsonObject {
  const wanted = must(schema, 'the table offers a verb with a body only where there is a schema');
  return validBody(wanted, request.body ?? '', request.headers?.['content-type']);
}

function refuseQuery(request: WireRequest): void {
  const [key] = Object.keys(request.query ?? {});
  if (key !== undefined) throw notServed(`the query parameter "${key}" on ${request.method} ${request.path}`);
}

/** The organizations of a token, as the vendor's clients choose between them. */
function login({ world, caller }: Exchange): unknown {
  const organizations = [...caller.organizationIds].map((id) =>
    must(world.current('organization', id), 'organizations are never deleted'),
  );
  return {
    org_info: organizations.map(({ id, name, api_url, proxy_url, realtime_url }) => ({
      id,
      name,
      api_url,
      proxy_url,
      realtime_url,
    })),
  };
}

/** What is answered without a token. */
export function publicAnswer(served: Served, host: 'hosted' | 'plane'): WireResponse | undefined {
  if (served.operation === 'greet') return textAnswer(200, 'Hello World');
  if (served.operation !== 'ping') return undefined;
  return host === 'hosted' ? textAnswer(404, 'Not found') : textAnswer(200, 'pong');
}
