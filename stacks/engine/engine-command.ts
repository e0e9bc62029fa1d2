import { spawn } from 'node:child_process';
import { PulumiCommand } from '@pulumi/pulumi/automation/index.js';

/**
 * The part of Pulumi's automation SDK that starts its engine, which its types do not publish. The version of the SDK is
 * pinned; `test/engine/interrupt.test.ts` notices when it moves.
 */
interface Starts {
  run: (
    args: string[],
    cwd: string,
    env: Readonly<Record<string, string>>,
    onOutput?: (text: string) => void,
    onError?: (text: string) => void,
    signal?: AbortSignal,
  ) => Promise<{ readonly stdout: string; readonly stderr: string; readonly code: number }>;
}

/**
 * The engine, where what can be aborted runs in a process group of its own. Ctrl-C goes to the whole group of a terminal,
 * and we pass an abort on: the engine would be told twice, and takes the second time for an order to drop everything,
 * with its lock left behind and objects recorded by nobody.
 */
export async function engineCommand(): Promise<PulumiCommand> {
  const command = await PulumiCommand.get();
  const starts = command as unknown as Starts;
  const plainly = starts.run.bind(command);
  starts.run = (args, cwd, env, onOutput, onError, signal) =>
    signal === undefined
      ? plainly(args, cwd, env, onOutput, onError)
      : apart(command.command, [...args, '--non-interactive'], { cwd, env, onOutput, onError, signal });
  return command;
}

interface Options {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onOutput: ((text: string) => void) | undefined;
  readonly onError: ((text: string) => void) | undefined;
  readonly signal: AbortSignal;
}

async function apart(
  command: string,
  args: readonly string[],
  { cwd, env, onOutput, onError, signal }: Options,
): ReturnType<Starts['run']> {
  signal.throwIfAborted();
  const engine = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env, PULUMI_AUTOMATION_API: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const stop = (): void => void engine.kill('SIGINT');
  signal.addEventListener('abort', stop);
  let [stdout, stderr] = ['', ''];
  engine.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    onOutput?.(text);
  });
  engine.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onError?.(text);
  });
  try {
    const code = await new Promise<number>((resolve, reject) => {
      engine.once('error', reject);
      engine.once('close', (ended) => resolve(ended ?? 1));
    });
    if (code === 0) return { stdout, stderr, code };
    throw new Error(`code: ${code}\n stdout: ${stdout}\n stderr: ${stderr}\n`);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
