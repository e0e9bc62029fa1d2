/** One request as a judge needs it. No value and no header. */
export interface StoreLogEntry {
  /** 1 for the first request; never repeats. */
  readonly sequence: number;
  /** RFC 3339 with milliseconds. */
  readonly at: string;
  readonly store: 'aws' | 'google' | 'azure';
  /** The secret that was asked for; what else was asked, where it was none. */
  readonly secret: string;
  readonly status: number;
}

/** Append-only. */
export class StoreLog {
  readonly #entries: StoreLogEntry[] = [];

  get entries(): readonly StoreLogEntry[] {
    return this.#entries;
  }

  append(facts: Omit<StoreLogEntry, 'sequence'>): void {
    this.#entries.push({ sequence: this.#entries.length + 1, ...facts });
  }
}
