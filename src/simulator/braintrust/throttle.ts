import type { Clock } from '../../runtime/clock.ts';
import { Refusal } from './refusal.ts';

/** Counts requests a token and minute; throws 429 with Retry-After beyond the limit. */
export class Throttle {
  readonly #clock: Clock;
  readonly #perMinute: number;
  readonly #windows = new Map<string, { readonly from: number; count: number }>();

  constructor(clock: Clock, perMinute: number) {
    this.#clock = clock;
    this.#perMinute = perMinute;
  }

  admit(who: string): void {
    const now = this.#clock.now();
    const current = this.#windows.get(who);
    const window = current !== undefined && now - current.from < 60_000 ? current : { from: now, count: 0 };
    window.count += 1;
    this.#windows.set(who, window);
    if (window.count <= this.#perMinute) return;
    const seconds = Math.ceil((window.from + 60_000 - now) / 1000);
    throw new Refusal(429, 'Too many requests', { 'retry-after': String(seconds) });
  }
}
