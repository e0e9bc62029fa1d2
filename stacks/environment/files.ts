import path from 'node:path';

/** What reading environments may touch: files below a folder. Paths are relative to `cwd`, or absolute. */
export interface EnvironmentFiles {
  readonly cwd: string;
  /** UTF-8 text; throws Node's error. */
  readonly readFile: (path: string) => Promise<string>;
  /** Names in a folder; throws Node's error. */
  readonly readFolder: (path: string) => Promise<readonly string[]>;
}

/** Folder in which environments are found by name. */
export const environmentsFolder = 'environments';

const extensions = ['.yaml', '.yml'] as const;

/** Whether a word can only be the name of an environment: no path, no extension. */
export function isBareName(word: string): boolean {
  return /^[a-z][-a-z0-9]*$/.test(word);
}

/**
 * The file that a person means by a path, or by a bare name: `prod` is `environments/prod.yaml` or `.yml`, else a file of
 * that name. The text comes along, so that what was found is what is read. Throws Node's error of the first candidate.
 */
export async function findEnvironmentFile(
  word: string,
  files: Pick<EnvironmentFiles, 'readFile'>,
): Promise<{ readonly file: string; readonly text: string }> {
  const candidates = isBareName(word)
    ? [...extensions.map((extension) => `${environmentsFolder}/${word}${extension}`), word]
    : [word];
  let first: unknown;
  for (const file of candidates) {
    try {
      return { file, text: await files.readFile(file) };
    } catch (error) {
      first ??= error;
      if (!isMissing(error)) throw error;
    }
  }
  throw first;
}

/** Files of environments in `environments/`, in order; those in its folders are layers, not environments. */
export async function environmentFilesIn(files: EnvironmentFiles): Promise<readonly string[]> {
  try {
    const names = await files.readFolder(environmentsFolder);
    return names
      .filter((name) => extensions.some((extension) => name.endsWith(extension)))
      .sort()
      .map((name) => `${environmentsFolder}/${name}`);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Name by which a file of `environments/` can be called. */
export function bareNameOf(file: string): string {
  return path.posix.basename(file).replace(/[.]ya?ml$/, '');
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR');
}
