import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineVersion } from '../../../stacks/engine/binary.ts';
import { lookUp } from '../../../stacks/engine/look-up.ts';
import { environmentDigest, type Binding } from '../../../stacks/engine/saved-plan.ts';
import type { LookUp } from '../../../stacks/engine/settle.ts';
import { digestsOf, type StackState } from '../../../stacks/engine/state.ts';
import { noState, openWorkspace, type Workspace, type WorkspaceOptions } from '../../../stacks/engine/workspace.ts';
import type { LoadedEnvironment } from '../../../stacks/environment/load.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import { placeOf } from '../../../stacks/place.ts';
import { restCalls } from '../../clouds/rest-calls.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import { systemClock } from '../../runtime/clock.ts';
import type { Io } from '../io.ts';
import { backendAt } from './backend.ts';
import { listByApi } from './list-by-api.ts';
import { openInCloud } from './open-in-cloud.ts';
import { moduleExtension, stacksFolder } from '../stacks-folder.ts';
import { version } from '../version.ts';

/** An environment with the engine opened on its state. */
export interface Run {
  readonly environment: Environment;
  readonly loaded: LoadedEnvironment;
  readonly workspace: Workspace;
  readonly lookUp: LookUp;
  /** What a saved plan of this moment is bound to. */
  readonly binding: (state: StackState) => Binding;
}

/**
 * As {@link withEngine}, for what brings nothing up: asking about an environment, or taking it down, begins no state.
 * @throws PlanewrightError StackMissing where there is none.
 */
export async function withExisting<T>(nameOrPath: string, io: Io, work: (run: Run) => Promise<T>): Promise<T> {
  return withEngine(await openInCloud(nameOrPath, io), io, work, { existing: true });
}

export interface OpenOptions {
  /** Of a saved plan, where there is no state yet. */
  readonly salt?: string | undefined;
  /** For what makes nothing: the state must be there already, and none is made by asking for it. */
  readonly existing?: boolean;
  /** Awaited before a state is made where there is none; what it throws ends the run. */
  readonly beforeMaking?: () => Promise<unknown>;
}

/**
 * Opens the engine on an environment that was read, and closes it after `work`, however that ends.
 * @throws PlanewrightError where there is no engine, or the state cannot be read.
 */
export async function withEngine<T>(
  loaded: LoadedEnvironment,
  io: Io,
  work: (run: Run) => Promise<T>,
  { salt, ...opening }: OpenOptions,
): Promise<T> {
  const { environment, document } = loaded;
  const env = engineEnvironment(io);
  const engine = await engineVersion(env);
  const options = await optionsOf(loaded, env, io.cwd, opening);
  const lookUpOptions = {
    ...options,
    place: placeOf(environment),
    listByApi: listByApi(placeOf(environment), restCalls(env)),
    sleep: (ms: number, signal: AbortSignal) => systemClock.sleep(ms, signal),
  };
  const workspace = await openWorkspace(options, salt);
  try {
    return await work({
      environment,
      loaded,
      workspace,
      lookUp: (wanted, state, decisions) => lookUp(wanted, state, lookUpOptions, io.signal, decisions),
      binding: (state) => ({
        environment: environment.metadata.name,
        environmentDigest: environmentDigest(document),
        state: digestsOf(state),
        versions: { planewright: version, engine },
      }),
    });
  } finally {
    await workspace.dispose();
  }
}

/**
 * The engine takes `node` from the PATH, and the one that runs this is new enough. What it compiles of a program and its
 * SDK is kept, in a folder of its own: V8 throws away what was compiled under other options, and the SDK sets some while
 * the engine has it loaded.
 */
export function engineEnvironment(io: Pick<Io, 'env'>): Readonly<Record<string, string>> {
  const known = Object.entries(io.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const folder = path.dirname(process.execPath);
  return {
    NODE_COMPILE_CACHE: path.join(tmpdir(), 'node-compile-cache', 'planewright'),
    ...Object.fromEntries(known),
    PATH: `${folder}${path.delimiter}${io.env['PATH'] ?? ''}`,
  };
}

async function optionsOf(
  { environment, document }: LoadedEnvironment,
  env: Readonly<Record<string, string>>,
  cwd: string,
  { existing, beforeMaking }: Pick<OpenOptions, 'existing' | 'beforeMaking'>,
): Promise<WorkspaceOptions> {
  const { spec, metadata } = environment;
  if (spec.mode === 'SaaS') throw new PlanewrightError('InvalidArgument', 'A SaaS environment has no state.');
  const { backend, secretsProvider } = spec.state;
  const begin = async (cause: unknown): Promise<unknown> =>
    existing === true ? noState(metadata.name, cause) : beforeMaking?.();
  return {
    environment: metadata.name,
    document,
    main: fileURLToPath(new URL(`index${moduleExtension}`, stacksFolder)),
    backend: await backendAt(backend, cwd, begin),
    secretsProvider,
    account: placeOf(environment).account,
    env,
    ...(existing !== undefined && { existing }),
    ...(beforeMaking !== undefined && { beforeMaking }),
  };
}
