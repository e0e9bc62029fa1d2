import type { Clock } from '../runtime/clock.ts';
import { must } from '../runtime/must.ts';
import { BraintrustError } from './braintrust-error.ts';
import type { Listing } from './list-rows.ts';
import { present, provenAbsent, reasonOf, type Observation, type Unknown } from './observation.ts';
import { OwnWrites } from './own-writes.ts';
import type { Row, RowKind } from './resources/row.ts';
import type { Resync } from './resync.ts';

/** After a failed list, the next lookup tries again when this has passed. Milliseconds. */
const failurePauseMs = 5_000;
/** Contradicted writes make a table be listed again, though no more often than this. Milliseconds. */
const doubtPauseMs = 5_000;

export interface TableOptions<T extends Row> {
  readonly kind: RowKind<T>;
  readonly clock: Clock;
  readonly resync: Resync;
  readonly list: (signal: AbortSignal) => Promise<Listing<T>>;
  readonly get: (id: string, signal: AbortSignal) => Promise<T | undefined>;
  /** A list narrowed to rows of this name: the proof where the whole list is not complete. */
  readonly listNamed: (name: string, signal: AbortSignal) => Promise<Listing<T>>;
}

export interface Wanted {
  /** The id that we recorded, looked up first. */
  readonly id?: string | undefined;
  readonly naturalKey: string;
  readonly name: string;
}

interface Content<T> {
  readonly byId: Map<string, T>;
  readonly byKey: Map<string, T[]>;
  readonly complete: boolean;
  /** When the list was begun, by both scales of the clock. */
  readonly startedAt: number;
  readonly round: number;
}

/** One kind of remote object of one organization (or of one scope), listed once a resync and indexed. */
export class RemoteTable<T extends Row> {
  readonly #options: TableOptions<T>;
  readonly #own = new OwnWrites<T>();
  #content: Content<T> | undefined;
  #failure: { readonly reason: Unknown; readonly until: number } | undefined;
  #doubted = false;
  #listing: Promise<boolean> | undefined;

  constructor(options: TableOptions<T>) {
    this.#options = options;
  }

  /** By the id that we know, else by natural key. Two live rows under one key are `unknown`: we cannot tell which is meant. */
  async find(wanted: Wanted, signal: AbortSignal): Promise<Observation<T>> {
    const content = await this.#fresh(signal);
    if ('reason' in content) return { state: 'unknown', reason: content.reason };
    const known = wanted.id === undefined ? undefined : content.byId.get(wanted.id);
    if (known !== undefined) return present(known);
    const matches = content.byKey.get(wanted.naturalKey) ?? [];
    if (matches.length === 0 && wanted.id !== undefined) return this.#vanished(wanted, wanted.id, signal);
    if (matches.length === 0 && !content.complete) return this.#prove(wanted, signal);
    return this.#only(matches, wanted);
  }

