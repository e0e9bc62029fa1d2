/** Values of objects → keys of the objects that have them. */
export class StoreIndex<T> {
  readonly #values: (object: T) => readonly string[];
  /** Most values have one key: a set for each of them would be larger than what it holds. */
  readonly #keys = new Map<string, string | Set<string>>();

  readonly #onError: (error: unknown) => void;

  /** @param onError told when `values` throws, as it may for an object that no schema checked; it is then not indexed. */
  constructor(values: (object: T) => readonly string[], onError: (error: unknown) => void) {
    this.#values = values;
    this.#onError = onError;
  }

  keys(value: string): Iterable<string> {
    const keys = this.#keys.get(value) ?? [];
    return typeof keys === 'string' ? [keys] : keys;
  }

  count(value: string): number {
    const keys = this.#keys.get(value);
    return typeof keys === 'string' ? 1 : (keys?.size ?? 0);
  }

  put(key: string, before: T | undefined, after: T | undefined): void {
    for (const value of this.#valuesOf(before)) this.#remove(value, key);
    for (const value of this.#valuesOf(after)) this.#add(value, key);
  }

  #add(value: string, key: string): void {
    const keys = this.#keys.get(value);
    if (keys === undefined) this.#keys.set(value, key);
    else if (typeof keys !== 'string') keys.add(key);
    else if (keys !== key) this.#keys.set(value, new Set([keys, key]));
  }

  #remove(value: string, key: string): void {
    const keys = this.#keys.get(value);
    if (keys === key) this.#keys.delete(value);
    if (keys === undefined || typeof keys === 'string') return;
    keys.delete(key);
    if (keys.size === 0) this.#keys.delete(value);
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
