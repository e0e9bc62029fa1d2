/** One request as a judge needs it: when, what, who answered, and which versions lived then. No body and no header. */
export interface PlaneLogEntry {
  /** 1 for the first request; never repeats. */
  readonly sequence: number;
  /** RFC 3339 with milliseconds. */
  readonly at: string;
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  /** `query` and `write` go through to Brainstore; `look` asks what the plane is. */
  readonly kind: 'query' | 'write' | 'look';
  readonly status: number;
  /** Why it failed, where it did. */
  readonly failure?: string;
  /** API pod that answered; none where none was ready. */
  readonly pod?: string;
  /** Version of that pod. */
  readonly apiVersion?: string;
  /** Versions of all live Brainstore pods, those that still stop among them: each once, in order of text. */
  readonly brainstoreVersions: readonly string[];
}

/** Append-only. Entries are plain data, so that a log can be written down and judged elsewhere. */
export class PlaneLog {
  readonly #entries: PlaneLogEntry[] = [];

  get entries(): readonly PlaneLogEntry[] {
    return this.#entries;
  }

  /** Queries and writes that failed: what users of the plane would have noticed. */
  get failures(): readonly PlaneLogEntry[] {
    return this.#entries.filter(({ kind, failure }) => kind !== 'look' && failure !== undefined);
  }

  /** Versions of the API that ever answered, in the order in which they first did. */
  get versions(): readonly string[] {
    return [...new Set(this.#entries.flatMap(({ apiVersion }) => apiVersion ?? []))];
  }

  append(facts: Omit<PlaneLogEntry, 'sequence'>): void {
    this.#entries.push({ sequence: this.#entries.length + 1, ...facts });
  }
}
