import type { Clock } from './clock.ts';

export interface LimiterOptions {
  /** Sustained rate, requests per second. Infinity sets no limit. */
  readonly perSecond: number;
  /** How many may go at once after a pause. */
  readonly burst: number;
}

/**
 * A token bucket that everything sharing one credential waits at, in order of arrival.
 * `penalise` is told of a 429: nobody passes before its time, and the rate halves, growing back over later successes.
 */
export class Limiter {
  readonly #clock: Clock;
  readonly #options: LimiterOptions;
  #tokens: number;
  #at: number;
  #share = 1;
  #closedUntil = 0;
  #queue: Promise<void> = Promise.resolve();

  constructor(clock: Clock, options: LimiterOptions) {
    this.#clock = clock;
    this.#options = options;
    this.#tokens = options.burst;
    this.#at = clock.monotonic();
  }

  /** Resolves when one request may go. Rejects with the signal's reason. */
  async take(signal: AbortSignal): Promise<void> {
    const turn = this.#queue.then(() => this.#wait(signal));
    // A waiter that was aborted must not hold back those behind it; its own caller still sees the rejection.
    this.#queue = turn.catch(() => undefined);
    await turn;
  }

  /** After a 429: closed for `ms` milliseconds, then at half the rate. */
  penalise(ms: number): void {
    this.#closedUntil = Math.max(this.#closedUntil, this.#clock.monotonic() + ms);
    this.#share = Math.max(1 / 16, this.#share / 2);
    this.#tokens = 0;
    this.#at = this.#closedUntil;
  }

  /** After a success: the rate grows back by a twentieth of itself. */
  reward(): void {
    this.#share = Math.min(1, this.#share * 1.05);
  }

  async #wait(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const now = this.#clock.monotonic();
      if (now < this.#closedUntil) {
        await this.#clock.sleep(this.#closedUntil - now, signal);
        continue;
      }
      if (this.#options.perSecond === Infinity) return;
      const rate = this.#options.perSecond * this.#share;
      this.#tokens = Math.min(this.#options.burst, this.#tokens + ((now - this.#at) / 1000) * rate);
      this.#at = Math.max(this.#at, now);
      if (this.#tokens >= 1) {
        this.#tokens -= 1;
        return;
      }
      await this.#clock.sleep(Math.ceil(((1 - this.#tokens) / rate) * 1000), signal);
    }
  }
}
