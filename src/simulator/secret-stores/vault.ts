interface StoredVersion {
  readonly id: string;
  readonly value: string;
}

/** A secret, by what would keep somebody from reading it. */
export type StoredSecret =
  | { readonly state: 'readable'; readonly version: StoredVersion }
  | { readonly state: 'empty' | 'disabled' | 'deleted' | 'denied' };

/** What the whole of a store does at the moment, in place of an answer. */
export type Outage = 'throttled' | 'unavailable' | 'garbage' | 'silent' | 'garbled';

/** The secrets behind the stand-ins, by the name under which they are read. */
export class Vault {
  readonly #secrets = new Map<string, StoredSecret>();
  readonly #last = new Map<string, StoredSecret & { readonly state: 'readable' }>();
  readonly #makeId: (count: number) => string;
  #versions = 0;
  /** Set by a test; no outage where undefined. */
  outage: Outage | undefined;

  constructor(makeId: (count: number) => string) {
    this.#makeId = makeId;
  }

  /** A new version, of a new secret or of one that is there. */
  put(name: string, value: string): void {
    this.#versions += 1;
    const secret = { state: 'readable', version: { id: this.#makeId(this.#versions), value } } as const;
    this.#secrets.set(name, secret);
    this.#last.set(name, secret);
  }

  /** `empty`: there, without a version. The last version is kept for {@link restore}. */
  set(name: string, state: Exclude<StoredSecret['state'], 'readable'>): void {
    this.#secrets.set(name, { state });
  }

  restore(name: string): void {
    const last = this.#last.get(name);
    if (last !== undefined) this.#secrets.set(name, last);
  }

  remove(name: string): void {
    this.#secrets.delete(name);
  }

  get(name: string): StoredSecret | undefined {
    return this.#secrets.get(name);
  }

  get names(): readonly string[] {
    return [...this.#secrets.keys()];
  }
}
