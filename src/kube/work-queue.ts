import { abortScope, type AbortScope } from '../runtime/abort.ts';
import { backoffDelay, type BackoffOptions } from '../runtime/backoff.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Randomness } from '../runtime/randomness.ts';
import { DelayHeap } from './delay-heap.ts';
import { ReadyList } from './ready-list.ts';

/** Priority of what is looked at for no other reason than that it exists: the first list, the periodic resync. */
export const resyncPriority = -100;

/** What a queue reports; names as of client-go's workqueue metrics. Durations in milliseconds. */
export interface QueueMetrics {
  added(): void;
  depth(items: number): void;
  /** How long a key waited before a worker took it. */
  waited(ms: number): void;
  worked(ms: number): void;
  retried(): void;
}

export const noQueueMetrics: QueueMetrics = {
  added: () => undefined,
  depth: () => undefined,
  waited: () => undefined,
  worked: () => undefined,
  retried: () => undefined,
};

export interface WorkQueueOptions {
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** Waits between the failures of one key. Default 1 s doubling up to 5 min. */
  readonly backoff?: BackoffOptions;
  readonly metrics?: QueueMetrics;
}

export interface AddOptions {
  /** Default 0. Below 0 it is not news: a key that is backing off goes on doing so. */
  readonly priority?: number;
}

/**
 * Keys to work on. A key waits once however often it is added, is never given to two workers at once, and comes again
 * after its work if it was added meanwhile.
 */
export class WorkQueue {
  readonly #clock: Clock;
  readonly #randomness: Randomness;
  readonly #backoff: BackoffOptions;
  readonly #metrics: QueueMetrics;
  readonly #ready = new ReadyList();
  readonly #delayed = new DelayHeap();
  /** Priorities of delayed keys other than 0. */
  readonly #delayedPriority = new Map<string, number>();
  readonly #failures = new Map<string, number>();
  readonly #readySince = new Map<string, number>();
  /** Keys at work, with the time at which it began. */
  readonly #processing = new Map<string, number>();
  /** Keys added while at work, with their priority. */
  readonly #dirty = new Map<string, number>();
  #waiters: ((key: string | undefined) => void)[] = [];
  #timer: { readonly at: number; readonly scope: AbortScope } | undefined;
  #closed = false;

  constructor(options: WorkQueueOptions) {
    this.#clock = options.clock;
    this.#randomness = options.randomness;
    this.#backoff = options.backoff ?? { first: 1_000, cap: 300_000 };
    this.#metrics = options.metrics ?? noQueueMetrics;
  }

  /** Keys that wait for a worker. */
  get length(): number {
    return this.#ready.size;
  }

  /** Keys that wait for their time. */
  get delayed(): number {
    return this.#delayed.size;
  }

  /** Keys at work. */
  get working(): number {
    return this.#processing.size;
  }

