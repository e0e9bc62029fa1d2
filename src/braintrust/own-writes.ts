import type { Row } from './resources/row.ts';

/** For so long after a write the API's lists may still show the time before it. Milliseconds. */
export const creationGraceMs = 30_000;

/** What this process wrote lately, laid over every list that may not know of it yet. Rows by id; undefined for deleted ones. */
export class OwnWrites<T extends Row> {
  readonly #byId = new Map<string, { readonly at: number; readonly row: T | undefined }>();

  wrote(row: T, at: number): void {
    this.#byId.set(row.id, { at, row });
  }

  removed(id: string, at: number): void {
    this.#byId.set(id, { at, row: undefined });
  }

  /** The rows of a list that was begun at `startedAt`, as they are when our own writes are counted in. */
  over(rows: readonly T[], startedAt: number): T[] {
    for (const [id, { at }] of this.#byId) if (at + creationGraceMs < startedAt) this.#byId.delete(id);
    const theirs = rows.filter((row) => !this.#byId.has(row.id));
    const ours = [...this.#byId.values()].flatMap(({ row }) => (row === undefined ? [] : [row]));
    return [...theirs, ...ours];
  }
}
