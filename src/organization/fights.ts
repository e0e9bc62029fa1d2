import type { Clock } from '../runtime/clock.ts';

const windowMs = 60 * 60_000;
/** So many corrections of one field within an hour are a fight. */
const fightAfter = 3;

/** Remembers which fields were set back, to notice somebody who sets them the other way each time. */
export class Fights {
  readonly #clock: Clock;
  readonly #corrections = new Map<string, Map<string, number[]>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  corrected(uid: string, fields: readonly string[]): void {
    const byField = this.#corrections.get(uid) ?? new Map<string, number[]>();
    for (const field of fields) byField.set(field, [...this.#recent(uid, field), this.#clock.monotonic()]);
    if (fields.length > 0) this.#corrections.set(uid, byField);
  }

  /** Those of the fields that were set back {@link fightAfter} times within the hour: left alone until it has passed. */
  fought(uid: string, fields: readonly string[]): string[] {
    return fields.filter((field) => this.#recent(uid, field).length >= fightAfter);
  }

  /** The declaration changed, or the resource is gone: what was before no longer counts. */
  forget(uid: string): void {
    this.#corrections.delete(uid);
  }

  #recent(uid: string, field: string): number[] {
    const now = this.#clock.monotonic();
    return (this.#corrections.get(uid)?.get(field) ?? []).filter((at) => now - at < windowMs);
  }
}
