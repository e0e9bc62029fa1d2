import type { Clock } from '../runtime/clock.ts';

/** New events that one object may have at once, and how long until it may have another, as client-go's spam filter. */
const burst = 25;
const refillMs = 300_000;

/** A token bucket per object. */
export class EventBudget {
  readonly #clock: Clock;
  /** When the bucket of each object is full again; full ones are not kept. */
  #fullAt = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the object may have one more. */
  take(object: string): boolean {
    const now = this.#clock.monotonic();
    if (this.#fullAt.size > 1000) this.#fullAt = new Map([...this.#fullAt].filter(([, at]) => at > now));
    const fullAt = Math.max(now, this.#fullAt.get(object) ?? now);
    if (fullAt - now > (burst - 1) * refillMs) return false;
    this.#fullAt.set(object, fullAt + refillMs);
    return true;
  }
}
