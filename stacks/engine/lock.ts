import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { sentenceOf } from '../../src/runtime/errors.ts';
import { runEngine } from './binary.ts';
import type { Workspace } from './workspace.ts';

/** Who holds the state of an environment. */
export interface Lock {
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  /** RFC 3339. */
  readonly since: string;
}

export type Owner = 'lives' | 'gone' | 'unknown';

/**
 * The lock of an environment, if there is one. Every backend says who holds it only when a second run is refused, so a run
 * is tried that could do nothing: a refresh of a resource that does not exist.
 * @returns undefined where nobody holds it.
 * @throws Error of the engine where the backend cannot be reached.
 */
export async function lockOf({ folder, env, environment }: Workspace): Promise<Lock | undefined> {
  const nothing = `urn:pulumi:${environment}::planewright::planewright:none:none::none`;
  try {
    const args = [
      'refresh',
      '--skip-preview',
      '--yes',
      '--non-interactive',
      '--target',
      nothing,
      '--stack',
      environment,
    ];
    await runEngine(args, { cwd: folder, env });
    return undefined;
  } catch (error) {
    const text = errorText(error);
    const lock = parseLock(text);
    if (lock !== undefined) return lock;
    if (/resource named .* could not be found|could not be found in the stack|no resource named/i.test(text))
      return undefined;
    if (text.includes(nothing)) return undefined;
    throw new Error(sentenceOf(error));
  }
}

/** `… created by root@vm (pid 16948) at 2026-11-23T23:05:50Z`, as the engine prints it. */
export function parseLock(text: string): Lock | undefined {
  const [, user, host, pid, since] = /created by (\S+)@(\S+) \(pid ([0-9]+)\) at (\S+)/.exec(text) ?? [];
  if (user === undefined || host === undefined || pid === undefined || since === undefined) return undefined;
  return { user, host, pid: Number(pid), since };
}

/**
 * Whether the process that holds a lock still lives. Of another machine nothing is known: taking its lock away while it
 * works would let two runs write one state.
 */
export function ownerOf(
  { host, pid }: Lock,
  here: string = hostname(),
  isAlive: (pid: number) => boolean = alive,
): Owner {
  if (host !== here) return 'unknown';
  return isAlive(pid) ? 'lives' : 'gone';
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !hasEnded(pid);
  } catch (error) {
    // It is there, and not ours.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Nobody has fetched it yet, as in a container whose first process fetches none: it is there still, and does nothing. */
function hasEnded(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return /^ [ZX]/.test(stat.slice(stat.lastIndexOf(')') + 1));
  } catch {
    // Not on Linux: then only the signal tells.
    return false;
  }
}

function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { stdout = '', stderr = '' } = error as Error & { readonly stdout?: string; readonly stderr?: string };
  return `${error.message}\n${stdout}\n${stderr}`;
}
