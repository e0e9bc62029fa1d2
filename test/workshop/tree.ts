import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Names in .gitignore are plain or `*.ending`; the walk understands no more than that. */
const ignored = (await readFile(path.join(root, '.gitignore'), 'utf8')).split('\n').filter((line) => line !== '');
const isIgnored = (name: string): boolean =>
  name === '.git' || ignored.some((rule) => (rule.startsWith('*') ? name.endsWith(rule.slice(1)) : name === rule));

/**
 * Paths of the project's own files below `folder`, relative to the root, sorted.
 * Walks the folder instead of asking git: a clone may be tested where there is no git.
 */
export async function projectFiles(folder = '.'): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter(({ name }) => !isIgnored(name))
      .map(async (entry) => {
        const relative = path.join(folder, entry.name);
        if (entry.isDirectory()) return projectFiles(relative);
        return entry.isFile() ? [relative] : [];
      }),
  );
  return files.flat().sort();
}

export const readProjectFile = (file: string): Promise<string> => readFile(path.join(root, file), 'utf8');
