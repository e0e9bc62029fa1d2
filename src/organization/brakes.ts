import type { Clock } from '../runtime/clock.ts';

export const confirmDeletions = 'planewright.dev/confirm-deletions';
const windowMs = 10 * 60_000;
const longestConfirmationMs = 60 * 60_000;

export type Brake = { readonly state: 'free' } | { readonly state: 'halted'; readonly limit: number };

/**
 * Counts what was destroyed in an organization within ten minutes. Beyond max(5, a tenth of its resources) everything
 * destructive halts, because a bad prune in Git looks just like that, until a person confirms.
 */
export class Brakes {
  readonly #clock: Clock;
  readonly #done = new Map<string, Map<string, number>>();
  readonly #halted = new Map<string, Set<string>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Whether one more destructive change may be made; counts it if so. One that is tried again is not one more.
   * @param managed Resources that the organization has.
   * @param confirmedUntil Value of the annotation {@link confirmDeletions}: RFC 3339, at most an hour ahead.
   */
  ask(organization: string, what: string, managed: number, confirmedUntil: string | undefined): Brake {
    const now = this.#clock.monotonic();
    const recent = new Map([...(this.#done.get(organization) ?? [])].filter(([, at]) => now - at < windowMs));
    const limit = Math.max(5, Math.floor(managed / 10));
    if (!recent.has(what) && recent.size >= limit && !this.#confirmed(confirmedUntil)) {
      const halted = this.#halted.get(organization) ?? new Set<string>();
      this.#halted.set(organization, halted.add(what));
      return { state: 'halted', limit };
    }
    this.#done.set(organization, recent.set(what, now));
    this.#halted.get(organization)?.delete(what);
    return { state: 'free' };
  }

  /** What waits for a person, in order of arrival. */
  halted(organization: string): readonly string[] {
    return [...(this.#halted.get(organization) ?? [])];
  }

  #confirmed(until: string | undefined): boolean {
    const left = Date.parse(until ?? '') - this.#clock.now();
    return left > 0 && left <= longestConfirmationMs;
  }
}
