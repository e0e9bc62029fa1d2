import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LocalWorkspace, Stack, StackNotFoundError } from '@pulumi/pulumi/automation/index.js';
import { PlanewrightError } from '../../src/runtime/errors.ts';
import { runEngine } from './binary.ts';
import { engineCommand } from './engine-command.ts';
import { sparing } from '../sparing.ts';
import { failureOf } from './failure.ts';
import { mendFolder } from './mend-folder.ts';
import { parseState, sealOf, type StackState } from './state.ts';

/** What a run needs to know besides the environment itself. */
export interface WorkspaceOptions {
  /** Name of the environment, which is the stack's too. */
  readonly environment: string;
  /** The environment with all its layers; becomes the program's configuration. No secret is in it. */
  readonly document: unknown;
  /** The program: `stacks/index.ts` of a clone, `dist/stacks/index.js` of a package. Absolute. */
  readonly main: string;
  /** Where the state is kept: `file://…`, `s3://…`, `gs://…`, `azblob://…`, or the address of Pulumi Cloud. */
  readonly backend: string;
  /** `passphrase`, or the key of a cloud as Pulumi writes it: `awskms://…`, `gcpkms://…`, `azurekeyvault://…`. */
  readonly secretsProvider: string;
  /** Environment of the engine and of everything that it starts. Holds the passphrase and the cloud's credentials. */
  readonly env: Readonly<Record<string, string>>;
  /** The stack must be there: it is not made, so that nothing at all is written. */
  readonly existing?: boolean;
  /** Awaited before a state is made where there is none; what it throws ends the opening. */
  readonly beforeMaking?: () => Promise<unknown>;
  /** Account, project or subscription that the environment is in; for sentences. */
  readonly account?: string;
  /** Providers by path, where they are not those of the registry. */
  readonly plugins?: readonly { readonly name: string; readonly path: string }[];
}

export interface Workspace {
  readonly stack: Stack;
  /** Name of the environment, which is the stack's too. */
  readonly environment: string;
  readonly account?: string | undefined;
  /** The folder of this run, with the project in it; gone after {@link dispose}. */
  readonly folder: string;
  /** Environment of the engine's own commands. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The state as it is, secrets as ciphertext. The API's own export opens them, so this goes through the command. */
  readonly state: () => Promise<StackState>;
  /** Salt of the passphrase, or the sealed data key of a cloud's key: what a saved plan of a first run must carry. */
  readonly salt: () => Promise<string | undefined>;
  readonly putState: (state: StackState) => Promise<void>;
  readonly dispose: () => Promise<void>;
}

/**
 * Opens the engine on an environment, as {@link WorkspaceOptions} say.
 * @throws PlanewrightError where the state cannot be reached, read or opened.
 */
export async function openWorkspace(options: WorkspaceOptions, salt?: string): Promise<Workspace> {
  const folder = await mkdtemp(path.join(tmpdir(), 'planewright-'));
  try {
    return await workspaceIn(folder, options, salt);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error instanceof PlanewrightError ? error : failureOf(error, [], options);
  }
}

/**
 * A folder for one run of the engine, with project and stack settings in it. Nothing of it needs to be kept: the salt of a
 * passphrase, or the sealed data key, comes from the state, or from the saved plan before there is one.
 */
async function workspaceIn(folder: string, options: WorkspaceOptions, salt?: string): Promise<Workspace> {
  const { environment } = options;
  await writeFile(path.join(folder, 'Pulumi.yaml'), JSON.stringify(projectOf(options)));
  await writeSettings(folder, options, salt);
  const workspace = await LocalWorkspace.create({
    workDir: folder,
    pulumiCommand: await engineCommand(),
    envVars: {
      ...options.env,
      PULUMI_BACKEND_URL: options.backend,
      PULUMI_SKIP_UPDATE_CHECK: '1',
      PULUMI_OPTION_NON_INTERACTIVE: 'true',
    },
    secretsProvider: options.secretsProvider,
  });
  const env = { ...process.env, ...workspace.envVars };
  const run = async (args: readonly string[]): Promise<string> => {
    try {
      return await runEngine([...args, '--stack', environment], { cwd: folder, env });
    } catch (error) {
      throw failureOf(error, [], options);
    }
  };
  await mendFolder(options.backend, environment);
  const state = async (): Promise<StackState> => parseState(await run(['stack', 'export']));
  // Two commands that only read, side by side; where there is no state, neither finds it.
  const [selected, exported] = await Promise.allSettled([
    Stack.select(environment, workspace),
    salt === undefined ? state() : undefined,
  ]);
  const stack = selected.status === 'fulfilled' ? selected.value : await newStack(options, workspace, selected.reason);
  if (selected.status === 'fulfilled') {
    if (exported.status === 'rejected') throw exported.reason;
    const kept = exported.value && sealOf(exported.value, options.secretsProvider);
    if (kept !== undefined) await writeSettings(folder, options, kept);
  }
  return {
    stack,
    environment,
    account: options.account,
    folder,
    env,
    state,
    salt: async () => {
      const { encryptionSalt, encryptedKey } = await workspace.stackSettings(environment);
      return encryptionSalt ?? encryptedKey;
    },
    putState: (wanted) => importState(wanted, folder, run),
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

async function writeSettings(folder: string, options: WorkspaceOptions, salt: string | undefined): Promise<void> {
  const file = path.join(folder, `Pulumi.${options.environment}.yaml`);
  await writeFile(file, JSON.stringify(settingsOf(options, salt)));
}

/** Writes a state whole, through a file in a folder of the run. @param run Runs a command of the engine on the stack. */
export async function importState(
  state: StackState,
  folder: string,
  run: (args: readonly string[]) => Promise<string>,
): Promise<void> {
  const file = path.join(folder, 'state.json');
  await writeFile(file, JSON.stringify(state), { mode: 0o600 });
  await run(['stack', 'import', '--file', file]);
}

/**
 * Makes a state where there is none.
 * @param why It could not be selected.
 * @throws PlanewrightError StackMissing where it must be there already; `why` where that is something else.
 */
async function newStack(
  { environment, existing, beforeMaking }: WorkspaceOptions,
  workspace: LocalWorkspace,
  why: unknown,
): Promise<Stack> {
  if (!(why instanceof StackNotFoundError)) throw why;
  if (existing === true) return noState(environment, why);
  await beforeMaking?.();
  return Stack.create(environment, workspace);
}

/** @throws PlanewrightError StackMissing, with the ways out of it. */
export function noState(environment: string, cause: unknown): never {
  const sentence = `There is no state of ${environment}: it was never brought up, was deleted as a whole, or its state is lost.`;
  throw new PlanewrightError('StackMissing', sentence, {
    cause,
    next: 'planewright up ENV brings it up. If its state is lost: planewright restore ENV --plan --backup DIR',
  });
}

function projectOf({ main, plugins }: WorkspaceOptions): object {
  return {
    name: 'planewright',
    runtime: { name: 'nodejs', options: { typescript: false, nodeargs: sparing.join(' ') } },
    main,
    ...(plugins !== undefined && { plugins: { providers: plugins } }),
  };
}

function settingsOf({ document, secretsProvider }: WorkspaceOptions, salt: string | undefined): object {
  return {
    ...(secretsProvider !== 'passphrase' && { secretsprovider: secretsProvider }),
    ...(salt !== undefined && { [secretsProvider === 'passphrase' ? 'encryptionsalt' : 'encryptedkey']: salt }),
    config: { 'planewright:environment': JSON.stringify(document) },
  };
}
