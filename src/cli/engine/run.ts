import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineVersion } from '../../../stacks/engine/binary.ts';
import { lookUp } from '../../../stacks/engine/look-up.ts';
import { environmentDigest, type Binding } from '../../../stacks/engine/saved-plan.ts';
import type { LookUp } from '../../../stacks/engine/settle.ts';
import { digestsOf, type StackState } from '../../../stacks/engine/state.ts';
import { openWorkspace, type Workspace, type WorkspaceOptions } from '../../../stacks/engine/workspace.ts';
import type { LoadedEnvironment } from '../../../stacks/environment/load.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import { placeOf } from '../../../stacks/place.ts';
import { cloudOf } from '../../../stacks/programs.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import { openEnvironment } from '../environment.ts';
import type { Io } from '../io.ts';
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
 * Opens the engine on an environment, and closes it after `work`, however that ends.
 * @param salt Of a saved plan, where there is no state yet.
 * @param allowed Asked before the engine is opened, which already writes a state; where it says no, nothing is done.
 * @throws PlanewrightError where there is no engine, the file does not hold, or the state cannot be read.
 */
export async function withRun<T>(
  nameOrPath: string,
  io: Io,
  work: (run: Run) => Promise<T>,
  salt?: string,
  allowed: (environment: Environment) => Promise<boolean> = () => Promise.resolve(true),
): Promise<T | undefined> {
  const loaded = await openEnvironment(nameOrPath, io);
  const { environment, document } = loaded;
  if (cloudOf(environment) === undefined) {
    throw new PlanewrightError(
      'InvalidArgument',
      `Environment ${environment.metadata.name} makes nothing in a cloud.`,
      {
        next: 'Govern its organization: planewright install, then kubectl apply the resources that planewright plan prints.',
      },
    );
  }
  const env = engineEnvironment(io);
  const [engine, isAllowed] = await Promise.all([engineVersion(env), allowed(environment)]);
  if (!isAllowed) return undefined;
  const options = await optionsOf(loaded, env, io.cwd);
  const workspace = await openWorkspace(options, salt);
  try {
    return await work({
      environment,
      loaded,
      workspace,
      lookUp: (wanted, state) => lookUp(wanted, state, { ...options, place: placeOf(environment) }, io.signal),
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
function engineEnvironment(io: Io): Readonly<Record<string, string>> {
  const known = Object.entries(io.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const folder = path.dirname(process.execPath);
  return { ...Object.fromEntries(known), PATH: `${folder}${path.delimiter}${io.env['PATH'] ?? ''}` };
}

async function optionsOf(
  { environment, document }: LoadedEnvironment,
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<WorkspaceOptions> {
  const { spec, metadata } = environment;
  if (spec.mode === 'SaaS') throw new PlanewrightError('InvalidArgument', 'A SaaS environment has no state.');
  const { backend, secretsProvider } = spec.state;
  return {
    environment: metadata.name,
    document,
    main: fileURLToPath(new URL(`index${moduleExtension}`, stacksFolder)),
    backend: await backendAt(backend, cwd),
    secretsProvider,
    account: placeOf(environment).account,
    env,
  };
}

/** `file://` backends are folders, relative to where the command runs; the engine wants them absolute and there. */
async function backendAt(backend: string, cwd: string): Promise<string> {
  const [, folder] = /^file:\/\/(.+)$/.exec(backend) ?? [];
  if (folder === undefined) return backend;
  const absolute = path.resolve(cwd, folder);
  await mkdir(absolute, { recursive: true });
  return `file://${absolute}`;
}
