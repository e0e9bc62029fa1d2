import { abortScope, type AbortScope } from '../runtime/abort.ts';
import { canonicalJson } from '../runtime/canonical-json.ts';
import { sentenceOf } from '../runtime/errors.ts';
import type { KubeObject, ResourceType } from './objects.ts';
import { Reflector, type ReflectorContext, type ReflectorHealth, type WatchScope } from './reflector.ts';
import { ObjectStore } from './store.ts';

/** One reflected collection, shared by all who asked for the same type and scope. */
export interface Watch<T extends KubeObject> {
  readonly store: ObjectStore<T>;
  /** Resolves after the first whole list; never rejects. */
  readonly synced: Promise<void>;
  health(): ReflectorHealth;
}

/**
 * The same collection of several namespaces, one reflector each, in one store: what is watched without a right in the
 * whole cluster. Namespaces come and go at run time.
 */
export interface NamespaceWatches<T extends KubeObject> {
  readonly store: ObjectStore<T>;
  /** Begins to watch the namespace; nothing where it is watched already. */
  add(namespace: string): void;
  /** Stops, and forgets what was seen there. */
  remove(namespace: string): void;
  /** Adds and removes so that exactly these are watched. */
  set(namespaces: Iterable<string>): void;
  /** Resolves after the first whole list of the namespace. Throws where it is not watched. */
  synced(namespace: string): Promise<void>;
  /** `undefined` where the namespace is not watched. What is not synced is unknown, never absent. */
  health(namespace: string): ReflectorHealth | undefined;
  readonly namespaces: readonly string[];
}

interface Running {
  readonly what: string;
  readonly synced: Promise<void>;
  health(): ReflectorHealth;
}

/** All watches of a process, each type and scope watched once. Watches asked for before `start` begin with it. */
export class SharedWatches {
  readonly #context: ReflectorContext;
  readonly #watches = new Map<string, Watch<KubeObject>>();
  readonly #running = new Set<Running>();
  #waiting: ((signal: AbortSignal) => void)[] = [];
  readonly #ends = new Set<Promise<void>>();
  #signal: AbortSignal | undefined;

  constructor(context: ReflectorContext) {
    this.#context = context;
  }

  watch<T extends KubeObject>(type: ResourceType, scope: WatchScope = {}): Watch<T> {
    const what = describe(type, scope);
    // The same type and scope always hold the same `T`.
    const shared = this.#watches.get(what) as Watch<T> | undefined;
    if (shared !== undefined) return shared;
    const store = this.#store<T>(type);
    const reflector = new Reflector<T>(this.#context, type, scope, store);
    const watch: Watch<T> = { store, synced: reflector.synced, health: () => reflector.health() };
    this.#watches.set(what, watch as unknown as Watch<KubeObject>);
    this.#begin(what, reflector);
    return watch;
  }

  namespaces<T extends KubeObject>(type: ResourceType, scope: Omit<WatchScope, 'namespace'> = {}): NamespaceWatches<T> {
    const store = this.#store<T>(type);
    const watched = new Map<string, { readonly reflector: Reflector<T>; readonly scope: AbortScope }>();
    const add = (namespace: string): void => {
      if (watched.has(namespace)) return;
      const reflector = new Reflector<T>(this.#context, type, { ...scope, namespace }, store);
      watched.set(namespace, {
        reflector,
        scope: this.#begin(describe(type, { ...scope, namespace }), reflector),
      });
    };
    const remove = (namespace: string): void => {
      watched.get(namespace)?.scope.abort(new Error('the namespace is no longer watched'));
      if (watched.delete(namespace)) store.forgetNamespace(namespace);
    };
    return {
      store,
      add,
      remove,
      set: (namespaces) => {
        const wanted = new Set(namespaces);
        for (const namespace of [...watched.keys()]) if (!wanted.has(namespace)) remove(namespace);
        for (const namespace of wanted) add(namespace);
      },
      synced: (namespace) => {
        const one = watched.get(namespace);
        if (one === undefined) throw new Error(`${type.plural} of namespace ${namespace} are not watched`);
        return one.reflector.synced;
      },
      health: (namespace) => watched.get(namespace)?.reflector.health(),
      get namespaces() {
        return [...watched.keys()];
      },
    };
  }

  /** Starts all watches; they end with the signal. */
  start(signal: AbortSignal): void {
    this.#signal = signal;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const begin of waiting) begin(signal);
  }

  /** Resolves when every watch asked for so far has its first list. */
  async synced(): Promise<void> {
    await Promise.all([...this.#running].map((running) => running.synced));
  }

  /** Resolves when all reflectors have ended, after the signal of `start` was aborted. */
  async ended(): Promise<void> {
    await Promise.all(this.#ends);
  }

  /** The watches and how they do. */
  health(): readonly { readonly what: string; readonly health: ReflectorHealth }[] {
    return [...this.#running].map((running) => ({ what: running.what, health: running.health() }));
  }

  #store<T extends KubeObject>(type: ResourceType): ObjectStore<T> {
    return new ObjectStore<T>((error) => {
      this.#context.log.error({ resource: type.plural, error: sentenceOf(error) }, 'a listener of a watch failed');
    });
  }

  /** Runs the reflector from `start` on, or from now if that was called. The scope returned ends it alone. */
  #begin<T extends KubeObject>(what: string, reflector: Reflector<T>): AbortScope {
    const own = abortScope();
    const running: Running = { what, synced: reflector.synced, health: () => reflector.health() };
    this.#running.add(running);
    own.signal.addEventListener('abort', () => this.#running.delete(running));
    const begin = (root: AbortSignal): void => {
      if (own.signal.aborted) return;
      const end = reflector.run(AbortSignal.any([root, own.signal])).finally(() => this.#ends.delete(end));
      this.#ends.add(end);
    };
    if (this.#signal === undefined) this.#waiting.push(begin);
    else begin(this.#signal);
    return own;
  }
}

function describe(type: ResourceType, scope: WatchScope): string {
  return `${type.plural}.${type.group} ${canonicalJson(scope)}`;
}
