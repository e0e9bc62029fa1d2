import { createRequire } from 'node:module';
import type { AsyncLocalStorage } from 'node:async_hooks';
import type { RegisterResourceResponse } from '@pulumi/pulumi/proto/resource_pb.js';

/**
 * The parts of Pulumi's SDK that an offline run needs and that its types do not publish. The version of the SDK is pinned
 * for this file; `test/stacks/plan` notices when one of them moves.
 */
interface Internals {
  /** Fresh state of one run, so that runs of one process do not mix. */
  readonly newStore: () => object;
  readonly storage: AsyncLocalStorage<object>;
  /** Resolves when every registration that was begun is answered. */
  readonly waitForRPCs: () => Promise<void>;
  /** Puts a monitor in the engine's place for a run, within the run's storage. */
  readonly begin: (store: object, run: { monitor: object; stack: string; onFailure: OnFailure }) => void;
  readonly runInPulumiStack: (program: () => Promise<unknown>) => Promise<unknown>;
}

/** A resource whose registration was begun. Source: `prepareResource` in `@pulumi/pulumi/runtime/resource.js`. */
interface PendingRegistration {
  readonly name: string;
  readonly type: string;
  readonly parent?: { readonly __name?: string; readonly __pulumiType?: string };
  /** The input whose value is waited for. */
  readonly inputProperty?: string;
  fail?: (error: unknown) => void;
}

type OnFailure = (error: unknown, pending: PendingRegistration) => void;

/** The registrations under way, as the SDK keeps them; tells of each that fails, which the SDK itself tells nobody. */
class WatchedRegistrations extends Map<unknown, PendingRegistration> {
  readonly #onFailure: OnFailure;
  /** The component that was begun last: what a constructor throws comes from it. */
  concern: string | undefined;

  constructor(onFailure: OnFailure) {
    super();
    this.#onFailure = onFailure;
  }

  override set(resource: unknown, pending: PendingRegistration): this {
    if (pending.type.startsWith('planewright:')) this.concern = pending.name;
    const fail = pending.fail;
    pending.fail = (error) => {
      this.#onFailure(error, pending);
      fail?.(error);
    };
    return super.set(resource, pending);
  }
}

/** The component that a run of a program began last. */
export function concernBegun(store: object): string | undefined {
  const { pendingResourceRegistrations: watched } = store as { readonly pendingResourceRegistrations?: unknown };
  return watched instanceof WatchedRegistrations ? watched.concern : undefined;
}

/** Loads the SDK: 0.3 s and 90 MB. */
export function loadInternals(): Internals {
  const load = createRequire(import.meta.url);
  const state = load('@pulumi/pulumi/runtime/state.js') as { LocalStore: new () => object };
  const settings = load('@pulumi/pulumi/runtime/settings.js') as {
    readonly waitForRPCs: () => Promise<void>;
    readonly setMockOptions: (monitor: object, project: string, stack: string, preview: boolean, org: string) => void;
  };
  forgetOldVersions(load('@pulumi/pulumi') as MergesOptions);
  const stack = load('@pulumi/pulumi/runtime/stack.js') as Pick<Internals, 'runInPulumiStack'>;
  return {
    newStore: () => new state.LocalStore(),
    storage: (globalThis as unknown as { readonly asyncLocalStorage: AsyncLocalStorage<object> }).asyncLocalStorage,
    waitForRPCs: () => settings.waitForRPCs(),
    begin: (store, { monitor, stack: name, onFailure }) => {
      settings.setMockOptions(monitor, 'planewright', name, false, 'organization');
      // After the options, which begin them anew.
      Object.assign(store, { pendingResourceRegistrations: new WatchedRegistrations(onFailure) });
    },
    runInPulumiStack: (program) => stack.runInPulumiStack(program),
  };
}

interface MergesOptions {
  readonly mergeOptions: (options: unknown, more: unknown) => unknown;
}

const forgets = Symbol('forgets old versions');

/**
 * The classes of Azure's SDK merge into the options of each resource all API versions that ever were, as aliases: some
 * twenty, up to a hundred. No state of ours has them, and a plan without a state has nothing to compare with them; they
 * cost more than half of its time and 140 MB for 140 resources. So an offline run leaves them out.
 */
function forgetOldVersions(sdk: MergesOptions): void {
  const { mergeOptions } = sdk;
  if (forgets in mergeOptions) return;
  const merge = (options: unknown, more: unknown): unknown =>
    mergeOptions(options, hasOldVersions(more) ? { ...more, aliases: undefined } : more);
  Object.defineProperty(sdk, 'mergeOptions', { value: Object.assign(merge, { [forgets]: true }), configurable: true });
}

function hasOldVersions(options: unknown): options is { readonly aliases: readonly { readonly type: string }[] } {
  const { aliases } = (options ?? {}) as { readonly aliases?: unknown };
  if (!Array.isArray(aliases)) return false;
  const { type } = (aliases[0] ?? {}) as { readonly type?: unknown };
  return typeof type === 'string' && /^azure-native:[a-z]+\/v[0-9]{8}/.test(type);
}

/** A value as it goes over the wire; its package is no dependency of ours, so its type comes from where it is taken. */
type Struct = NonNullable<Parameters<RegisterResourceResponse['setObject']>[0]>;

/** A value as it goes over the wire. The package comes from the SDK's own dependencies, which are not ours to import. */
export function structOf(value: object): Struct {
  const load = createRequire(createRequire(import.meta.url).resolve('@pulumi/pulumi/package.json'));
  const structs = load('google-protobuf/google/protobuf/struct_pb.js') as {
    readonly Struct: { readonly fromJavaScript: (value: object) => Struct };
  };
  return structs.Struct.fromJavaScript(value);
}
