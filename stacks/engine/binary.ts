import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { PlanewrightError } from '../../src/runtime/errors.ts';

/** Oldest engine that the saved plans and the recovery of Planewright were tried with. */
const oldestEngine = '3.260.0';
/** Oldest Node that runs the programs as they are: the engine takes `node` from the PATH. */
const oldestNode = 24;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Version of the `pulumi` on the PATH.
 * @throws PlanewrightError EngineMissing, EngineTooOld or NodeTooOld, with what to install.
 */
export async function engineVersion(env: Environment): Promise<string> {
  const [version, node] = await Promise.all([
    versionOf('pulumi', ['version'], env),
    versionOf('node', ['--version'], env),
  ]);
  if (version === undefined) {
    throw new PlanewrightError('EngineMissing', 'There is no pulumi on the PATH; plans are carried out by its engine.');
  }
  if (isOlder(version, oldestEngine)) {
    const sentence = `The pulumi on the PATH is ${version}; ${oldestEngine} or newer is needed.`;
    throw new PlanewrightError('EngineTooOld', sentence);
  }
  if (node === undefined || Number.parseInt(node, 10) < oldestNode) {
    const found = node === undefined ? 'There is no node on the PATH' : `The node on the PATH is ${node}`;
    throw new PlanewrightError('NodeTooOld', `${found}; the engine runs the programs with it and needs ${oldestNode}.`);
  }
  return version;
}

/** Runs one command of the engine and answers with what it prints. @throws Error that holds what it complained of. */
export async function runEngine(
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Environment },
): Promise<string> {
  const { stdout } = await promisify(execFile)('pulumi', [...args], { cwd, env, maxBuffer: 256 * 1024 * 1024 });
  return stdout;
}

async function versionOf(command: string, args: readonly string[], env: Environment): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(command, [...args], {
      env: { ...env, PULUMI_SKIP_UPDATE_CHECK: '1' },
    });
    return stdout.trim().replace(/^v/, '');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split('.').map((part) => Number.parseInt(part, 10)));
  for (const [index, wanted] of (b ?? []).entries()) {
    const given = a?.[index] ?? 0;
    if (given !== wanted) return given < wanted;
  }
  return false;
}
