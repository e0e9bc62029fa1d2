import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What an operator process is told. */
export interface OperatorStart {
  readonly url: string;
  readonly caPem: string;
  /** Of the operator's own service account. */
  readonly token: string;
  readonly ownNamespace: string;
  readonly identity: string;
  readonly governed: readonly string[];
  /** Where the stand-in plane is served. */
  readonly planeUrl: string;
  /** How many of the operator's seconds pass in one. */
  readonly hurry: number;
}

export const startOptionsVariable = 'PLANEWRIGHT_SPINE_START';

export interface OperatorProcess {
  /** Everything it has written. */
  readonly output: () => string;
  /** SIGKILL. Resolves when it is gone. */
  readonly kill: () => Promise<void>;
  /** SIGTERM. Throws unless it ends by itself, with 0. */
  readonly stop: () => Promise<void>;
  readonly running: () => boolean;
}

const program = fileURLToPath(new URL('operator-process.ts', import.meta.url));

/** Starts the operator as a process of its own. */
export function startOperator(start: OperatorStart): OperatorProcess {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env['PATH'], [startOptionsVariable]: JSON.stringify(start) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => void written.push(text));
  }
  let ended = false;
  const end = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('exit', (code, signal) => {
      ended = true;
      resolve({ code, signal });
    });
  });
  return {
    output: () => written.join(''),
    running: () => !ended,
    kill: async () => {
      child.kill('SIGKILL');
      await end;
    },
    stop: async () => {
      if (ended) throw new Error(`the operator had ended by itself:\n${written.join('').slice(-3000)}`);
      const impatience = setTimeout(() => child.kill('SIGKILL'), 20_000);
      child.kill('SIGTERM');
      const { code, signal } = await end;
      clearTimeout(impatience);
      if (code !== 0) throw new Error(`the operator ended with ${code ?? signal}:\n${written.join('').slice(-3000)}`);
    },
  };
}
