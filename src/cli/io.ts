import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';

/** Everything a command may touch of the process that runs it, so that tests run commands without one. */
export interface Io {
  /** The command's result. */
  readonly out: (text: string) => void;
  /** Progress, warnings and errors. */
  readonly err: (text: string) => void;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a person looks at `out`: tables may use colour and progress may overwrite itself. */
  readonly isTerminal: boolean;
  /** Width of the terminal in columns; 80 where it is unknown. */
  readonly columns: number;
  /** UTF-8 text of a file; throws Node's error. */
  readonly readFile: (path: string) => Promise<string>;
  readonly readStdin: () => Promise<string>;
  /** Names in a folder; throws Node's error. */
  readonly readFolder: (path: string) => Promise<readonly string[]>;
  /**
   * Writes a file whole or not at all, and the folder that it is in. Throws Node's error; EEXIST where there is one and
   * it is not to be overwritten.
   */
  readonly writeFile: (path: string, text: string, options: { readonly overwrite: boolean }) => Promise<void>;
  /** Whether a person can be asked: input and output are both a terminal. */
  readonly isInteractive: boolean;
  /** Asks a person and waits for a line, without surrounding blanks. Rejects when the person stops. */
  readonly ask: (question: string) => Promise<string>;
  /** Sets the exit code: 0 ok, 1 error, 2 drift or changes, 3 blocked, 4 manual action. The last call decides. */
  readonly exit: (code: ExitCode) => void;
  /** Aborted by Ctrl-C or a termination signal. */
  readonly signal: AbortSignal;
}

export type ExitCode = 0 | 1 | 2 | 3 | 4;

/** The real process: stdout, stderr, signals. */
export function processIo(): Io {
  const controller = new AbortController();
  const stop = (signal: NodeJS.Signals): void => {
    // A second signal means that the person does not want to wait: let the default action end the process.
    process.removeListener(signal, stop);
    controller.abort(new Error(`stopped by ${signal}`));
  };
  // Whoever reads our output has seen enough, as `head` has: there is nobody left to tell, and nothing is wrong.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    cwd: process.cwd(),
    env: process.env,
    isTerminal: process.stdout.isTTY,
    columns: process.stdout.isTTY ? process.stdout.columns : 80,
    readFile: (path) => readFile(path, 'utf8'),
    readStdin: async () => {
      process.stdin.setEncoding('utf8');
      let text = '';
      for await (const chunk of process.stdin) text += String(chunk);
      return text;
    },
    readFolder: (folder) => readdir(folder),
    writeFile: writeWhole,
    isInteractive: process.stdin.isTTY && process.stdout.isTTY,
    ask: async (question) => {
      const lines = createInterface({ input: process.stdin, output: process.stdout });
      let answered = false;
      // Readline takes Ctrl-C for itself, and at the end of the input (Ctrl-D) it would wait for ever.
      lines.once('SIGINT', () => controller.abort(new Error('stopped by SIGINT')));
      lines.once('close', () => {
        if (!answered) controller.abort(new Error('the input has ended'));
      });
      try {
        const answer = await lines.question(question, { signal: controller.signal });
        answered = true;
        return answer.trim();
      } finally {
        answered = true;
        lines.close();
      }
    },
    exit: (code) => {
      process.exitCode = code;
    },
    signal: controller.signal,
  };
}

/** Beside the target first, then moved over it: nobody reads half a file, and a crash leaves the old one. */
export async function writeWhole(
  target: string,
  text: string,
  { overwrite }: { readonly overwrite: boolean },
): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true });
  // An empty file takes the name, so that of two writers one is told.
  if (!overwrite) await (await open(target, 'wx')).close();
  const draft = `${target}.${process.pid}.draft`;
  try {
    await writeFile(draft, text);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    if (!overwrite) await rm(target, { force: true });
    throw error;
  }
}