  /** The list lacks a row that we know of: either it is gone, or the list lags behind its making. */
  async #vanished(wanted: Wanted, id: string, signal: AbortSignal): Promise<Observation<T>> {
    try {
      const row = await this.#options.get(id, signal);
      if (row === undefined) return await this.#prove(wanted, signal);
      this.wrote(row);
      return present(row);
    } catch (error) {
      if (!(error instanceof BraintrustError)) throw error;
      return { state: 'unknown', reason: reasonOf(error) };
    }
  }

  /** Asks the API itself about one name, past the mirror: for a create that must not meet an object of the same name. */
  async prove(wanted: Wanted, signal: AbortSignal): Promise<Observation<T>> {
    return this.#prove(wanted, signal);
  }

  /** Every live row. A list that is not complete is `unknown`. */
  async all(signal: AbortSignal): Promise<Observation<readonly T[]>> {
    const content = await this.#fresh(signal);
    if ('reason' in content) return { state: 'unknown', reason: content.reason };
    if (!content.complete) return { state: 'unknown', reason: this.#incomplete() };
    return present([...content.byId.values()]);
  }

  /** The API accepted this row: later lookups see it, whatever a lagging list says. */
  wrote(row: T): void {
    this.#own.wrote(row, this.#options.clock.monotonic());
    if (this.#content === undefined) return;
    drop(this.#options.kind, this.#content, row.id);
    add(this.#options.kind, this.#content, row);
  }

  /** The API deleted the row of this id. */
  removed(id: string): void {
    this.#own.removed(id, this.#options.clock.monotonic());
    if (this.#content !== undefined) drop(this.#options.kind, this.#content, id);
  }

  /** The API contradicted what the table says: the next lookup lists again. */
  doubt(): void {
    this.#doubted = true;
  }

  async #fresh(signal: AbortSignal): Promise<Content<T> | { readonly reason: Unknown }> {
    for (;;) {
      signal.throwIfAborted();
      if (this.#listing === undefined) {
        const known = this.#known();
        if (known !== undefined) return known;
        await this.#share(this.#list(signal));
        return this.#outcome();
      }
      // One list for all who wait. It runs under the first one's signal; when that one is aborted the next takes over.
      if (await this.#listing) return this.#outcome();
    }
  }

  /** What can be said without a call; undefined where the list must be read. */
  #known(): Content<T> | { readonly reason: Unknown } | undefined {
    const now = this.#options.clock.monotonic();
    const content = this.#content;
    if (content !== undefined && !this.#doubted && this.#isCurrent(content)) return content;
    if (this.#failure !== undefined && now < this.#failure.until) return this.#outcome();
    if (this.#doubted && content !== undefined && now - content.startedAt < doubtPauseMs) {
      return { reason: this.#beingRead(content.startedAt + doubtPauseMs - now) };
    }
    return undefined;
  }

  async #share(listing: Promise<void>): Promise<void> {
    this.#listing = listing.then(
      () => true,
      () => false, // the one whose signal it was sees the rejection itself
    );
    try {
      await listing;
    } finally {
      this.#listing = undefined;
    }
  }

  #outcome(): Content<T> | { readonly reason: Unknown } {
    if (this.#content !== undefined && this.#failure === undefined) return this.#content;
    const failure = must(this.#failure, 'a list that ended left either rows or a failure');
    return {
      reason: { ...failure.reason, retryAfterMs: Math.max(1, failure.until - this.#options.clock.monotonic()) },
    };
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { clock, kind, list, resync } = this.#options;
    const startedAt = clock.monotonic();
    const round = resync.round(clock.now());
    this.#doubted = false;
    try {
      const { rows, complete } = await list(signal);
      this.#failure = undefined;
      this.#content = indexed(kind, this.#own.over(rows, startedAt), { complete, startedAt, round });
    } catch (error) {
      if (!(error instanceof BraintrustError)) throw error;
      const pause = error.retryAfterMs ?? failurePauseMs;
      this.#failure = { reason: reasonOf(error), until: clock.monotonic() + pause };
      this.#content = undefined;
    }
  }

  #isCurrent(content: Content<T>): boolean {
    const { clock, resync } = this.#options;
    // Both scales: the wall clock may jump back, and then the round alone would keep a table for ever.
    return content.round === resync.round(clock.now()) && clock.monotonic() - content.startedAt < resync.intervalMs;
  }

  async #prove(wanted: Wanted, signal: AbortSignal): Promise<Observation<T>> {
    const { clock, kind, listNamed } = this.#options;
    const startedAt = clock.monotonic();
    try {
      const { rows, complete } = await listNamed(wanted.name, signal);
      const matches = this.#own.over(rows, startedAt).filter((row) => kind.naturalKey(row) === wanted.naturalKey);
      if (matches.length === 0 && !complete) return { state: 'unknown', reason: this.#incomplete() };
      return this.#only(matches, wanted);
    } catch (error) {
      if (!(error instanceof BraintrustError)) throw error;
      return { state: 'unknown', reason: reasonOf(error) };
    }
  }

  #only(matches: readonly T[], wanted: Wanted): Observation<T> {
    const [first] = matches;
    if (first === undefined) return provenAbsent;
    if (matches.length === 1) return present(first);
    const ids = matches.map((row) => row.id).join(', ');
    const reason: Unknown = {
      code: 'BraintrustConflict',
      message: `${matches.length} live ${this.#options.kind.kind} objects are named ${JSON.stringify(wanted.name)}: ${ids}`,
      next: 'Remove or rename all but one of them.',
      retry: 'afterChange',
    };
    return { state: 'unknown', reason };
  }

  #incomplete(): Unknown {
    return {
      code: 'BraintrustUnexpectedAnswer',
      message: `The list of ${this.#options.kind.kind} objects could not be read whole`,
      next: 'Check that this version of Planewright knows the API version of this host.',
      retry: 'soon',
    };
  }

  #beingRead(retryAfterMs: number): Unknown {
    return {
      code: 'BraintrustConflict',
      message: `The API contradicted what it listed; the ${this.#options.kind.kind} objects are read again`,
      next: 'Wait; nothing needs to be done.',
      retry: 'soon',
      retryAfterMs,
    };
  }
}

function indexed<T extends Row>(
  kind: RowKind<T>,
  rows: readonly T[],
  about: Pick<Content<T>, 'complete' | 'startedAt' | 'round'>,
): Content<T> {
  const content: Content<T> = { byId: new Map(), byKey: new Map(), ...about };
  for (const row of rows) add(kind, content, row);
  return content;
}

function add<T extends Row>(kind: RowKind<T>, content: Content<T>, row: T): void {
  content.byId.set(row.id, row);
  const key = kind.naturalKey(row);
  const same = content.byKey.get(key);
  if (same === undefined) content.byKey.set(key, [row]);
  else same.push(row);
}

function drop<T extends Row>(kind: RowKind<T>, content: Content<T>, id: string): void {
  const row = content.byId.get(id);
  if (row === undefined) return;
  content.byId.delete(id);
  const key = kind.naturalKey(row);
  const rest = (content.byKey.get(key) ?? []).filter((other) => other.id !== id);
  if (rest.length === 0) content.byKey.delete(key);
  else content.byKey.set(key, rest);
}
