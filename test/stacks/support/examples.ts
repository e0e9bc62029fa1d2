import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { loadEnvironment, type LoadedEnvironment } from '../../../stacks/environment/load.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** One of the example environments, by name. */
export async function example(name: string): Promise<LoadedEnvironment> {
  const loaded = await loadEnvironment(name, {
    cwd: root,
    readFile: (file) => readFile(new URL(file, new URL('../../../', import.meta.url)), 'utf8'),
  });
  if (loaded.environment === undefined) throw new Error(loaded.problems.map(({ reason }) => reason).join('\n'));
  return loaded;
}
