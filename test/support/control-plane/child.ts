import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ChildOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Standard output and error go there. */
  readonly logPath: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** A program that runs until it is stopped. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Undefined while it runs. */
  readonly exit: () => string | undefined;
  /** Polls until `ready` is true; throws with the end of the log when the program ends, or the time is up, before. */
  readonly waitUntil: (ready: () => Promise<boolean>, deadlineMs: number) => Promise<void>;
  /** Asks it to end, insists after five seconds, and resolves when it has ended. */
  readonly stop: () => Promise<void>;
}

/** Starts a program and resolves when the machine has it running. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, logPath } = options;
  const log = createWriteStream(logPath, { flags: 'a' });
  await new Promise<void>((resolve, reject) => log.once('open', () => resolve()).once('error', reject));
  const process_: ChildProcess = spawn(options.command, options.args, {
    env: options.environment,
    stdio: ['ignore', log, log],
  });
  let exit: string | undefined;
  const ended = new Promise<void>((resolve) => {
    process_.once('exit', (code, signal) => {
      exit = signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`;
      log.end();
      resolve();
    });
  });
  const pid = await new Promise<number>((resolve, reject) => {
    process_.once('error', reject);
    process_.once('spawn', () => {
      // The types allow for a process that never started; `spawn` says that it did.
      if (process_.pid !== undefined) resolve(process_.pid);
    });
  });

  const describeEnd = async (why: string): Promise<Error> => {
    const lines = (await readFile(logPath, 'utf8')).trim().split('\n').slice(-12);
    return new Error(`${name} ${why}; the end of its log ${logPath}:\n${lines.join('\n')}`);
  };
  return {
    name,
    pid,
    exit: () => exit,
    waitUntil: async (ready, deadlineMs) => {
      const deadline = performance.now() + deadlineMs;
      while (!(await ready())) {
        if (exit !== undefined) throw await describeEnd(`ended with ${exit} before it was ready`);
        if (performance.now() > deadline) throw await describeEnd(`was not ready after ${deadlineMs / 1000} s`);
        await sleep(50);
      }
    },
    stop: async () => {
      if (exit !== undefined) return;
      process_.kill('SIGTERM');
      const insist = setTimeout(() => process_.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(insist);
    },
  };
}
