import { isPlainObject } from '../runtime/canonical-json.ts';
import { TextPool } from '../runtime/text-pool.ts';
import { TransportError, type Transport, type WireRequest, type WireResponse } from '../runtime/transport.ts';
import { admit, bodyOf, eventOf, malformed, objectOf } from './answers.ts';
import type {
  ApplyOptions,
  DeleteOptions,
  JsonPatchOperation,
  KubeClient,
  ListOptions,
  ListPage,
  WatchEvent,
  WatchOptions,
} from './client.ts';
import { isKubeError, KubeError } from './kube-error.ts';
import { linesOf } from './lines.ts';
import { keyOf } from './object-key.ts';
import { apiVersionOf, resourcePath, type KubeObject, type ObjectKey, type ResourceType } from './objects.ts';
import { errorOfAnswer, type Attempted } from './status-answer.ts';

export interface KubeClientOptions {
  /** Manager of what `create` and `jsonPatch` write. Default: the server takes it from the user agent. */
  readonly fieldManager?: string;
}

/** A {@link KubeClient} over any transport: HTTPS, a simulator's handler, or one of them behind gates and fences. */
export function kubeClient(transport: Transport, options: KubeClientOptions = {}): KubeClient {
  return new TransportClient(transport, options);
}

const json = { accept: 'application/json' };
const metadataOne = { accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1' };
const metadataList = { accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1' };
/** The server's whole answer to a patch whose `test` failed, or that removes what is not there (measured on 1.34). */
const patchRefused = 'the server rejected our request due to an error in our request';

/** The casts to `T` below trust the caller to name the type that belongs to its ResourceType, as the server serves it. */
class TransportClient implements KubeClient {
  readonly #transport: Transport;
  readonly #manager: Readonly<Record<string, string>>;
  readonly #pool = new TextPool();

  constructor(transport: Transport, options: KubeClientOptions) {
    this.#transport = transport;
    this.#manager = options.fieldManager === undefined ? {} : { fieldManager: options.fieldManager };
  }

  async get<T extends KubeObject>(type: ResourceType, key: ObjectKey, signal: AbortSignal): Promise<T | undefined> {
    const attempted = attempt('get', type, key);
    try {
      const response = await this.#send(
        attempted,
        { method: 'GET', path: resourcePath(type, key), headers: json },
        signal,
      );
      return objectOf(type, attempted, response) as T;
    } catch (error) {
      if (isKubeError(error, 'KubeNotFound')) return undefined;
      throw error;
    }
  }

  async list<T extends KubeObject>(
    type: ResourceType,
    options: ListOptions,
    signal: AbortSignal,
  ): Promise<ListPage<T>> {
    const attempted = attempt('list', type, options);
    const request: WireRequest = {
      method: 'GET',
      path: resourcePath(type, place(options)),
      query: {
        ...selectors(options),
        ...(options.limit === undefined ? {} : { limit: String(options.limit) }),
        ...(options.continue === undefined ? {} : { continue: options.continue }),
        // A page's token carries its version; both together are refused.
        ...(options.resourceVersion === undefined || options.continue !== undefined
          ? {}
          : { resourceVersion: options.resourceVersion }),
      },
      headers: options.metadataOnly === true ? metadataList : json,
    };
    const body = bodyOf(attempted, await this.#send(attempted, request, signal));
    const { items, metadata } = body;
    if (!isPlainObject(metadata) || typeof metadata['resourceVersion'] !== 'string') {
      throw malformed(attempted, 'a list without a resourceVersion');
    }
    // A nil slice of the server's is `null`.
    if (items !== null && !Array.isArray(items)) throw malformed(attempted, 'a list without items');
    const next = metadata['continue'];
    return {
      items: (items ?? []).map((item) => admit(type, attempted, item, this.#pool) as T),
      resourceVersion: metadata['resourceVersion'],
      ...(typeof next === 'string' && next !== '' ? { continue: next } : {}),
    };
  }

  async *watch<T extends KubeObject>(
    type: ResourceType,
    options: WatchOptions,
    signal: AbortSignal,
  ): AsyncGenerator<WatchEvent<T>> {
    const attempted = attempt('watch', type, options);
    const request: WireRequest = {
      method: 'GET',
      path: resourcePath(type, place(options)),
      query: {
        ...selectors(options),
        watch: 'true',
        allowWatchBookmarks: 'true',
        resourceVersion: options.resourceVersion,
        timeoutSeconds: String(options.timeoutSeconds),
      },
      headers: options.metadataOnly === true ? metadataOne : json,
      stream: true,
    };
    const response = await this.#send(attempted, request, signal);
    try {
      for await (const line of linesOf(response.chunks ?? once(response.body))) {
        yield eventOf(type, attempted, line, this.#pool) as WatchEvent<T>;
      }
    } catch (error) {
      throw asKubeError(attempted, error, signal);
    }
  }

  async create<T extends KubeObject>(type: ResourceType, object: T, signal: AbortSignal): Promise<T> {
    const attempted = attempt('create', type, object.metadata);
    const request: WireRequest = {
      method: 'POST',
      path: resourcePath(type, place(object.metadata)),
      // Without it the server drops fields that it does not know and says so in a header only.
      query: { ...this.#manager, fieldValidation: 'Strict' },
      headers: { ...json, 'content-type': 'application/json' },
      body: JSON.stringify(typed(type, object)),
    };
    return objectOf(type, attempted, await this.#send(attempted, request, signal)) as T;
  }

  apply<T extends KubeObject>(type: ResourceType, object: T, options: ApplyOptions, signal: AbortSignal): Promise<T> {
    return this.#apply(type, object, options, undefined, signal);
  }

  applyStatus<T extends KubeObject>(
    type: ResourceType,
    object: T,
    options: ApplyOptions,
    signal: AbortSignal,
  ): Promise<T> {
    return this.#apply(type, object, options, 'status', signal);
  }

  async jsonPatch<T extends KubeObject>(
    type: ResourceType,
    key: ObjectKey,
    operations: readonly JsonPatchOperation[],
    signal: AbortSignal,
  ): Promise<T> {
    const attempted = attempt('patch', type, key);
    const request: WireRequest = {
      method: 'PATCH',
      path: resourcePath(type, key),
      query: this.#manager,
      headers: { ...json, 'content-type': 'application/json-patch+json' },
      body: JSON.stringify(operations),
    };
    const response = await this.#exchange(attempted, request, signal);
    if (response.status === 422 && response.body.includes(patchRefused)) {
      throw new KubeError('KubeConflict', `${attempted.what}: the object is no longer as the patch expects it.`, {
        retry: 'soon',
        httpStatus: 422,
        reason: 'Invalid',
      });
    }
    return objectOf(type, attempted, accepted(attempted, response)) as T;
  }

  async delete(type: ResourceType, key: ObjectKey, options: DeleteOptions, signal: AbortSignal): Promise<void> {
    const attempted = attempt('delete', type, key);
    const preconditions = {
      ...(options.uid === undefined ? {} : { uid: options.uid }),
      ...(options.resourceVersion === undefined ? {} : { resourceVersion: options.resourceVersion }),
    };
    const request: WireRequest = {
      method: 'DELETE',
      path: resourcePath(type, key),
      headers: { ...json, 'content-type': 'application/json' },
      body: JSON.stringify({
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: options.propagation ?? 'Background',
        ...(Object.keys(preconditions).length === 0 ? {} : { preconditions }),
      }),
    };
    try {
      // The answer is read although nothing in it is needed: a proxy's page is no proof that anything was deleted.
      bodyOf(attempted, await this.#send(attempted, request, signal));
    } catch (error) {
      if (!isKubeError(error, 'KubeNotFound')) throw error;
    }
  }

  async #apply<T extends KubeObject>(
    type: ResourceType,
    object: T,
    options: ApplyOptions,
    subresource: 'status' | undefined,
    signal: AbortSignal,
  ): Promise<T> {
    const attempted = attempt(subresource === undefined ? 'apply' : 'apply status of', type, object.metadata);
    const request: WireRequest = {
      method: 'PATCH',
      path: resourcePath(type, { ...keyOf(object), ...(subresource === undefined ? {} : { subresource }) }),
      query: {
        fieldManager: options.fieldManager,
        ...(options.force === true ? { force: 'true' } : {}),
        ...(options.dryRun === true ? { dryRun: 'All' } : {}),
      },
      // JSON is YAML.
      headers: { ...json, 'content-type': 'application/apply-patch+yaml' },
      body: JSON.stringify(typed(type, object)),
    };
    return objectOf(type, attempted, await this.#send(attempted, request, signal)) as T;
  }

  /** The answer, if it is a success. */
  async #send(attempted: Attempted, request: WireRequest, signal: AbortSignal): Promise<WireResponse> {
    return accepted(attempted, await this.#exchange(attempted, request, signal));
  }

  async #exchange(attempted: Attempted, request: WireRequest, signal: AbortSignal): Promise<WireResponse> {
    signal.throwIfAborted();
    try {
      return await this.#transport(request, signal);
    } catch (error) {
      throw asKubeError(attempted, error, signal);
    }
  }
}

function accepted(attempted: Attempted, response: WireResponse): WireResponse {
  if (response.status >= 200 && response.status < 300) return response;
  throw errorOfAnswer(attempted, response);
}

/** Errors that are ours, and the reason of an abort, pass as they are. */
export function asKubeError(attempted: Attempted, error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof TransportError) {
    return new KubeError('KubeUnreachable', `${attempted.what}: ${error.message}`, {
      retry: 'soon',
      httpStatus: 0,
      reason: error.failure,
      cause: error,
    });
  }
  return error instanceof Error && error.name === 'LineTooLong' ? malformed(attempted, error.message) : error;
}

function typed<T extends KubeObject>(type: ResourceType, object: T): T {
  return { ...object, apiVersion: apiVersionOf(type), kind: type.kind };
}

function place(where: { readonly namespace?: string }): { namespace?: string } {
  return where.namespace === undefined ? {} : { namespace: where.namespace };
}

function selectors(options: {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}): Record<string, string> {
  return {
    ...(options.labelSelector === undefined ? {} : { labelSelector: options.labelSelector }),
    ...(options.fieldSelector === undefined ? {} : { fieldSelector: options.fieldSelector }),
  };
}

function attempt(
  verb: string,
  type: ResourceType,
  where: { readonly namespace?: string; readonly name?: string },
): Attempted {
  const kind = type.group === '' ? type.plural : `${type.plural}.${type.group}`;
  const path = [where.namespace, where.name].filter((part) => part !== undefined).join('/');
  return {
    what: `${verb} ${kind}${path === '' ? '' : ` ${path}`}`,
    confidential: type.group === '' && type.plural === 'secrets',
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- an iterable of chunks is asynchronous by its contract
async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
