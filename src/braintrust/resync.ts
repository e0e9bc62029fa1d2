/**
 * When the mirror of one organization is read again: at equal intervals whose phase comes from the Organization's UID,
 * so that organizations with equal intervals never list at the same moment, and a restart changes nothing.
 */
export class Resync {
  readonly intervalMs: number;
  readonly #phase: number;

  constructor(uid: string, intervalMs: number) {
    this.intervalMs = intervalMs;
    this.#phase = hash(uid) % intervalMs;
  }

  /** Number of the interval that a wall-clock time lies in. */
  round(nowMs: number): number {
    return Math.floor((nowMs - this.#phase) / this.intervalMs);
  }

  /** Milliseconds until the next interval begins; at least 1. */
  untilNext(nowMs: number): number {
    return (this.round(nowMs) + 1) * this.intervalMs + this.#phase - nowMs;
  }
}

/** FNV-1a, 32 bits: spreads UIDs evenly and is the same in every process. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
