/** Keys that wait for a worker: the highest priority first, the longest waiting first within one. Each key once. */
export class ReadyList {
  readonly #byPriority = new Map<number, Set<string>>();
  readonly #priorityOf = new Map<string, number>();

  get size(): number {
    return this.#priorityOf.size;
  }

  has(key: string): boolean {
    return this.#priorityOf.has(key);
  }

  /** Adds the key, or raises its priority; false where it waits already at that priority or a higher one. */
  add(key: string, priority: number): boolean {
    const held = this.#priorityOf.get(key);
    if (held !== undefined && held >= priority) return false;
    if (held !== undefined) this.#remove(key, held);
    this.#priorityOf.set(key, priority);
    const keys = this.#byPriority.get(priority);
    if (keys === undefined) this.#byPriority.set(priority, new Set([key]));
    else keys.add(key);
    return true;
  }

  take(): string | undefined {
    // A handful of priorities: looking at each is cheaper than keeping them in order.
    let highest = -Infinity;
    for (const priority of this.#byPriority.keys()) highest = Math.max(highest, priority);
    for (const key of this.#byPriority.get(highest) ?? []) {
      this.#remove(key, highest);
      return key;
    }
    return undefined;
  }

  clear(): void {
    this.#byPriority.clear();
    this.#priorityOf.clear();
  }

  #remove(key: string, priority: number): void {
    this.#priorityOf.delete(key);
    const keys = this.#byPriority.get(priority);
    keys?.delete(key);
    if (keys?.size === 0) this.#byPriority.delete(priority);
  }
}
