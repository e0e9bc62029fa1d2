import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LocalWorkspace, Stack } from '@pulumi/pulumi/automation/index.js';
import { runEngine } from './binary.ts';
import { engineCommand } from './engine-command.ts';
import { parseState, type StackState } from './state.ts';
import { importState, type Workspace } from './workspace.ts';

/** A stack of its own, in a folder of this machine, that begins with the state of another. */
export interface Copy {
  readonly stack: Stack;
  readonly state: () => Promise<StackState>;
}

/**
 * Lets the engine work on a copy of a state, so that what it makes of it can be judged before anybody else sees it. The
 * copy is sealed as the state is, and is gone afterwards.
 */
export async function withCopy<T>(
  workspace: Workspace,
  state: StackState,
  work: (copy: Copy) => Promise<T>,
): Promise<T> {
  const { environment } = workspace;
  const folder = await mkdtemp(path.join(tmpdir(), 'planewright-'));
  try {
    const [workDir, backend] = [path.join(folder, 'project'), path.join(folder, 'state')];
    // With project and settings, and so with salt or sealed key.
    await cp(workspace.folder, workDir, { recursive: true });
    await mkdir(backend);
    const given = Object.entries<string | undefined>({ ...workspace.env, PULUMI_BACKEND_URL: `file://${backend}` });
    const envVars = Object.fromEntries(given.filter((one): one is [string, string] => one[1] !== undefined));
    const stack = await Stack.createOrSelect(
      environment,
      await LocalWorkspace.create({ workDir, envVars, pulumiCommand: await engineCommand() }),
    );
    const run = (args: readonly string[]): Promise<string> =>
      runEngine([...args, '--stack', environment], { cwd: workDir, env: envVars });
    await importState(state, workDir, run);
    return await work({ stack, state: async () => parseState(await run(['stack', 'export'])) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
