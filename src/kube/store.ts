import type { KubeObject, ObjectKey } from './objects.ts';
import { keyOf, keyText } from './object-key.ts';
import { isOlder } from './resource-version.ts';
import { StoreIndex } from './store-index.ts';

/** Told which key to look at. `initial`: the key comes from the first list, nothing is known to have happened to it. */
export type KeyListener = (key: ObjectKey, initial: boolean) => void;

export interface Subscription<T extends KubeObject> {
  /**
   * The keys to tell for an object; it is asked about the object before and after the change. Default: the object's own
   * key. This is where a Secret is mapped to those that refer to it.
   */
  readonly keys?: (object: T) => readonly ObjectKey[];
  /** Whether a change matters. Default: every change does. */
  readonly matters?: (before: T | undefined, after: T | undefined) => boolean;
}

/** What became of something that the store was told. */
export type Taken = 'changed' | 'unchanged' | 'stale';

interface Subscriber<T extends KubeObject> extends Required<Subscription<T>> {
  readonly listener: KeyListener;
}

/** So many deleted uids are remembered, so that a late event cannot bring one back. */
const tombstoneLimit = 4096;

/**
 * What was last seen of the objects of one type. It never goes back in time per uid: what is older than what it holds, or
 * than the deletion that it saw, is refused. Objects in it are shared and must not be changed.
 */
export class ObjectStore<T extends KubeObject> {
  readonly #objects = new Map<string, T>();
  readonly #keyOfUid = new Map<string, string>();
  readonly #byNamespace: StoreIndex<T>;
  readonly #indexes = new Map<string, StoreIndex<T>>();
  readonly #subscribers = new Set<Subscriber<T>>();
  readonly #tombstones = new Map<string, string | undefined>();
  readonly #onError: (error: unknown) => void;

