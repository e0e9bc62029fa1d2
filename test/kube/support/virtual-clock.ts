import { abortReason, type Clock } from '../../../src/runtime/clock.ts';

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** Time that stands still until a test moves it, and moves only when every promise chain has run dry. */
export class VirtualClock implements Clock {
  #monotonic = 0;
  /** Wall-clock time minus monotonic time. A test may jump it. */
  wallOffset = Date.UTC(2026, 0, 1);
  #sleepers: Sleeper[] = [];

  now(): number {
    return this.#monotonic + this.wallOffset;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(abortReason(signal));
        return;
      }
      const onAbort = (): void => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
        if (signal !== undefined) reject(abortReason(signal));
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const sleeper: Sleeper = { due: this.#monotonic + Math.max(0, ms), wake };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  get sleeping(): number {
    return this.#sleepers.length;
  }

  /** Lets everything happen that happens in the next `ms` milliseconds. */
  async advance(ms: number): Promise<void> {
    const end = this.#monotonic + ms;
    for (;;) {
      await settle();
      const next = this.#sleepers.toSorted((a, b) => a.due - b.due)[0];
      if (next === undefined || next.due > end) break;
      this.#monotonic = Math.max(this.#monotonic, next.due);
      this.#sleepers = this.#sleepers.filter((one) => one !== next);
      next.wake();
    }
    this.#monotonic = end;
  }

  /** The event loop stands still for `ms`: time has passed when anything runs again. */
  stall(ms: number): void {
    this.#monotonic += ms;
  }
}

/** Every promise chain has run dry. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
