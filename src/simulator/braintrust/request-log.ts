import type { Touched } from './exchange.ts';

/** One request as a judge needs it: who did what to which objects. It holds no body and no secret value. */
export interface LoggedRequest {
  /** 1 for the first request; never repeats. */
  readonly sequence: number;
  /** RFC 3339 with milliseconds. */
  readonly at: string;
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  /** Name of the account behind the token; `anonymous` without one, `unknown` with one that nobody knows. */
  readonly who: string;
  /** 0 where the connection was cut before an answer. */
  readonly status: number;
  /** Whether the verb can write. */
  readonly mutation: boolean;
  /** Ids, so that one object can be followed through the log. */
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly deleted: readonly string[];
  /** Type and name of what was created, updated or deleted. */
  readonly changed: readonly Touched[];
  /** Whether a stored value was written. */
  readonly wroteSecret: boolean;
  /** Whether POST or PUT hit an object that was there. */
  readonly foundExisting: boolean;
  /** The injected fault, where there was one. */
  readonly fault?: string;
}

export type RequestFacts = Omit<LoggedRequest, 'sequence' | 'created' | 'updated' | 'deleted' | 'changed'> & {
  readonly touched: readonly Touched[];
};

/** Append-only. Entries are plain data, so that a log can be written down and judged elsewhere. */
export class RequestLog {
  readonly #entries: LoggedRequest[] = [];
  readonly #onEntry: ((entry: LoggedRequest) => void) | undefined;

  constructor(onEntry?: (entry: LoggedRequest) => void) {
    this.#onEntry = onEntry;
  }

  get entries(): readonly LoggedRequest[] {
    return this.#entries;
  }

  /** Entries after the given sequence number, as a caller remembers it from the last look. */
  since(sequence: number): readonly LoggedRequest[] {
    return this.#entries.slice(sequence);
  }

  append({ touched, ...facts }: RequestFacts): void {
    const idsOf = (effect: Touched['effect']): string[] =>
      touched.filter((one) => one.effect === effect).map((one) => one.id);
    const entry: LoggedRequest = {
      ...facts,
      sequence: this.#entries.length + 1,
      created: idsOf('created'),
      updated: idsOf('updated'),
      deleted: idsOf('deleted'),
      changed: touched.filter((one) => one.effect !== 'read'),
    };
    this.#entries.push(entry);
    this.#onEntry?.(entry);
  }
}
