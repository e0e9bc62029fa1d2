interface Delayed {
  readonly key: string;
  readonly at: number;
}

/**
 * Keys and the time at which each is due, the earliest first; one time a key. A key that is given a new time keeps its old
 * entry in the heap until that comes up and is found to be out of date.
 */
export class DelayHeap {
  readonly #heap: Delayed[] = [];
  readonly #due = new Map<string, number>();

  get size(): number {
    return this.#due.size;
  }

  dueAt(key: string): number | undefined {
    return this.#due.get(key);
  }

  set(key: string, at: number): void {
    if (this.#due.get(key) === at) return;
    this.#due.set(key, at);
    this.#heap.push({ key, at });
    this.#rise(this.#heap.length - 1);
  }

  delete(key: string): void {
    this.#due.delete(key);
    if (this.#due.size === 0) this.#heap.length = 0;
  }

  /** When the earliest key is due. */
  next(): number | undefined {
    for (let top = this.#heap[0]; top !== undefined; top = this.#heap[0]) {
      if (this.#due.get(top.key) === top.at) return top.at;
      this.#pop();
    }
    return undefined;
  }

  /** Takes the earliest key out, if it is due by `now`. */
  take(now: number): string | undefined {
    const at = this.next();
    const top = this.#heap[0];
    if (at === undefined || at > now || top === undefined) return undefined;
    this.#pop();
    this.#due.delete(top.key);
    return top.key;
  }

  #pop(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink(0);
  }

  #rise(from: number): void {
    for (let at = from; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfLater(parent, at)) return;
      at = parent;
    }
  }

  #sink(from: number): void {
    for (let at = from; ;) {
      const left = 2 * at + 1;
      const right = left + 1;
      const child = this.#at(right) < this.#at(left) ? right : left;
      if (!this.#swapIfLater(at, child)) return;
      at = child;
    }
  }

  #at(index: number): number {
    return this.#heap[index]?.at ?? Infinity;
  }

  #swapIfLater(upper: number, lower: number): boolean {
    const above = this.#heap[upper];
    const below = this.#heap[lower];
    if (above === undefined || below === undefined || above.at <= below.at) return false;
    this.#heap[upper] = below;
    this.#heap[lower] = above;
    return true;
  }
}
