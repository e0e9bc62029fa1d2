import { abortScope } from '../runtime/abort.ts';
import { backoffDelay, type BackoffOptions } from '../runtime/backoff.ts';
import type { Clock } from '../runtime/clock.ts';
import { sentenceOf } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import type { Randomness } from '../runtime/randomness.ts';
import type { KubeClient } from './client.ts';
import { isKubeError, KubeError } from './kube-error.ts';
import type { KubeObject, ResourceType } from './objects.ts';
import { listAll } from './paged-list.ts';
import type { ReflectorMetrics } from './reflector-metrics.ts';
import { isOlder } from './resource-version.ts';
import type { ObjectStore } from './store.ts';

/** Which objects of a type. Left out: all of them. */
export interface WatchScope {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Only metadata is asked for, and kept. */
  readonly metadataOnly?: boolean;
}

export interface ReflectorContext {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Log;
  readonly metrics: ReflectorMetrics;
  /**
   * A view this old is read anew when its watch ends, in milliseconds. Default 30 min. An event that a server or a proxy
   * lost is made up for within that time and the length of a watch.
   */
  readonly relistMs?: number;
}

export interface ReflectorHealth {
  /** A whole list was read at least once. */
  readonly synced: boolean;
  /** Milliseconds since the loop last turned; grows only if the loop is stuck, also while the server is down. */
  readonly idleMs: number;
  /** Milliseconds since the server last confirmed what the store holds; undefined before the first list. */
  readonly staleMs: number | undefined;
  /** Why it is not following now. */
  readonly error: KubeError | undefined;
}

const backoff: BackoffOptions = { first: 800, cap: 30_000 };
/** A watch is ended by the server after this many seconds, up to twice as many by chance, so that they do not all end at once. */
const watchSeconds = 300;
/** The server sends a bookmark about every 60 s (measured): after two and a half of them the connection is dead. */
const silenceMs = 150_000;
/** One page of 500 objects that takes longer is given up. */
const pageMs = 60_000;
/** A watch that ends by itself sooner counts as a failure, or a broken proxy would have us reconnect at full speed. */
const shortWatchMs = 1_000;
/** A watch that held so long was sound: what ends it is a new trouble. */
const steadyWatchMs = 10_000;
/** After so many lists in a row that are older than what was seen, the server's history did go back. */
const olderListsBelieved = 3;

/** The watch went quiet for {@link silenceMs}. */
class Silence extends Error {
  override readonly name = 'Silence';
}

/** The list is older than what was seen before: it came from a server that lags behind. */
class OlderList extends Error {
  override readonly name = 'OlderList';
}

/**
 * Keeps a store equal to what the API server holds: lists page by page, then watches from there, and starts over from the
 * list only where the watch cannot go on. Nothing that a server or a network does ends it; only the signal does.
 */
export class Reflector<T extends KubeObject> {
  /** Resolves after the first whole list, never before, and never rejects. */
  readonly synced: Promise<void>;
  readonly #context: ReflectorContext;
  readonly #type: ResourceType;
  readonly #scope: WatchScope;
  readonly #store: ObjectStore<T>;
  readonly #log: Log;
  #resolveSynced: () => void = () => undefined;
  #isSynced = false;
  /** Where the next watch goes on; undefined: list first. */
  #version: string | undefined;
  /** The newest version seen, kept over relists to tell a list that is older. */
  #newest: string | undefined;
  #listedAt = 0;
  #olderLists = 0;
  #failures = 0;
  #unpaged = false;
  #turnedAt: number;
  #confirmedAt: number | undefined;
  #error: KubeError | undefined;

