import type { StoredObject } from './object.ts';

/** One write, as it is kept for watches and for consistent lists. */
export interface StoreEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** `<group>/<plural>`. */
  readonly resource: string;
  readonly key: string;
  readonly version: number;
  /** The object after the write; at a deletion its last state, with the version of the deletion. */
  readonly object: StoredObject;
  readonly previous: StoredObject | undefined;
}

export type Listener = (event: StoreEvent) => void;

/** etcd as the API server sees it: objects by resource and key, one version counter, a bounded history, listeners. */
export class Store {
  readonly #objects = new Map<string, Map<string, StoredObject>>();
  readonly #listeners = new Set<Listener>();
  readonly #historyLimit: number;
  #history: StoreEvent[] = [];
  #version = 100;
  #compacted = 0;

  /** @param historyLimit how many writes stay visible to watches and page tokens; older versions answer 410. */
  constructor(historyLimit: number) {
    this.#historyLimit = historyLimit;
  }

  get version(): number {
    return this.#version;
  }

  /** Versions up to this one are too old to watch or list from. */
  get compacted(): number {
    return this.#compacted;
  }

  get(resource: string, key: string): StoredObject | undefined {
    return this.#objects.get(resource)?.get(key);
  }

  /** Objects of a resource in key order, as they were at a version (default: now). */
  list(resource: string, version = this.#version): readonly (readonly [string, StoredObject])[] {
    const objects = new Map(this.#objects.get(resource));
    for (let index = this.#history.length - 1; index >= 0; index -= 1) {
      const event = this.#history[index];
      if (event === undefined || event.version <= version) break;
      if (event.resource !== resource) continue;
      if (event.previous === undefined) objects.delete(event.key);
      else objects.set(event.key, event.previous);
    }
    return Array.from(objects).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  }

  resources(): readonly string[] {
    return Array.from(this.#objects.keys());
  }

  /** Every object of a resource, unordered. */
  all(resource: string): Iterable<StoredObject> {
    return this.#objects.get(resource)?.values() ?? [];
  }

  /** Stores an object under a new version, which it carries afterwards. */
  put(resource: string, key: string, object: StoredObject): StoredObject {
    const previous = this.get(resource, key);
    this.#version += 1;
    const stored: StoredObject = {
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(this.#version) },
    };
    let objects = this.#objects.get(resource);
    if (objects === undefined) {
      objects = new Map();
      this.#objects.set(resource, objects);
    }
    objects.set(key, stored);
    this.#record({
      type: previous === undefined ? 'ADDED' : 'MODIFIED',
      resource,
      key,
      version: this.#version,
      object: stored,
      previous,
    });
    return stored;
  }

  remove(resource: string, key: string): StoredObject | undefined {
    const previous = this.get(resource, key);
    if (previous === undefined) return undefined;
    this.#version += 1;
    this.#objects.get(resource)?.delete(key);
    const object = { ...previous, metadata: { ...previous.metadata, resourceVersion: String(this.#version) } };
    this.#record({ type: 'DELETED', resource, key, version: this.#version, object, previous });
    return object;
  }

  /** Writes after a version, oldest first. */
  since(version: number): readonly StoreEvent[] {
    return this.#history.filter((event) => event.version > version);
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets the history up to now, as etcd's compaction does: older watches and page tokens answer 410. */
  compact(): void {
    this.#history = [];
    this.#compacted = this.#version;
  }

  #record(event: StoreEvent): void {
    this.#history.push(event);
    // Trimmed in bulk, so that a long life costs one copy in a thousand writes.
    if (this.#history.length > this.#historyLimit + 1000) {
      this.#history = this.#history.slice(-this.#historyLimit);
      this.#compacted = (this.#history[0]?.version ?? this.#version) - 1;
    }
    for (const listener of [...this.#listeners]) listener(event);
  }
}
