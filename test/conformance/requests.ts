import type { Transport, WireRequest } from '../../src/runtime/transport.ts';

/** An answer with its body parsed; `text` where it is no JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
  readonly text: string;
}

export interface JsonObject {
  readonly [key: string]: JsonValue;
}
export type JsonValue = string | number | boolean | null | undefined | readonly JsonValue[] | JsonObject;

type Query = NonNullable<WireRequest['query']>;

/** The verbs of the Kubernetes API as plain requests, each with the content type that it is made for. */
export interface Requests {
  readonly get: (path: string, query?: Query, accept?: string) => Promise<Answer>;
  readonly post: (path: string, object: object, query?: Query) => Promise<Answer>;
  readonly put: (path: string, object: object, query?: Query) => Promise<Answer>;
  readonly delete: (path: string, options?: object) => Promise<Answer>;
  /** Server-side apply; the manager is `m1` unless the query says otherwise. */
  readonly apply: (path: string, object: object, query?: Query) => Promise<Answer>;
  readonly mergePatch: (path: string, patch: object) => Promise<Answer>;
  readonly jsonPatch: (path: string, operations: readonly object[]) => Promise<Answer>;
  readonly strategicMergePatch: (path: string, patch: object) => Promise<Answer>;
  readonly send: (request: WireRequest) => Promise<Answer>;
}

const patienceMs = 30_000;

export function requests(transport: Transport): Requests {
  const send = async (request: WireRequest): Promise<Answer> => {
    const { status, headers, body } = await transport(request, AbortSignal.timeout(patienceMs));
    const isJson = headers['content-type']?.startsWith('application/json') === true && body !== '';
    return { status, headers, text: body, body: isJson ? (JSON.parse(body) as JsonObject) : {} };
  };
  const withBody =
    (method: WireRequest['method'], contentType: string, always: Query = {}) =>
    (path: string, body: object, query: Query = {}): Promise<Answer> =>
      send({
        method,
        path,
        query: { ...always, ...query },
        headers: { accept: 'application/json', 'content-type': contentType },
        body: JSON.stringify(body),
      });
  return {
    send,
    get: (path, query = {}, accept = 'application/json') => send({ method: 'GET', path, query, headers: { accept } }),
    post: withBody('POST', 'application/json'),
    put: withBody('PUT', 'application/json'),
    delete: (path, options = {}) => withBody('DELETE', 'application/json')(path, options),
    apply: withBody('PATCH', 'application/apply-patch+yaml', { fieldManager: 'm1' }),
    mergePatch: withBody('PATCH', 'application/merge-patch+json'),
    jsonPatch: withBody('PATCH', 'application/json-patch+json'),
    strategicMergePatch: withBody('PATCH', 'application/strategic-merge-patch+json'),
  };
}

/** What stands at `path`, keys and list indices in turn; undefined where there is nothing. */
export function at(value: JsonValue, ...path: readonly (string | number)[]): JsonValue {
  return path.reduce<JsonValue>((from, key) => {
    if (typeof from !== 'object' || from === null) return undefined;
    return (from as Readonly<Record<string | number, JsonValue>>)[key];
  }, value);
}

/** The same, where it must be a text. */
export function textAt(value: JsonValue, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path);
  if (typeof found !== 'string') throw new Error(`no text at ${path.join('.')} of ${JSON.stringify(value)}`);
  return found;
}

/** The same, where it must be a list. */
export function listAt(value: JsonValue, ...path: readonly (string | number)[]): readonly JsonValue[] {
  const found = at(value, ...path);
  if (!Array.isArray(found)) throw new Error(`no list at ${path.join('.')} of ${JSON.stringify(value)}`);
  return found as readonly JsonValue[];
}
