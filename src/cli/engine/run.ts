import { access, mkdir } from 'node:fs/promises';
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
import { cloudOf } from '../../../stacks/programs.ts';
import { restCalls } from '../../clouds/rest-calls.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import { systemClock } from '../../runtime/clock.ts';
import { openEnvironment } from '../environment.ts';
import type { Io } from '../io.ts';
import { listByApi } from './list-by-api.ts';
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

/** @throws PlanewrightError where the file does not hold, or nothing of it is in a cloud. */
export async function openInCloud(nameOrPath: string, io: Io): Promise<LoadedEnvironment> {
  const loaded = await openEnvironment(nameOrPath, io);
  const { environment } = loaded;
  if (cloudOf(environment) === undefined) {
    throw new PlanewrightError(
      'InvalidArgument',
      `Environment ${environment.metadata.name} makes nothing in a cloud.`,
      {
        next: `What there is of it stands in a cluster: planewright install ${nameOrPath} --kubeconfig FILE, or planewright uninstall.`,
      },
    );
  }
  return loaded;
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
}

/**
 * Opens the engine on an environment that was read, and closes it after `work`, however that ends.
 * @throws PlanewrightError where there is no engine, or the state cannot be read.
 */
export async function withEngine<T>(
  loaded: LoadedEnvironment,
  io: Io,
  work: (run: Run) => Promise<T>,
  { salt, existing = false }: OpenOptions,
): Promise<T> {
  const { environment, document } = loaded;
  const env = engineEnvironment(io);
  const engine = await engineVersion(env);
  const options = { ...(await optionsOf(loaded, env, io.cwd, existing)), existing };
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

/** The engine takes `node` from the PATH, and the one that runs this is new enough. */
export function engineEnvironment(io: Pick<Io, 'env'>): Readonly<Record<string, string>> {
  const known = Object.entries(io.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const folder = path.dirname(process.execPath);
  return { ...Object.fromEntries(known), PATH: `${folder}${path.delimiter}${io.env['PATH'] ?? ''}` };
}

async function optionsOf(
  { environment, document }: LoadedEnvironment,
  env: Readonly<Record<string, string>>,
  cwd: string,
  existing: boolean,
): Promise<WorkspaceOptions> {
  const { spec, metadata } = environment;
  if (spec.mode === 'SaaS') throw new PlanewrightError('InvalidArgument', 'A SaaS environment has no state.');
  const { backend, secretsProvider } = spec.state;
  return {
    environment: metadata.name,
    document,
    main: fileURLToPath(new URL(`index${moduleExtension}`, stacksFolder)),
    backend: await backendAt(backend, cwd, existing ? metadata.name : undefined),
    secretsProvider,
    account: placeOf(environment).account,
    env,
  };
}

/**
 * `file://` backends are folders, relative to where the command runs; the engine wants them absolute and there.
 * @param existing Environment that must have a state: the engine would begin one in an empty folder that it is shown.
 */
async function backendAt(backend: string, cwd: string, existing: string | undefined): Promise<string> {
  const folder = stateFolder(backend, cwd);
  if (folder === undefined) return backend;
  if (existing === undefined) await mkdir(folder, { recursive: true });
  else await access(path.join(folder, '.pulumi')).catch((error: unknown) => noState(existing, error));
  return `file://${folder}`;
}

/** The folder of a `file://` backend, absolute; undefined for any other. */
export function stateFolder(backend: string, cwd: string): string | undefined {
  const [, folder] = /^file:\/\/(.+)$/.exec(backend) ?? [];
  return folder === undefined ? undefined : path.resolve(cwd, folder);
}
