import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

interface Start {
  readonly ownNamespace: string;
  readonly identity: string;
  readonly governed: readonly string[];
}

/** What an operator is told that runs in a hurry. */
export interface HurriedStart extends Start {
  readonly url: string;
  readonly caPem: string;
  /** Of the operator's own service account. */
  readonly token: string;
  /** Where the stand-in plane is served. */
  readonly planeUrl: string;
  /** How many of the operator's seconds pass in one. */
  readonly hurry: number;
  /** Default false: in much of a hurry it would give up its lease before a busy API server has answered. */
  readonly elected?: boolean;
  /** What a cloud's store holds, by reference. Left out: there is no store, and annotated Secrets stay as they are. */
  readonly stored?: Readonly<Record<string, string>>;
}

/** What the command is told. */
interface ShippedStart extends Start {
  /** With the token of the operator's own service account. */
  readonly kubeconfig: string;
  /** Of its health and metrics. */
  readonly port: number;
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

const hurriedProgram = fileURLToPath(new URL('operator-process.ts', import.meta.url));
const command = fileURLToPath(new URL('../../../bin/planewright.js', import.meta.url));

/** Starts the operator as a process of its own that is in a hurry, which the command never is. */
export function startHurriedOperator(start: HurriedStart): OperatorProcess {
  return startProcess([hurriedProgram], { [startOptionsVariable]: JSON.stringify(start) });
}

/** Starts `planewright operator`, as its image does. */
export function startShippedOperator(start: ShippedStart): OperatorProcess {
  const { kubeconfig, ownNamespace, governed, port, identity } = start;
  const places = ['--own-namespace', ownNamespace, '--namespaces', governed.join(',')];
  const rest = ['--port', String(port), '--log-level', 'debug'];
  return startCommand(['operator', '--kubeconfig', kubeconfig, ...places, ...rest], { POD_NAME: identity });
}

/** Starts the command with arguments such as a Deployment gives them. */
export function startCommand(args: readonly string[], environment: Readonly<Record<string, string>>): OperatorProcess {
  return startProcess([command, ...args], environment);
}

function startProcess(args: readonly string[], environment: Readonly<Record<string, string>>): OperatorProcess {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], ...environment },
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
