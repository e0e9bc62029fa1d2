import type { KubeObject, ObjectKey, ResourceType } from './objects.ts';

export interface ListOptions {
  /** Left out: all namespaces. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Objects a page. */
  readonly limit?: number;
  /** Token of the previous page. */
  readonly continue?: string;
  readonly resourceVersion?: string;
  /** Only `metadata` is sent by the server. */
  readonly metadataOnly?: boolean;
}

export interface ListPage<T extends KubeObject> {
  readonly items: readonly T[];
  readonly resourceVersion: string;
  /** Set where there are more pages. */
  readonly continue?: string;
}

export interface WatchOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly metadataOnly?: boolean;
  readonly resourceVersion: string;
  /** The server ends the watch after so many seconds. */
  readonly timeoutSeconds: number;
}

export type WatchEvent<T extends KubeObject> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: T }
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string };

export interface ApplyOptions {
  readonly fieldManager: string;
  /** Take fields over from other managers. Default false: a conflict is an error that names them. */
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

export interface DeleteOptions {
  /** Only this incarnation: another uid is a {@link KubeError} of code KubeConflict. */
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan';
}

export interface JsonPatchOperation {
  readonly op: 'add' | 'remove' | 'replace' | 'test';
  readonly path: string;
  readonly value?: unknown;
}

/**
 * What Planewright asks of a Kubernetes API server. Every method throws `KubeError` (a code of the catalogue, the HTTP
 * status, whether a retry can help); `get` answers `undefined` for an object that is not there, and throws
 * KubeKindMissing where the kind itself is not served.
 */
export interface KubeClient {
  get<T extends KubeObject>(type: ResourceType, key: ObjectKey, signal: AbortSignal): Promise<T | undefined>;
  list<T extends KubeObject>(type: ResourceType, options: ListOptions, signal: AbortSignal): Promise<ListPage<T>>;
  /** Ends when the server closes the watch; throws on an ERROR event (KubeExpired for 410 in either shape). */
  watch<T extends KubeObject>(
    type: ResourceType,
    options: WatchOptions,
    signal: AbortSignal,
  ): AsyncIterable<WatchEvent<T>>;
  /** Fails with KubeAlreadyExists where the name is taken. */
  create<T extends KubeObject>(type: ResourceType, object: T, signal: AbortSignal): Promise<T>;
  /** Server-side apply; creates where absent unless `metadata.uid` is set. */
  apply<T extends KubeObject>(type: ResourceType, object: T, options: ApplyOptions, signal: AbortSignal): Promise<T>;
  /** Server-side apply of the status subresource. */
  applyStatus<T extends KubeObject>(
    type: ResourceType,
    object: T,
    options: ApplyOptions,
    signal: AbortSignal,
  ): Promise<T>;
  jsonPatch<T extends KubeObject>(
    type: ResourceType,
    key: ObjectKey,
    operations: readonly JsonPatchOperation[],
    signal: AbortSignal,
  ): Promise<T>;
  /** `undefined` where it was gone already. */
  delete(type: ResourceType, key: ObjectKey, options: DeleteOptions, signal: AbortSignal): Promise<void>;
}
