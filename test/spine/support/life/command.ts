import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { descendants, isRunning, type Seen } from '../../../support/processes.ts';

const program = fileURLToPath(new URL('../../../../bin/planewright.js', import.meta.url));

export interface Ended {
  /** As it was typed. */
  readonly command: string;
  /** Null where it was killed. */
  readonly code: number | null;
  readonly out: string;
  /** Standard output and error as they came. */
  readonly all: string;
}

/** A command that runs. */
interface RunningCommand {
  readonly ended: Promise<Ended>;
  /** SIGKILL for it, for the engine beneath it and for whatever these have started. Resolves when none is left. */
  readonly kill: () => Promise<Ended>;
}

/** Where the commands of a story run, and what was seen of them. */
export interface Shell {
  readonly run: (...args: readonly string[]) => Promise<Ended>;
  readonly start: (...args: readonly string[]) => RunningCommand;
  /** Everything that the commands have written. */
  readonly said: () => string;
  /** Command lines of all processes that were started beneath the commands. */
  readonly typed: () => string;
  /** Kills what still runs: the command of a test that failed meanwhile. */
  readonly close: () => Promise<void>;
}

/** @param cwd Where `environments/` is. */
export function shell(cwd: string, env: Readonly<Record<string, string>>): Shell {
  const outputs: string[] = [];
  const seen: Seen = new Map();
  const running = new Set<RunningCommand>();
  const start = (...args: readonly string[]): RunningCommand => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd,
      env,
      // A group of its own, so that it is killed and the tests are not.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const pid = child.pid ?? 0;
    const texts: Record<'out' | 'all', string> = { out: '', all: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.out += text));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (texts.all += text));
    }
    const looking = setInterval(() => descendants(pid, seen), 100);
    const ended = new Promise<Ended>((resolve) => {
      child.once('close', (code) => {
        clearInterval(looking);
        outputs.push(texts.all);
        resolve({ command: `planewright ${args.join(' ')}`, code, ...texts });
      });
    });
    const command: RunningCommand = {
      ended,
      kill: async () => {
        // The engine gives its plugins groups of their own: who is below is looked up before anybody is gone.
        const below = descendants(pid, seen);
        for (const target of [-pid, ...below]) killed(target);
        const last = await ended;
        while (below.some(isRunning)) await sleep(20);
        return last;
      },
    };
    running.add(command);
    void ended.then(() => running.delete(command));
    return command;
  };
  return {
    start,
    run: (...args) => start(...args).ended,
    said: () => outputs.join('\n'),
    typed: () => [...seen.values()].join('\n'),
    close: async () => {
      await Promise.all([...running].map((command) => command.kill()));
    },
  };
}

function killed(target: number): void {
  try {
    process.kill(target, 'SIGKILL');
  } catch (error) {
    // Gone by itself.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
