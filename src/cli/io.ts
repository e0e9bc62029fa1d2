import { readFile } from 'node:fs/promises';

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
    exit: (code) => {
      process.exitCode = code;
    },
    signal: controller.signal,
  };
}
