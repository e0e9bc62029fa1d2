import { withDeadline } from '../runtime/abort.ts';
import type { BackoffOptions } from '../runtime/backoff.ts';
import type { Clock } from '../runtime/clock.ts';
import { sentenceOf } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import type { Randomness } from '../runtime/randomness.ts';
import { HotLoopDetector, type HotLoopOptions } from './hot-loop.ts';
import { KubeError } from './kube-error.ts';
import { keyText, parseKey } from './object-key.ts';
import type { ObjectKey } from './objects.ts';
import { resyncPriority, WorkQueue, type QueueMetrics } from './work-queue.ts';

/** What a pass over one key came to. A pass that throws is a `retry` with what it threw. */
export type ReconcileResult =
  | { readonly outcome: 'done' }
  /** Looked at again after so long, and sooner if something happens. */
  | { readonly outcome: 'requeue'; readonly afterMs: number }
  /** Tried again after the key's backoff. */
  | { readonly outcome: 'retry'; readonly error: unknown };

/** What a controller reports; names as of controller-runtime's metrics. */
export interface ControllerMetrics {
  started(): void;
  ended(result: 'success' | 'requeue_after' | 'error', ms: number): void;
  /** The pass threw what is no error of ours. */
  panicked(): void;
  hotLoop(): void;
}

export const noControllerMetrics: ControllerMetrics = {
  started: () => undefined,
  ended: () => undefined,
  panicked: () => undefined,
  hotLoop: () => undefined,
};

export interface ControllerOptions {
  readonly name: string;
  /** One pass. The signal ends it: at its deadline, when leadership is lost, when the process must go. */
  readonly reconcile: (key: ObjectKey, signal: AbortSignal) => Promise<ReconcileResult>;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Log;
  /** Passes at once, never two of one key. Default 1. */
  readonly workers?: number;
  /** A pass that takes longer is ended, in milliseconds. Default 2 min. */
  readonly deadlineMs?: number;
  readonly backoff?: BackoffOptions;
  readonly hotLoop?: HotLoopOptions;
  /** Told once a window of a key that keeps coming back at once; the key then rests until the window ends. */
  readonly onHotLoop?: (key: ObjectKey) => void;
  readonly metrics?: ControllerMetrics;
  readonly queueMetrics?: QueueMetrics;
}

/** Works through the keys of one queue. Whatever one pass does, the others and the process go on. */
export class Controller {
  readonly name: string;
  readonly queue: WorkQueue;
  readonly #options: ControllerOptions;
  readonly #metrics: ControllerMetrics;
  readonly #hotLoops: HotLoopDetector;

  constructor(options: ControllerOptions) {
    this.name = options.name;
    this.#options = options;
    this.#metrics = options.metrics ?? noControllerMetrics;
    this.#hotLoops = new HotLoopDetector(options.clock, options.hotLoop);
    this.queue = new WorkQueue({
      clock: options.clock,
      randomness: options.randomness,
      ...(options.backoff === undefined ? {} : { backoff: options.backoff }),
      ...(options.queueMetrics === undefined ? {} : { metrics: options.queueMetrics }),
    });
  }

  /** Wants a pass over the key. Fits a store's `subscribe`: what the first list brings yields to what happens. */
  readonly enqueue = (key: ObjectKey, initial = false): void => {
    this.queue.add(keyText(key), { priority: initial ? resyncPriority : 0 });
  };

  /**
   * Works until `stopping` is aborted and what is under way has ended. `running` ends that, too, at once: leadership is
   * lost, or the time to stop in good order is over.
   */
  async run(running: AbortSignal, stopping: AbortSignal): Promise<void> {
    const close = (): void => this.queue.close();
    for (const signal of [running, stopping]) {
      if (signal.aborted) close();
      signal.addEventListener('abort', close, { once: true });
    }
    const workers = Array.from({ length: this.#options.workers ?? 1 }, () => this.#work(running));
    await Promise.all(workers);
    for (const signal of [running, stopping]) signal.removeEventListener('abort', close);
  }

  async #work(running: AbortSignal): Promise<void> {
    for (;;) {
      const key = await this.queue.next(running);
      if (key === undefined) return;
      try {
        await this.#pass(key, running);
      } finally {
        this.queue.done(key);
      }
    }
  }

  async #pass(key: string, running: AbortSignal): Promise<void> {
    const { clock, log, reconcile, deadlineMs = 120_000, onHotLoop } = this.#options;
    const hot = this.#hotLoops.pass(key);
    if (hot !== undefined) {
      this.queue.addAfter(key, hot.restMs);
      if (!hot.first) return;
      this.#metrics.hotLoop();
      log.warn({ controller: this.name, key, restMs: hot.restMs }, 'the key keeps coming back at once and has to rest');
      guard(() => onHotLoop?.(parseKey(key)), log);
      return;
    }
    const startedAt = clock.monotonic();
    this.#metrics.started();
    let result: ReconcileResult;
    try {
      result = await withDeadline(clock, deadlineMs, `${this.name} ${key}`, running, (signal) =>
        reconcile(parseKey(key), signal),
      );
    } catch (error) {
      result = { outcome: 'retry', error };
    }
    this.#metrics.ended(metricResult[result.outcome], clock.monotonic() - startedAt);
    // An end that came from outside says nothing of the key, and the queue is closed.
    if (!running.aborted) this.#settle(key, result);
  }

  #settle(key: string, result: ReconcileResult): void {
    switch (result.outcome) {
      case 'done':
        this.queue.forget(key);
        return;
      case 'requeue':
        this.queue.forget(key);
        this.queue.addAfter(key, result.afterMs, { priority: resyncPriority });
        return;
      case 'retry': {
        const { error } = result;
        if (isPanic(error)) this.#metrics.panicked();
        const asked = error instanceof KubeError ? error.retryAfterMs : undefined;
        const waitMs = this.queue.retry(key, asked);
        const fields = { controller: this.name, key, waitMs, error: sentenceOf(error) };
        this.#options.log.warn(fields, 'the pass failed and is tried again');
      }
    }
  }
}

const metricResult = { done: 'success', requeue: 'requeue_after', retry: 'error' } as const;

/** A mistake in code rather than an answer of the world. */
function isPanic(error: unknown): boolean {
  return (
    !(error instanceof Error) ||
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof ReferenceError
  );
}

function guard(work: () => void, log: Log): void {
  try {
    work();
  } catch (error) {
    log.error({ error: sentenceOf(error) }, 'a listener failed');
  }
}
