import { createRequire } from 'node:module';
import type { AsyncLocalStorage } from 'node:async_hooks';

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
  readonly setMockOptions: (
    monitor: object,
    project: string,
    stack: string,
    preview: boolean,
    organization: string,
  ) => void;
  readonly runInPulumiStack: (program: () => Promise<unknown>) => Promise<unknown>;
}

/** Loads the SDK: 0.3 s and 90 MB. */
export function loadInternals(): Internals {
  const load = createRequire(import.meta.url);
  const state = load('@pulumi/pulumi/runtime/state.js') as { LocalStore: new () => object };
  const settings = load('@pulumi/pulumi/runtime/settings.js') as Pick<Internals, 'waitForRPCs' | 'setMockOptions'>;
  const stack = load('@pulumi/pulumi/runtime/stack.js') as Pick<Internals, 'runInPulumiStack'>;
  return {
    newStore: () => Object.assign(new state.LocalStore(), supported),
    storage: (globalThis as unknown as { readonly asyncLocalStorage: AsyncLocalStorage<object> }).asyncLocalStorage,
    waitForRPCs: () => settings.waitForRPCs(),
    setMockOptions: (...options) => settings.setMockOptions(...options),
    runInPulumiStack: (program) => stack.runInPulumiStack(program),
  };
}

/** What an engine of today supports, and this run with it. Output values are left out: inputs come as plain values. */
const supported = {
  supportsSecrets: true,
  supportsResourceReferences: true,
  supportsOutputValues: false,
  supportsDeletedWith: true,
  supportsReplaceWith: true,
  supportsAliasSpecs: true,
  supportsTransforms: true,
  supportsInvokeTransforms: true,
  supportsParameterization: true,
  supportsResourceHooks: true,
  supportsErrorHooks: true,
  supportsInvokeDependsOn: false,
};
