/** Values of objects → keys of the objects that have them. */
export class StoreIndex<T> {
  readonly #values: (object: T) => readonly string[];
  readonly #keys = new Map<string, Set<string>>();

  readonly #onError: (error: unknown) => void;

  /** @param onError told when `values` throws, as it may for an object that no schema checked; it is then not indexed. */
  constructor(values: (object: T) => readonly string[], onError: (error: unknown) => void) {
    this.#values = values;
    this.#onError = onError;
  }

  keys(value: string): Iterable<string> {
    return this.#keys.get(value) ?? [];
  }

  count(value: string): number {
    return this.#keys.get(value)?.size ?? 0;
  }

  put(key: string, before: T | undefined, after: T | undefined): void {
    for (const value of this.#valuesOf(before)) {
      const keys = this.#keys.get(value);
      keys?.delete(key);
      if (keys?.size === 0) this.#keys.delete(value);
    }
    for (const value of this.#valuesOf(after)) {
      const keys = this.#keys.get(value);
      if (keys === undefined) this.#keys.set(value, new Set([key]));
      else keys.add(key);
    }
  }

  #valuesOf(object: T | undefined): readonly string[] {
    try {
      return object === undefined ? [] : this.#values(object);
    } catch (error) {
      this.#onError(error);
      return [];
    }
  }
}
