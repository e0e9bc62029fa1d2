import { rfc3339, type Clock } from '../../runtime/clock.ts';
import type { Randomness } from '../../runtime/randomness.ts';
import type { Transport, WireRequest, WireResponse } from '../../runtime/transport.ts';
import type { AccessOptions } from './access/guard.ts';
import { ApiError, statusOf } from './api-error.ts';
import { followOwners } from './controllers/garbage-collector.ts';
import { followNamespaces, measuredTimes, type NamespaceTimes } from './controllers/namespaces.ts';
import { handleRequest, type Answer } from './handle.ts';
import { KindRegistry } from './kinds.ts';
import { copyOf, type StoredObject } from './object.ts';
import { PathNotFound } from './request.ts';
import { requestLog, type RequestLogEntry } from './request-log.ts';
import { Store } from './store.ts';
import type { World } from './world.ts';
import { definitionResource, establishedStatus, followDefinitions } from './write/custom-resource-definition.ts';

export interface KubeSimulatorOptions {
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** Definitions that are served from the start. Their schemas are compiled once for all simulators that share them. */
  readonly definitions?: readonly Readonly<Record<string, unknown>>[];
  /** Namespaces that exist from the start. Default: `default`, `kube-system`. */
  readonly namespaces?: readonly string[];
  /** How many writes watches and page tokens may lag behind before they get 410. Default 10,000. */
  readonly historyLimit?: number;
  /** Judge requests by RBAC. Default: everyone is an administrator. */
  readonly access?: AccessOptions;
  /** How long the deletion of a namespace takes. Default: as measured on a real control plane. */
  readonly namespaceTimes?: NamespaceTimes;
  /** Milliseconds until the garbage collector acts. Default 200. */
  readonly collectAfter?: number;
}

export interface KubeSimulator {
  /** The API server. Call it in process, or serve it over HTTP. */
  readonly handle: Transport;
  /** Every request so far, oldest first. Never a body: Secrets pass through here. */
  readonly requests: readonly RequestLogEntry[];
  /** What is stored under a resource (`<group>/<plural>`, core: `/secrets`), for assertions. Not to be changed. */
  objects(resource: string): readonly StoredObject[];
  /** Ends every open watch without a word, as a restart of the server does. */
  dropWatches(): void;
  /** Forgets history, so that older watches and page tokens get 410. */
  compact(): void;
  /** Stops timers and watches. */
  close(): void;
}

/** An API server of its own, empty but for the options. */
export function kubeSimulator(options: KubeSimulatorOptions): KubeSimulator {
  const { clock, randomness } = options;
  const world: World = {
    clock,
    randomness,
    store: new Store(options.historyLimit ?? 10_000),
    kinds: new KindRegistry(),
  };
  const closing = new AbortController();
  const watches = { open: new Set<() => void>() };
  const log = requestLog();
  followDefinitions(world);
  followNamespaces(world, options.namespaceTimes ?? measuredTimes, closing.signal);
  followOwners(world, options.collectAfter ?? 200, closing.signal);
  seed(world, options);

  const dropWatches = (): void => {
    for (const end of [...watches.open]) end();
  };
  return {
    // Async, so that a refusal is never thrown at the caller synchronously.
    handle: async (request, signal) => {
      await Promise.resolve();
      signal.throwIfAborted();
      const entry = log.begin(request, clock.now());
      const answer = answerTo(() => handleRequest(world, watches, options.access, request, signal));
      log.end(entry, answer.status);
      return wireResponse(answer, request);
    },
    requests: log.entries,
    objects: (resource) => world.store.list(resource).map(([, object]) => object),
    dropWatches,
    compact: () => world.store.compact(),
    close: () => {
      closing.abort();
      dropWatches();
    },
  };
}

function answerTo(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof ApiError) return { status: error.code, body: statusOf(error), ...retryAfter(error) };
    if (error instanceof PathNotFound) return { status: 404, text: '404 page not found\n' };
    throw error;
  }
}

function retryAfter(error: ApiError): { headers?: Record<string, string> } {
  const seconds = error.details?.retryAfterSeconds;
  return seconds === undefined ? {} : { headers: { 'retry-after': String(seconds) } };
}

function wireResponse(answer: Answer, request: WireRequest): WireResponse {
  const type = answer.text === undefined ? 'application/json' : 'text/plain; charset=utf-8';
  const headers = { 'content-type': type, ...answer.headers };
  if (answer.chunks !== undefined) return { status: answer.status, headers, body: '', chunks: answer.chunks };
  const body = answer.text ?? JSON.stringify(answer.body);
  return { status: answer.status, headers, body: request.method === 'HEAD' ? '' : body };
}

function seed(world: World, options: KubeSimulatorOptions): void {
  const { store, clock, randomness } = world;
  const metadata = (name: string): StoredObject['metadata'] => ({
    name,
    uid: randomness.uuid(),
    resourceVersion: '',
    creationTimestamp: rfc3339(clock.now()),
  });
  for (const name of options.namespaces ?? ['default', 'kube-system']) {
    store.put('/namespaces', name, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { ...metadata(name), labels: { 'kubernetes.io/metadata.name': name } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    });
  }
  for (const definition of options.definitions ?? []) {
    const { metadata: sent, spec } = definition as unknown as StoredObject;
    const object: StoredObject = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { ...copyOf(sent), ...metadata(sent.name), generation: 1 },
      // The spec keeps its identity: the compiled schema is remembered by it.
      spec,
    };
    object['status'] = establishedStatus(object, rfc3339(clock.now()));
    store.put(definitionResource, sent.name, object);
  }
}
