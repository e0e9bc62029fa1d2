import type { Clock } from '../runtime/clock.ts';

export interface HotLoopOptions {
  /** Passes of one key within a window that are still fine. Default 60. */
  readonly limit?: number;
  /** Milliseconds. Default one minute. */
  readonly windowMs?: number;
}

interface Window {
  readonly startedAt: number;
  count: number;
}

/** Finds keys that keep coming back at once: something that the work itself does wakes it up again. */
export class HotLoopDetector {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #windowMs: number;
  /** Of keys in their current window alone; swept with each new window, so that no key stays for good. */
  #windows = new Map<string, Window>();
  #sweptAt: number;

  constructor(clock: Clock, { limit = 60, windowMs = 60_000 }: HotLoopOptions = {}) {
    this.#clock = clock;
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#sweptAt = clock.monotonic();
  }

  /**
   * Counts a pass of the key. Undefined while that is fine; else how many milliseconds it has to rest, and whether this is
   * the first time within its window that it has to.
   */
  pass(key: string): { readonly restMs: number; readonly first: boolean } | undefined {
    const now = this.#clock.monotonic();
    if (now - this.#sweptAt >= this.#windowMs) this.#sweep(now);
    let window = this.#windows.get(key);
    if (window === undefined || now - window.startedAt >= this.#windowMs) {
      window = { startedAt: now, count: 0 };
      this.#windows.set(key, window);
    }
    window.count += 1;
    if (window.count <= this.#limit) return undefined;
    return { restMs: window.startedAt + this.#windowMs - now, first: window.count === this.#limit + 1 };
  }

  get size(): number {
    return this.#windows.size;
  }

  #sweep(now: number): void {
    this.#sweptAt = now;
    this.#windows = new Map([...this.#windows].filter(([, window]) => now - window.startedAt < this.#windowMs));
  }
}