  /** How long the longest work has been going on, in milliseconds; 0 where nothing is at work. */
  get longestWorkMs(): number {
    const now = this.#clock.monotonic();
    let longest = 0;
    for (const since of this.#processing.values()) longest = Math.max(longest, now - since);
    return longest;
  }

  /** How long the key that waits longest for a worker has waited, in milliseconds. */
  get longestWaitMs(): number {
    const now = this.#clock.monotonic();
    let longest = 0;
    for (const since of this.#readySince.values()) longest = Math.max(longest, now - since);
    return longest;
  }

  /** How often the key has failed in a row. */
  failures(key: string): number {
    return this.#failures.get(key) ?? 0;
  }

  /** Wants the key worked on, now. News ends a delay: the work that follows says anew when it wants to come again. */
  add(key: string, { priority = 0 }: AddOptions = {}): void {
    if (this.#closed) return;
    this.#metrics.added();
    if (this.#processing.has(key)) {
      this.#dirty.set(key, Math.max(priority, this.#dirty.get(key) ?? -Infinity));
      return;
    }
    if (priority < 0 && this.#failures.has(key) && this.#delayed.dueAt(key) !== undefined) return;
    this.#delayed.delete(key);
    this.#delayedPriority.delete(key);
    this.#makeReady(key, priority);
  }

  /** Wants the key worked on after `ms` milliseconds; an earlier time that it already has stays. */
  addAfter(key: string, ms: number, { priority = 0 }: AddOptions = {}): void {
    if (this.#closed || this.#ready.has(key)) return;
    const at = this.#clock.monotonic() + Math.max(0, ms);
    if (at >= (this.#delayed.dueAt(key) ?? Infinity)) return;
    this.#delayed.set(key, at);
    if (priority === 0) this.#delayedPriority.delete(key);
    else this.#delayedPriority.set(key, priority);
    this.#arm();
  }

  /**
   * Wants the key worked on after its backoff, or after `atLeastMs` if that is longer (a server's Retry-After).
   * Returns the wait in milliseconds.
   */
  retry(key: string, atLeastMs = 0): number {
    const failures = this.failures(key) + 1;
    this.#failures.set(key, failures);
    this.#metrics.retried();
    const wait = Math.max(atLeastMs, backoffDelay(this.#backoff, failures, this.#randomness));
    this.addAfter(key, wait);
    return wait;
  }

  /** The key's failures are over. */
  forget(key: string): void {
    this.#failures.delete(key);
  }

  /** The next key to work on, when there is one; undefined once the queue is closed. Each is to be given back by `done`. */
  next(signal: AbortSignal): Promise<string | undefined> {
    if (this.#closed || signal.aborted) return Promise.resolve(undefined);
    const key = this.#take();
    if (key !== undefined) return Promise.resolve(key);
    return new Promise((resolve) => {
      const give = (given: string | undefined): void => {
        signal.removeEventListener('abort', leave);
        resolve(given);
      };
      const leave = (): void => {
        this.#waiters = this.#waiters.filter((waiter) => waiter !== give);
        resolve(undefined);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiters.push(give);
    });
  }

  /** The work on the key ended. */
  done(key: string): void {
    const since = this.#processing.get(key);
    if (since === undefined) return;
    this.#processing.delete(key);
    this.#metrics.worked(this.#clock.monotonic() - since);
    const priority = this.#dirty.get(key);
    this.#dirty.delete(key);
    if (priority !== undefined) this.add(key, { priority });
  }

  /** Gives out nothing more and takes nothing more. Work that is going on goes on. */
  close(): void {
    this.#closed = true;
    this.#timer?.scope.abort(new Error('the queue is closed'));
    this.#timer = undefined;
    this.#ready.clear();
    this.#readySince.clear();
    for (const waiter of this.#waiters) waiter(undefined);
    this.#waiters = [];
  }

  #makeReady(key: string, priority: number): void {
    if (!this.#ready.add(key, priority)) return;
    if (!this.#readySince.has(key)) this.#readySince.set(key, this.#clock.monotonic());
    const waiter = this.#waiters.shift();
    if (waiter !== undefined) waiter(this.#take());
    this.#metrics.depth(this.#ready.size);
  }

  #take(): string | undefined {
    const key = this.#ready.take();
    if (key === undefined) return undefined;
    const now = this.#clock.monotonic();
    this.#metrics.waited(now - (this.#readySince.get(key) ?? now));
    this.#readySince.delete(key);
    this.#processing.set(key, now);
    this.#metrics.depth(this.#ready.size);
    return key;
  }

  /** One timer, for the earliest of all. */
  #arm(): void {
    const at = this.#delayed.next();
    if (at === undefined || (this.#timer !== undefined && this.#timer.at <= at)) return;
    this.#timer?.scope.abort(new Error('an earlier key came'));
    const timer = { at, scope: abortScope() };
    this.#timer = timer;
    void this.#clock.sleep(at - this.#clock.monotonic(), timer.scope.signal).then(
      () => {
        this.#timer = undefined;
        this.#release();
      },
      () => undefined, // replaced by an earlier timer, or the queue was closed
    );
  }

  #release(): void {
    const now = this.#clock.monotonic();
    for (let key = this.#delayed.take(now); key !== undefined; key = this.#delayed.take(now)) {
      const priority = this.#delayedPriority.get(key) ?? 0;
      this.#delayedPriority.delete(key);
      if (this.#processing.has(key)) this.#dirty.set(key, Math.max(priority, this.#dirty.get(key) ?? -Infinity));
      else this.#makeReady(key, priority);
    }
    this.#arm();
  }
}
