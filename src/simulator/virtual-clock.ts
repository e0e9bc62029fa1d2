import { abortReason, type Clock } from '../runtime/clock.ts';
import type { Transport } from '../runtime/transport.ts';

interface Sleeper {
  readonly due: number;
  readonly order: number;
  readonly process: ProcessState;
  readonly wake: () => void;
}

interface ProcessState {
  alive: boolean;
}

/** The clock of one simulated process. */
export interface ProcessClock extends Clock {
  /** From now on no sleep of this process ends, by time or by abort: what waits on it is as gone as after a SIGKILL. */
  kill(): void;
}

/**
 * Time that moves only when nothing else can: every promise chain has run dry and no tracked call is under way.
 * Then the earliest sleeper is woken, the one that came first among equals, so that a run has one order.
 */
export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  #inFlight = 0;
  #sleepers: Sleeper[] = [];
  readonly #startedAt: number;
  readonly #main: ProcessState = { alive: true };

  /** @param startAt wall-clock time of the start, milliseconds since the epoch. */
  constructor(startAt: number = Date.UTC(2026, 0, 1)) {
    this.#now = startAt;
    this.#startedAt = startAt;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now - this.#startedAt;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#sleep(this.#main, ms, signal);
  }

  /** A clock for one process of the world, so that a crash takes its timers with it and leaves the others'. */
  process(): ProcessClock {
    const process: ProcessState = { alive: true };
    return {
      now: () => this.#now,
      monotonic: () => this.monotonic(),
      sleep: (ms, signal) => this.#sleep(process, ms, signal),
      kill: () => {
        process.alive = false;
        this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.process !== process);
      },
    };
  }

  /** Counts the calls of a transport that leaves the process (sockets), so that no deadline passes while one answers. */
  tracked(transport: Transport): Transport {
    return (request, signal) => this.busy(transport(request, signal));
  }

  /** Holds time still until `work` settles. For anything that promises alone do not drive: sockets, files, imports. */
  async busy<T>(work: Promise<T>): Promise<T> {
    this.#inFlight += 1;
    try {
      return await work;
    } finally {
      this.#inFlight -= 1;
    }
  }

  /** How many sleeps are pending. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  /** Lets everything happen that happens in the next `ms` milliseconds, and ends exactly then. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    while (await this.#step(end));
    this.#now = end;
  }

  /**
   * Runs until nothing sleeps any more, or until `limit` milliseconds have passed. True when nothing sleeps.
   * A world with a resync, or with an open watch, never gets there: give it a limit, or use {@link runUntil}.
   */
  async runUntilIdle(limit: number): Promise<boolean> {
    const end = this.#now + limit;
    while (await this.#step(end));
    return this.#sleepers.length === 0;
  }

  /** Runs until `reached` holds, checked before every move of time. False when `limit` milliseconds passed first. */
  async runUntil(reached: () => boolean, limit: number): Promise<boolean> {
    const end = this.#now + limit;
    do {
      await this.settle();
      if (reached()) return true;
    } while (await this.#step(end));
    if (Number.isFinite(end)) this.#now = end;
    return reached();
  }

  /** Runs `work` to its end, moving time as it needs. Throws when nothing is left that could end it. */
  async run<T>(work: Promise<T>, limit: number = Number.POSITIVE_INFINITY): Promise<T> {
    let settled = false;
    const mark = (): void => {
      settled = true;
    };
    work.then(mark, mark);
    if (!(await this.runUntil(() => settled, limit))) {
      throw new Error(`the work did not end within ${limit} ms of virtual time; ${this.#sleepers.length} still sleep`);
    }
    return work;
  }

  /** Waits until every promise chain has run dry and no tracked call is under way. Time does not move. */
  async settle(): Promise<void> {
    do {
      // setImmediate runs when the microtask queue is empty: it drains chains of any depth, which a fixed number of
      // awaits does not. It measures no time, so the run stays repeatable.
      // eslint-disable-next-line no-restricted-globals -- see above
      await new Promise<void>((resolve) => setImmediate(resolve));
    } while (this.#inFlight > 0);
  }

  async #step(end: number): Promise<boolean> {
    await this.settle();
    let next: Sleeper | undefined;
    for (const sleeper of this.#sleepers) {
      if (next === undefined || sleeper.due < next.due || (sleeper.due === next.due && sleeper.order < next.order)) {
        next = sleeper;
      }
    }
    if (next === undefined || next.due > end) return false;
    this.#now = Math.max(this.#now, next.due);
    this.#sleepers.splice(this.#sleepers.indexOf(next), 1);
    next.wake();
    return true;
  }

  #sleep(process: ProcessState, ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!process.alive) return;
      if (signal?.aborted === true) {
        reject(abortReason(signal));
        return;
      }
      const onAbort = (): void => {
        const at = this.#sleepers.indexOf(sleeper);
        if (at === -1) return;
        this.#sleepers.splice(at, 1);
        if (signal !== undefined) reject(abortReason(signal));
      };
      const sleeper: Sleeper = {
        due: this.#now + Math.max(0, ms),
        order: (this.#order += 1),
        process,
        wake: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }
}
