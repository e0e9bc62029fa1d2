import { PlanewrightError } from '../runtime/errors.ts';
import type { Io } from './io.ts';

/** The text of a file that a person named; `-` is standard input. Throws Node's error: see {@link whyUnreadable}. */
export function readInput(name: string, io: Pick<Io, 'readFile' | 'readStdin'>): Promise<string> {
  return name === '-' ? io.readStdin() : io.readFile(name);
}

/** As {@link readInput}. @throws PlanewrightError FileUnreadable with why. */
export function readText(name: string, io: Pick<Io, 'readFile' | 'readStdin'>): Promise<string> {
  return readInput(name, io).catch((error: unknown) => {
    throw unreadable(name, error);
  });
}

const reasons: Readonly<Record<string, readonly [reason: string, next: string]>> = {
  ENOENT: ['there is no such file', 'check the path'],
  EACCES: ['the file may not be read', 'check its permissions'],
  EISDIR: ['this is a directory', 'name its files, for example with *.yaml'],
};

/** Why a file could not be read, and the way out, as clauses. */
export function whyUnreadable(error: unknown): { readonly reason: string; readonly next: string } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const [reason, next] = reasons[code] ?? [`the file cannot be read (${code || String(error)})`, 'check the path'];
  return { reason, next };
}

/** A file that a person named and that could not be read, as an error to throw. */
export function unreadable(name: string, error: unknown): PlanewrightError {
  const { reason, next } = whyUnreadable(error);
  const wayOut = `${next.charAt(0).toUpperCase()}${next.slice(1)}.`;
  return new PlanewrightError('FileUnreadable', `${name}: ${reason}.`, { cause: error, next: wayOut });
}
