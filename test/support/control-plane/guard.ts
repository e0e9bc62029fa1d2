import { spawn } from 'node:child_process';

/** Ends given processes when the process that started them dies without having ended them itself. */
export interface Guard {
  /** Ends this process, too. */
  readonly watch: (pid: number) => void;
  /** Stops guarding; call it when every guarded process has ended, before their ids can be given to others. */
  readonly release: () => void;
}

/**
 * A shell that reads process ids from a pipe and, when the pipe breaks, ends them and removes the folder. The pipe
 * breaks however its other end dies, SIGKILL included, which no handler in this process could see. It has a session of
 * its own, so that Ctrl-C in a terminal does not end the guard first.
 */
export function startGuard(removeFolder: string): Guard {
  const script = 'pids=; while read -r pid; do pids="$pids $pid"; done; kill -KILL $pids; rm -rf -- "$1"';
  const shell = spawn('/bin/sh', ['-c', script, 'guard', removeFolder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  shell.unref();
  return {
    watch: (pid) => void shell.stdin.write(`${pid}\n`),
    release: () => void shell.kill('SIGKILL'),
  };
}
