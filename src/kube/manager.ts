import { abortScope } from '../runtime/abort.ts';
import { abortReason, type Clock } from '../runtime/clock.ts';
import { PlanewrightError, sentenceOf } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import type { Controller } from './controller.ts';
import type { HealthCheck } from './health.ts';
import type { LeaseElection, Leadership } from './lease.ts';
import type { SharedWatches } from './shared-watches.ts';

export interface ManagerOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly watches: SharedWatches;
  /** Left out: this process leads as long as it runs. */
  readonly election?: LeaseElection;
  /** Makes the controllers once this process leads; what they write with is to be fenced by `leadership`. */
  readonly lead: (leadership: Leadership) => readonly Controller[];
  /** Starts the health port; it is up before everything else and down after it. */
  readonly serveHealth?: (checks: ManagerChecks) => Promise<{ close(): Promise<void> }>;
  /** What runs beside, such as the event recorder, until its signal is aborted. */
  readonly background?: readonly ((signal: AbortSignal) => Promise<void>)[];
  /**
   * How long the first lists may take before work begins without the missing ones, in milliseconds. Default 30 s. What is
   * not synced is unknown, and one kind that cannot be read must not stop the others.
   */
  readonly syncMs?: number;
  /** How long work that is under way may go on after the stop, in milliseconds. Default 25 s: Kubernetes kills after 30. */
  readonly graceMs?: number;
}

export interface ManagerChecks {
  readonly alive: readonly HealthCheck[];
  readonly ready: readonly HealthCheck[];
}

/** A watch loop that does not turn for so long is stuck: its own deadlines are all shorter. In milliseconds. */
const stuckWatchMs = 10 * 60_000;
/** A pass that goes on so long has ignored its deadline. In milliseconds. */
const stuckPassMs = 15 * 60_000;

/**
 * Starts in order (health, watches, lease, workers) and ends in the reverse order, so that nothing writes before this
 * process leads, and the lease is given up only when nothing writes any more.
 */
export class Manager {
  readonly #options: ManagerOptions;
  #controllers: readonly Controller[] = [];

  constructor(options: ManagerOptions) {
    this.#options = options;
  }

  /**
   * Runs until `stop` is aborted, then resolves. Throws LeadershipLost when another leads: the process is to end, since
   * what it holds in memory may be old.
   */
  async run(stop: AbortSignal): Promise<void> {
    const { watches, background = [], serveHealth } = this.#options;
    const root = abortScope();
    const health = await serveHealth?.(this.checks());
    const beside = background.map((task) => this.#aside(task, root.signal));
    try {
      watches.start(root.signal);
      await this.#synced(stop);
      await this.#lead(stop);
    } catch (error) {
      // A stop while waiting for the lists or the lease is an ordinary end.
      if (!stop.aborted) throw error;
    } finally {
      root.abort(stop.aborted ? abortReason(stop) : new Error('the manager ends'));
      await Promise.all([watches.ended(), ...beside]);
      await health?.close();
    }
  }

  checks(): ManagerChecks {
    return {
      alive: [
        { name: 'watches', check: () => this.#stuckWatch() },
        { name: 'workers', check: () => this.#stuckPass() },
      ],
      ready: [{ name: 'synced', check: () => this.#unsynced() }],
    };
  }

  /** What runs beside must not take the manager down with it. */
  async #aside(task: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
    try {
      await task(signal);
    } catch (error) {
      this.#options.log.error({ error: sentenceOf(error) }, 'a background task failed');
    }
  }

  async #lead(stop: AbortSignal): Promise<void> {
    const { election, lead, log } = this.#options;
    // The stop ends the wait alone: the lease is renewed while work that is under way comes to its end.
    const leadership = election === undefined ? unrivalled() : await election.acquire(stop);
    try {
      if (stop.aborted) return;
      this.#controllers = lead(leadership);
      log.info({ controllers: this.#controllers.length }, 'work begins');
      await this.#work(leadership, stop);
    } finally {
      await election?.release();
    }
    if (leadership.signal.reason instanceof PlanewrightError) throw leadership.signal.reason;
  }

  async #work(leadership: Leadership, stop: AbortSignal): Promise<void> {
    const { clock, graceMs = 25_000, log } = this.#options;
    const running = abortScope(leadership.signal);
    const over = abortScope();
    const grace = (): void => {
      void clock.sleep(graceMs, over.signal).then(
        () => {
          log.warn({ graceMs }, 'work that is under way is broken off');
          running.abort(new Error('the time to end in good order is over'));
        },
        () => undefined, // the work ended first
      );
    };
    if (stop.aborted) grace();
    stop.addEventListener('abort', grace, { once: true });
    await Promise.all(this.#controllers.map((controller) => controller.run(running.signal, stop)));
    stop.removeEventListener('abort', grace);
    over.abort(new Error('the work ended'));
    running.release();
  }

  async #synced(stop: AbortSignal): Promise<void> {
    const { clock, watches, syncMs = 30_000, log } = this.#options;
    const waiting = abortScope(stop);
    const patience = clock.sleep(syncMs, waiting.signal).then(() => {
      log.warn({ missing: this.#unsynced() }, 'work begins without some of the first lists');
    });
    try {
      await Promise.race([watches.synced(), patience]);
      stop.throwIfAborted();
    } finally {
      waiting.abort(new Error('the wait is over'));
      waiting.release();
      await patience.catch(() => undefined); // the wait that lost
    }
  }

  #unsynced(): string | undefined {
    const missing = this.#options.watches.health().filter(({ health }) => !health.synced);
    if (missing.length === 0) return undefined;
    return missing.map(({ what, health }) => `${what}: ${health.error?.message ?? 'not read yet'}`).join('; ');
  }

  #stuckWatch(): string | undefined {
    const stuck = this.#options.watches.health().find(({ health }) => health.idleMs > stuckWatchMs);
    return stuck === undefined ? undefined : `${stuck.what} does not turn`;
  }

  #stuckPass(): string | undefined {
    const stuck = this.#controllers.find(({ queue }) => queue.longestWorkMs > stuckPassMs);
    return stuck === undefined ? undefined : `a pass of ${stuck.name} does not end`;
  }
}

/** Without an election nobody else can lead. */
function unrivalled(): Leadership {
  return { signal: new AbortController().signal, isHeld: () => true };
}