  constructor(context: ReflectorContext, type: ResourceType, scope: WatchScope, store: ObjectStore<T>) {
    this.#context = context;
    this.#type = type;
    this.#scope = scope;
    this.#store = store;
    this.#turnedAt = context.clock.monotonic();
    this.#log = context.log.with({
      resource: type.plural,
      ...(scope.namespace === undefined ? {} : { namespace: scope.namespace }),
    });
    this.synced = new Promise((resolve) => {
      this.#resolveSynced = resolve;
    });
  }

  health(): ReflectorHealth {
    const now = this.#context.clock.monotonic();
    return {
      synced: this.#isSynced,
      idleMs: now - this.#turnedAt,
      staleMs: this.#confirmedAt === undefined ? undefined : now - this.#confirmedAt,
      error: this.#error,
    };
  }

  /** Follows until the signal is aborted; then resolves. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#turnedAt = this.#context.clock.monotonic();
      try {
        if (this.#version === undefined) await this.#list(signal);
        else await this.#watch(this.#version, signal);
      } catch (error) {
        await this.#recover(error, signal);
      }
    }
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { client, clock, metrics } = this.#context;
    const list = await listAll<T>(
      { client, clock, pageMs, turned: () => (this.#turnedAt = clock.monotonic()) },
      this.#type,
      { ...this.#scope, ...(this.#unpaged ? {} : { limit: 500 }) },
      signal,
    );
    // What comes after the end belongs into no store: its namespace may have been forgotten meanwhile.
    signal.throwIfAborted();
    const older = isOlder(list.resourceVersion, this.#newest);
    this.#olderLists = older ? this.#olderLists + 1 : 0;
    if (older && this.#olderLists < olderListsBelieved) throw new OlderList('the list is older than what was seen');
    const { namespace } = this.#scope;
    this.#store.replace(list.items, list.resourceVersion, {
      initial: !this.#isSynced,
      restored: older,
      ...(namespace === undefined ? {} : { namespace }),
    });
    metrics.listed(this.#type, list.items.length);
    this.#olderLists = 0;
    this.#listedAt = clock.monotonic();
    this.#unpaged = false;
    this.#newest = this.#version = list.resourceVersion;
    this.#confirm();
    this.#isSynced = true;
    this.#resolveSynced();
  }

  async #watch(from: string, signal: AbortSignal): Promise<void> {
    const { client, clock, randomness, metrics, relistMs = 30 * 60_000 } = this.#context;
    const scope = abortScope(signal);
    const startedAt = clock.monotonic();
    let heardAt = startedAt;
    let heard = false;
    const timeoutSeconds = Math.round(watchSeconds * (1 + randomness.fraction()));
    metrics.watched(this.#type);
    void this.#listenForSilence(
      () => heardAt,
      scope.signal,
      (error) => scope.abort(error),
    );
    try {
      for await (const event of client.watch<T>(
        this.#type,
        { ...this.#scope, resourceVersion: from, timeoutSeconds },
        scope.signal,
      )) {
        signal.throwIfAborted();
        heardAt = this.#turnedAt = clock.monotonic();
        heard = true;
        this.#failures = 0;
        if (event.type === 'BOOKMARK') this.#advance(event.resourceVersion);
        else this.#take(event.type, event.object);
        this.#confirm();
      }
    } finally {
      scope.abort(new Error('the watch ended'));
      scope.release();
      if (clock.monotonic() - startedAt >= steadyWatchMs) this.#failures = 0;
    }
    // The server closed it in good order.
    if (!heard && clock.monotonic() - startedAt < shortWatchMs) throw new Silence('the watch ended at once');
    this.#failures = 0;
    this.#confirm();
    if (clock.monotonic() - this.#listedAt >= relistMs) this.#version = undefined;
  }

  #take(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: T): void {
    const taken = type === 'DELETED' ? this.#store.remove(object) : this.#store.put(object);
    if (taken === 'stale') this.#context.metrics.stale(this.#type);
    this.#advance(object.metadata.resourceVersion);
  }

  /** A watch goes on from the newest version seen: one that goes back in time must not take us back with it. */
  #advance(version: string | undefined): void {
    if (version === undefined || isOlder(version, this.#version)) return;
    this.#newest = this.#version = version;
  }

  #confirm(): void {
    this.#confirmedAt = this.#turnedAt = this.#context.clock.monotonic();
    this.#error = undefined;
  }

  /** A connection that died without a word (half-open) is told by its silence alone. */
  async #listenForSilence(heardAt: () => number, signal: AbortSignal, end: (error: Error) => void): Promise<void> {
    const { clock } = this.#context;
    try {
      for (;;) {
        const left = heardAt() + silenceMs - clock.monotonic();
        if (left <= 0) break;
        await clock.sleep(left, signal);
      }
    } catch {
      return; // the watch ended first
    }
    end(new Silence(`nothing was heard for ${silenceMs / 1000} s`));
  }

  async #recover(error: unknown, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { clock, randomness, metrics } = this.#context;
    const next = whatNext(error);
    if (next === 'relist') {
      // A page token that expired while we were reading: the whole list in one answer cannot.
      this.#unpaged = this.#version === undefined && isKubeError(error, 'KubeExpired');
      this.#version = undefined;
    }
    this.#failures += 1;
    this.#error = asKubeError(error);
    metrics.failed(this.#type, this.#error.code);
    // The first expiry and the first silence are everyday events; waiting would only make the store staler.
    const everyday = this.#failures === 1 && (isKubeError(error, 'KubeExpired') || error instanceof Silence);
    const wait = everyday ? 0 : backoffDelay(backoff, this.#failures, randomness);
    const asked = error instanceof KubeError ? (error.retryAfterMs ?? 0) : 0;
    // A refusal lasts until somebody grants the right; other interruptions pass.
    const level = this.#error.code === 'KubeForbidden' ? 'warn' : 'info';
    this.#log[level]({ error: sentenceOf(error), next, waitMs: Math.max(wait, asked) }, 'the watch was interrupted');
    if (Math.max(wait, asked) === 0) return;
    // An abort ends the loop in run().
    await clock.sleep(Math.max(wait, asked), signal).catch(() => undefined);
  }
}

/**
 * Whether the watch can go on where it was. After a lost connection, a busy server or a silence it can; where the server
 * gave the position up (410), was confused in the middle (500) or refuses to watch at all, the list comes first: with a
 * refused watch that is slow polling, which is better than a store that stands still.
 */
function whatNext(error: unknown): 'resume' | 'relist' {
  if (error instanceof Silence) return 'resume';
  if (!(error instanceof KubeError)) return 'relist';
  const unavailable = error.code === 'KubeUnreachable' || error.code === 'KubeThrottled';
  return unavailable || [502, 503, 504].includes(error.httpStatus) ? 'resume' : 'relist';
}

function asKubeError(error: unknown): KubeError {
  if (error instanceof KubeError) return error;
  return new KubeError('KubeUnreachable', sentenceOf(error), { retry: 'soon', httpStatus: 0, cause: error });
}
