import { readdirSync, readFileSync } from 'node:fs';

/** Command lines by process and start, as the kernel has them. */
export type Seen = Map<string, string>;

/**
 * Processes below one, by what the kernel says; their command lines, and that of the one itself, go into `seen`. Where there
 * is no `/proc` nobody is found.
 */
export function descendants(root: number, seen: Seen): readonly number[] {
  const parents = new Map<number, number>();
  for (const pid of processes()) {
    const stat = read(`/proc/${pid}/stat`);
    // The name in parentheses may hold anything; the state and the parent follow it.
    const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (parent !== undefined) parents.set(pid, Number(parent));
  }
  const found = [...parents.keys()].filter((pid) => isBelow(pid, root, parents));
  for (const pid of [root, ...found]) {
    const line = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
    if (line !== '') seen.set(`${pid} ${line}`, line);
  }
  return found;
}

/** Whether a process runs still: one that has ended and is not fetched yet (`Z`) does not. */
export function isRunning(pid: number): boolean {
  const stat = read(`/proc/${pid}/stat`);
  return stat !== '' && stat.slice(stat.lastIndexOf(')') + 2).split(' ')[0] !== 'Z';
}

function isBelow(pid: number, root: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at = parents.get(pid); at !== undefined && at !== 0; at = parents.get(at)) {
    if (at === root) return true;
  }
  return false;
}

function processes(): readonly number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}
