import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

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
  const seen = new Set<string>();
  let code: number | null | undefined;
  child.once('close', (ended) => (code = ended));
  while (code === undefined) {
    for (const one of commandLinesBelow(child.pid ?? 0)) seen.add(one);
    await pause(20);
  }
  return { stdout, stderr, code, argv: [...seen] };
}

/** Of a process and all that it started, on Linux; elsewhere there is no /proc, and nothing is seen. */
function commandLinesBelow(root: number): readonly string[] {
  const parents = new Map<number, number>();
  for (const name of listed('/proc').filter((entry) => /^[0-9]+$/.test(entry))) {
    const stat = read(`/proc/${name}/stat`);
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const isBelow = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at))
      if (at === root) return true;
    return false;
  };
  return [...parents.keys()].filter(isBelow).map((pid) => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim());
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A process may end while one looks at it. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
