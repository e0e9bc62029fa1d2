import type { Clock } from '../../src/runtime/clock.ts';
import { abortReason } from '../../src/runtime/clock.ts';

/** A clock that a test moves by hand: `advance` wakes every sleeper that is due, in order. */
export class FakeClock implements Clock {
  #ms = Date.parse('2026-11-24T00:00:00Z');
  readonly #start = this.#ms;
  #sleepers: { at: number; wake: () => void }[] = [];

  /** Added to the wall-clock time alone: a clock that is set forward or back. */
  skewMs = 0;

  now(): number {
    return this.#ms + this.skewMs;
  }

  monotonic(): number {
    return this.#ms - this.#start;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(abortReason(signal));
        return;
      }
      const sleeper = { at: this.#ms + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(abortReason(signal));
      });
    });
  }

  /** Moves time on by `ms`, waking sleepers on the way and letting what they started settle. */
  async advance(ms: number): Promise<void> {
    const end = this.#ms + ms;
    for (;;) {
      await settle();
      const next = this.#sleepers.filter((sleeper) => sleeper.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== next);
      this.#ms = Math.max(this.#ms, next.at);
      next.wake();
    }
    this.#ms = end;
    await settle();
  }

  /** The event loop stands still for `ms`: time has passed before anything runs again. */
  stall(ms: number): void {
    this.#ms += ms;
  }

  get sleeping(): number {
    return this.#sleepers.length;
  }
}

/** Lets every promise that can settle settle. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
