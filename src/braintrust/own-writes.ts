import type { Row, RowKind } from './resources/row.ts';

/** For so long after a write the API's lists may still show the time before it. Milliseconds. */
export const creationGraceMs = 30_000;

type OwnWrite<T> = { readonly at: number } & (
  { readonly kind: 'wrote'; readonly row: T } | { readonly kind: 'removed'; readonly id: string }
);

/** What this process wrote lately, laid over every list that may not know of it yet. */
export class OwnWrites<T extends Row> {
  readonly #kind: RowKind<T>;
  readonly #byKey = new Map<string, OwnWrite<T>>();

  constructor(kind: RowKind<T>) {
    this.#kind = kind;
  }

  wrote(row: T, at: number): void {
    this.#byKey.set(this.#kind.naturalKey(row), { kind: 'wrote', row, at });
  }

  removed(row: T, at: number): void {
    this.#byKey.set(this.#kind.naturalKey(row), { kind: 'removed', id: row.id, at });
  }

  /** The rows of a list that was begun at `startedAt`, as they are when our own writes are counted in. */
  over(rows: readonly T[], startedAt: number): T[] {
    for (const [key, write] of this.#byKey) if (write.at + creationGraceMs < startedAt) this.#byKey.delete(key);
    if (this.#byKey.size === 0) return [...rows];
    const out: T[] = [];
    const own = new Map<string, T>();
    for (const write of this.#byKey.values()) if (write.kind === 'wrote') own.set(write.row.id, write.row);
    for (const row of rows) {
      const write = this.#byKey.get(this.#kind.naturalKey(row));
      if (write?.kind === 'removed' && write.id === row.id) continue;
      if (own.has(row.id)) continue;
      out.push(row);
    }
    return [...out, ...own.values()];
  }
}
