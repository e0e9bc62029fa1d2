import { applyPatch, type Operation } from 'fast-json-patch';
import { isPlainObject, sameJson } from '../../../src/runtime/canonical-json.ts';
import type { Transport, WireRequest, WireResponse } from '../../../src/runtime/transport.ts';
import { answerJson, refusal } from './fake-transport.ts';

type Stored = Record<string, unknown> & {
  metadata: { name: string; uid: string; resourceVersion: string; generation: number; finalizers?: string[] };
};

/** Objects by path, with uids and versions: as much of an API server as apply, patch, get and delete need. */
export class MemoryServer {
  readonly objects = new Map<string, Stored>();
  readonly requests: WireRequest[] = [];
  /** Looked at before each request; an answer or an error in place of the usual one. */
  fault: (request: WireRequest) => WireResponse | undefined = () => undefined;
  #version = 0;
  #uid = 0;

  readonly transport: Transport = (request) =>
    Promise.resolve().then(() => {
      this.requests.push(request);
      return this.fault(request) ?? this.#answer(request);
    });

  /** `verb path` of every request that writes. */
  get writes(): string[] {
    return this.requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
  }

  /** Puts an object there, as somebody else would. */
  put(path: string, object: Record<string, unknown>): Stored {
    const metadata = isPlainObject(object['metadata']) ? object['metadata'] : {};
    const stored: Stored = {
      ...object,
      metadata: {
        uid: `u${(this.#uid += 1)}`,
        name: path.split('/').at(-1) ?? '',
        ...metadata,
        generation: 1,
        resourceVersion: String((this.#version += 1)),
      },
    };
    this.objects.set(path, stored);
    return stored;
  }

  #answer(request: WireRequest): WireResponse {
    const found = this.objects.get(request.path);
    const body: unknown = request.body === undefined ? undefined : JSON.parse(request.body);
    if (request.method === 'POST') {
      const name = isPlainObject(body) && isPlainObject(body['metadata']) ? String(body['metadata']['name']) : '';
      const path = `${request.path}/${name}`;
      if (this.objects.has(path)) return refusal(409, 'AlreadyExists', `${name} already exists`);
      return answerJson(this.put(path, body as Record<string, unknown>), 201);
    }
    if (request.method === 'PATCH' && request.headers?.['content-type'] === 'application/apply-patch+yaml') {
      return this.#apply(request.path, found, body as Record<string, unknown>);
    }
    if (found === undefined) return refusal(404, 'NotFound', 'not found');
    if (request.method === 'DELETE') return this.#delete(request.path, found, body);
    if (request.method === 'PATCH') return this.#patch(request.path, found, body as Operation[]);
    return answerJson(found);
  }

  /** Merges one level deep, which is enough for maps of data. */
  #apply(path: string, found: Stored | undefined, body: Record<string, unknown>): WireResponse {
    if (found === undefined) return answerJson(this.put(path, body), 201);
    const metadata = { ...found.metadata, ...(body['metadata'] as object) };
    const next = { ...found, ...body, metadata };
    if (sameJson(next, found)) return answerJson(found);
    return answerJson(this.#store(path, next));
  }

  #patch(path: string, found: Stored, operations: Operation[]): WireResponse {
    try {
      const next = applyPatch(found, operations, true, false).newDocument;
      return answerJson(this.#store(path, next));
    } catch {
      return refusal(422, 'Invalid', 'the server rejected our request due to an error in our request');
    }
  }

  #store(path: string, next: Stored): Stored {
    const stored = { ...next, metadata: { ...next.metadata, resourceVersion: String((this.#version += 1)) } };
    if ('deletionTimestamp' in stored.metadata && (stored.metadata.finalizers ?? []).length === 0) {
      this.objects.delete(path);
    } else this.objects.set(path, stored);
    return stored;
  }

  #delete(path: string, found: Stored, body: unknown): WireResponse {
    const conditions = isPlainObject(body) && isPlainObject(body['preconditions']) ? body['preconditions'] : {};
    if (conditions['uid'] !== undefined && conditions['uid'] !== found.metadata.uid) {
      return refusal(409, 'Conflict', 'Precondition failed: UID in precondition');
    }
    this.objects.delete(path);
    return answerJson({ kind: 'Status', status: 'Success' });
  }
}
