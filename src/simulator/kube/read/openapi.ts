import { createHash } from 'node:crypto';
import type { KindRegistry, ServedKind } from '../kinds.ts';

const writing = ['dryRun', 'fieldManager', 'fieldValidation'] as const;

/** `/openapi/v3`: where the document of each group and version is. */
export function openApiIndex(kinds: KindRegistry): unknown {
  const paths: Record<string, unknown> = {};
  for (const [place, served] of documents(kinds)) {
    const hash = createHash('sha256')
      .update(JSON.stringify(served.map((kind) => kind.schema.source)))
      .digest('hex')
      .slice(0, 32)
      .toUpperCase();
    paths[place] = { serverRelativeURL: `/openapi/v3/${place}?hash=${hash}` };
  }
  return { paths };
}

/**
 * One group and version, as small as `kubectl explain` and `kubectl apply` need it: schemas, and the paths that say which
 * kind is where and that field validation is the server's.
 */
export function openApiDocument(kinds: KindRegistry, place: string): unknown {
  const served = documents(kinds).get(place);
  if (served === undefined) return undefined;
  const paths: Record<string, unknown> = {};
  const schemas: Record<string, unknown> = {};
  for (const kind of served) {
    schemas[schemaName(kind)] = {
      ...kind.schema.source,
      'x-kubernetes-group-version-kind': [{ group: kind.group, version: kind.version, kind: kind.kind }],
    };
    const collection = `/${place}${kind.namespaced ? '/namespaces/{namespace}' : ''}/${kind.plural}`;
    paths[collection] = {
      get: operation(kind, 'list'),
      post: operation(kind, 'post', writing),
    };
    paths[`${collection}/{name}`] = {
      get: operation(kind, 'get'),
      put: operation(kind, 'put', writing),
      patch: operation(kind, 'patch', [...writing, 'force']),
      delete: operation(kind, 'delete', ['dryRun']),
    };
  }
  return { openapi: '3.0.0', info: { title: 'Kubernetes', version: 'v1.34.0' }, paths, components: { schemas } };
}

function schemaName(kind: ServedKind): string {
  const group = kind.group === '' ? 'io.k8s.api.core' : kind.group.split('.').reverse().join('.');
  return `${group}.${kind.version}.${kind.kind}`;
}

function operation(kind: ServedKind, action: string, parameters: readonly string[] = []): unknown {
  return {
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group: kind.group, version: kind.version, kind: kind.kind },
    parameters: parameters.map((name) => ({ name, in: 'query', schema: { type: 'string', uniqueItems: true } })),
    responses: {
      200: {
        description: 'OK',
        content: { 'application/json': { schema: { $ref: `#/components/schemas/${schemaName(kind)}` } } },
      },
    },
  };
}

function documents(kinds: KindRegistry): Map<string, ServedKind[]> {
  const places = new Map<string, ServedKind[]>();
  for (const kind of kinds.all()) {
    const place = kind.group === '' ? `api/${kind.version}` : `apis/${kind.group}/${kind.version}`;
    places.set(place, [...(places.get(place) ?? []), kind]);
  }
  return places;
}
