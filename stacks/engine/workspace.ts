import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LocalWorkspace, Stack, StackNotFoundError } from '@pulumi/pulumi/automation/index.js';
import { PlanewrightError } from '../../src/runtime/errors.ts';
import { runEngine } from './binary.ts';
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
  /** Providers by path, where they are not those of the registry. */
  readonly plugins?: readonly { readonly name: string; readonly path: string }[];
}

export interface Workspace {
  readonly stack: Stack;
  /** Name of the environment, which is the stack's too. */
  readonly environment: string;
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
 * A folder for one run of the engine, with project and stack settings in it. Nothing of it needs to be kept: the salt of a
 * passphrase, or the sealed data key, comes from the state, or from the saved plan before there is one.
 */
export async function openWorkspace(options: WorkspaceOptions, salt?: string): Promise<Workspace> {
  const folder = await mkdtemp(path.join(tmpdir(), 'planewright-'));
  const { environment } = options;
  await writeFile(path.join(folder, 'Pulumi.yaml'), JSON.stringify(projectOf(options)));
  await writeFile(path.join(folder, `Pulumi.${environment}.yaml`), JSON.stringify(settingsOf(options, salt)));
  const workspace = await LocalWorkspace.create({
    workDir: folder,
    envVars: {
      ...options.env,
      PULUMI_BACKEND_URL: options.backend,
      PULUMI_SKIP_UPDATE_CHECK: '1',
      PULUMI_OPTION_NON_INTERACTIVE: 'true',
    },
    secretsProvider: options.secretsProvider,
  });
  const env = { ...process.env, ...workspace.envVars };
  const run = (args: readonly string[]): Promise<string> =>
    runEngine([...args, '--stack', environment], { cwd: folder, env });
  await mendFolder(options.backend, environment);
  const stack = await (options.existing === true
    ? existingStack(environment, workspace)
    : Stack.createOrSelect(environment, workspace));
  const state = async (): Promise<StackState> => parseState(await run(['stack', 'export']));
  const opened: Workspace = {
    stack,
    environment,
    folder,
    env,
    state,
    salt: async () => {
      const { encryptionSalt, encryptedKey } = await workspace.stackSettings(environment);
      return encryptionSalt ?? encryptedKey;
    },
    putState: async (wanted) => {
      const file = path.join(folder, 'state.json');
      await writeFile(file, JSON.stringify(wanted), { mode: 0o600 });
      await run(['stack', 'import', '--file', file]).catch((error: unknown) => {
        throw failureOf(error, []);
      });
    },
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
  if (salt !== undefined) return opened;
  const kept = sealOf(await state(), options.secretsProvider);
  if (kept === undefined) return opened;
  await opened.dispose();
  return openWorkspace(options, kept);
}

/** @throws PlanewrightError StackMissing where nothing was made yet. */
async function existingStack(environment: string, workspace: LocalWorkspace): Promise<Stack> {
  try {
    return await Stack.select(environment, workspace);
  } catch (error) {
    if (!(error instanceof StackNotFoundError)) throw error;
    throw new PlanewrightError('StackMissing', `Nothing of ${environment} was made yet.`, { cause: error });
  }
}

function projectOf({ main, plugins }: WorkspaceOptions): object {
  return {
    name: 'planewright',
    runtime: { name: 'nodejs', options: { typescript: false } },
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