  /** @param onError told when a listener or an index function throws; everything else goes on. */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
    this.#byNamespace = new StoreIndex((object) => [object.metadata.namespace ?? ''], onError);
  }

  get size(): number {
    return this.#objects.size;
  }

  get(key: ObjectKey): T | undefined {
    return this.#objects.get(keyText(key));
  }

  byUid(uid: string): T | undefined {
    const key = this.#keyOfUid.get(uid);
    return key === undefined ? undefined : this.#objects.get(key);
  }

  /** All objects, or those of one namespace. */
  list(namespace?: string): readonly T[] {
    if (namespace === undefined) return [...this.#objects.values()];
    return this.#resolve(this.#byNamespace.keys(namespace));
  }

  /** How many objects there are in a namespace, without listing them. */
  countIn(namespace: string): number {
    return this.#byNamespace.count(namespace);
  }

  /** Declares index `name`; one that is there already stays, so that several controllers may declare it. */
  addIndex(name: string, values: (object: T) => readonly string[]): void {
    if (this.#indexes.has(name)) return;
    const index = new StoreIndex(values, this.#onError);
    for (const [key, object] of this.#objects) index.put(key, undefined, object);
    this.#indexes.set(name, index);
  }

  /** The objects for which index `name` gives `value`. Throws where there is no such index: that is a mistake in code. */
  byIndex(name: string, value: string): readonly T[] {
    const index = this.#indexes.get(name);
    if (index === undefined) throw new Error(`the store has no index named ${name}`);
    return this.#resolve(index.keys(value));
  }

  /** Tells `listener` of everything that is here, then of every change. Returns what ends it. */
  subscribe(listener: KeyListener, options: Subscription<T> = {}): () => void {
    const subscriber: Subscriber<T> = {
      listener,
      keys: options.keys ?? ((object) => [keyOf(object)]),
      matters: options.matters ?? (() => true),
    };
    this.#subscribers.add(subscriber);
    for (const object of this.#objects.values()) this.#tell(subscriber, undefined, object, true);
    return () => void this.#subscribers.delete(subscriber);
  }

  /** Takes an object that was seen, also the answer to a write of our own, so that the next pass reads what it wrote. */
  put(object: T, initial = false): Taken {
    const key = keyText(keyOf(object));
    const held = this.#objects.get(key);
    const { uid, resourceVersion } = object.metadata;
    if (held !== undefined && isOlder(resourceVersion, held.metadata.resourceVersion)) return 'stale';
    if (uid !== undefined && this.#tombstones.has(uid) && !isOlder(this.#tombstones.get(uid), resourceVersion)) {
      return 'stale';
    }
    if (held !== undefined && sameVersion(held, object)) return 'unchanged';
    if (held?.metadata.uid !== undefined && held.metadata.uid !== uid) this.#bury(held.metadata.uid, resourceVersion);
    this.#change(key, held, object, initial);
    return 'changed';
  }

  /** Takes a deletion that was seen. A deletion of an earlier object of the same name is refused. */
  remove(object: T): Taken {
    const key = keyText(keyOf(object));
    const held = this.#objects.get(key);
    const { uid, resourceVersion } = object.metadata;
    const same = held?.metadata.uid === uid;
    if (same && isOlder(resourceVersion, held?.metadata.resourceVersion)) return 'stale';
    if (uid !== undefined) this.#bury(uid, resourceVersion);
    if (held === undefined) return 'unchanged';
    if (!same) return 'stale';
    this.#change(key, held, undefined, false);
    return 'changed';
  }

  /**
   * Takes a whole list: what it does not name is gone, unless it was written after the list was made.
   *
   * @param namespace the list is of this namespace alone; the others stay.
   * @param restored the server's history went back (a restored backup): everything is taken as it is.
   */
  replace(
    objects: readonly T[],
    resourceVersion: string,
    {
      namespace,
      initial = false,
      restored = false,
    }: { namespace?: string; initial?: boolean; restored?: boolean } = {},
  ): void {
    const listed = new Map(objects.map((object) => [keyText(keyOf(object)), object]));
    for (const held of this.list(namespace)) {
      const key = keyText(keyOf(held));
      if (listed.has(key) || (!restored && isOlder(resourceVersion, held.metadata.resourceVersion))) continue;
      if (!restored && held.metadata.uid !== undefined) this.#bury(held.metadata.uid, resourceVersion);
      this.#change(key, held, undefined, false);
    }
    if (restored) this.#tombstones.clear();
    for (const [key, object] of listed) {
      const held = this.#objects.get(key);
      if (!restored) this.put(object, initial);
      else if (held === undefined || !sameVersion(held, object)) this.#change(key, held, object, initial);
    }
  }

  /** Forgets a namespace that is no longer watched. Its keys are told: their objects are not known any more. */
  forgetNamespace(namespace: string): void {
    for (const held of this.list(namespace)) {
      this.#change(keyText(keyOf(held)), held, undefined, false);
    }
  }

  #bury(uid: string, resourceVersion: string | undefined): void {
    this.#tombstones.delete(uid);
    this.#tombstones.set(uid, resourceVersion);
    if (this.#tombstones.size <= tombstoneLimit) return;
    for (const [oldest] of this.#tombstones) {
      this.#tombstones.delete(oldest);
      return;
    }
  }

  #change(key: string, before: T | undefined, after: T | undefined, initial: boolean): void {
    if (after === undefined) this.#objects.delete(key);
    else this.#objects.set(key, after);
    if (before?.metadata.uid !== undefined) this.#keyOfUid.delete(before.metadata.uid);
    if (after?.metadata.uid !== undefined) this.#keyOfUid.set(after.metadata.uid, key);
    this.#byNamespace.put(key, before, after);
    for (const index of this.#indexes.values()) index.put(key, before, after);
    for (const subscriber of this.#subscribers) this.#tell(subscriber, before, after, initial);
  }

  /** A listener that throws is its own trouble: neither the store nor the other listeners may suffer. */
  #tell(subscriber: Subscriber<T>, before: T | undefined, after: T | undefined, initial: boolean): void {
    try {
      if (!subscriber.matters(before, after)) return;
      const keys = new Map<string, ObjectKey>();
      for (const object of [before, after]) {
        for (const key of object === undefined ? [] : subscriber.keys(object)) keys.set(keyText(key), key);
      }
      for (const key of keys.values()) subscriber.listener(key, initial);
    } catch (error) {
      this.#onError(error);
    }
  }

  #resolve(keys: Iterable<string>): T[] {
    const found: T[] = [];
    for (const key of keys) {
      const object = this.#objects.get(key);
      if (object !== undefined) found.push(object);
    }
    return found;
  }
}

function sameVersion(a: KubeObject, b: KubeObject): boolean {
  return a.metadata.uid === b.metadata.uid && a.metadata.resourceVersion === b.metadata.resourceVersion;
}
