import type { Row } from './row.ts';

interface Version {
  readonly at: number;
  /** Null once the row is gone. */
  readonly row: Row | null;
}

/** Rows of one type in order of creation, with as much history as lists lag behind. */
export class Collection {
  readonly #versions = new Map<string, Version[]>();

  current(id: string): Row | undefined {
    return this.#versions.get(id)?.at(-1)?.row ?? undefined;
  }

  /** All current rows, oldest first. */
  *all(): Iterable<Row> {
    for (const versions of this.#versions.values()) {
      const row = versions.at(-1)?.row;
      if (row != null) yield row;
    }
  }

  /** The rows as they stood at `instant`, newest first. */
  asOf(instant: number): Row[] {
    const rows: Row[] = [];
    for (const versions of this.#versions.values()) {
      const row = versions.findLast((version) => version.at <= instant)?.row;
      if (row != null) rows.push(row);
    }
    return rows.reverse();
  }

  /** Adds or changes a row. Versions that no list can show any more (before `horizon`) are forgotten. */
  put(row: Row, at: number, horizon: number): void {
    this.#add(row.id, { at, row }, horizon);
  }

  remove(id: string, at: number, horizon: number): void {
    if (horizon >= at) this.#versions.delete(id);
    else this.#add(id, { at, row: null }, horizon);
  }

  #add(id: string, version: Version, horizon: number): void {
    const kept = this.#versions.get(id) ?? [];
    const shown = kept.findLastIndex((one) => one.at <= horizon);
    this.#versions.set(id, [...(version.at <= horizon ? [] : kept.slice(Math.max(0, shown))), version]);
  }
}
