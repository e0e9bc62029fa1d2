import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { descendants, type Seen } from '../../support/processes.ts';

export interface Watched {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  /** Command lines of everything that it started, as long as each lived long enough to be seen. */
  readonly argv: readonly string[];
}

const cli = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));

/** Runs the command line in a process of its own, and looks at the command lines below it all the time. */
export async function watched(
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<Watched> {
  const child = spawn(process.execPath, [cli, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const seen: Seen = new Map();
  let code: number | null | undefined;
  child.once('close', (ended) => (code = ended));
  while (code === undefined) {
    descendants(child.pid ?? 0, seen);
    await pause(20);
  }
  return { stdout, stderr, code, argv: [...seen.values()] };
}
