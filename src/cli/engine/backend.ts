import { access, mkdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * Where the engine keeps a state. `file://` backends are folders, relative to where the command runs; the engine wants them
 * absolute and there, and begins a state in an empty folder that it is shown.
 * @param begin What is done where there is no state yet, before there is a folder for one.
 */
export async function backendAt(
  backend: string,
  cwd: string,
  begin: (cause: unknown) => Promise<unknown>,
): Promise<string> {
  const folder = stateFolder(backend, cwd);
  if (folder === undefined) return backend;
  try {
    await access(path.join(folder, '.pulumi'));
  } catch (error) {
    await begin(error);
    await mkdir(folder, { recursive: true });
  }
  return `file://${folder}`;
}

/** The folder of a `file://` backend, absolute; undefined for any other. */
export function stateFolder(backend: string, cwd: string): string | undefined {
  const [, folder] = /^file:\/\/(.+)$/.exec(backend) ?? [];
  return folder === undefined ? undefined : path.resolve(cwd, folder);
}
