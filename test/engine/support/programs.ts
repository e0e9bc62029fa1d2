import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { loadEnvironment } from '../../../stacks/environment/load.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The programs as they ship. */
export const shippedMain = fileURLToPath(new URL('../../../stacks/index.ts', import.meta.url));

/** Examples that together run every program of ours. */
export const everyProgram = [
  'aws-production',
  'google-standard',
  'azure-production',
  'byoc-aws',
  'byoc-google',
] as const;

/** An example environment with its layers, as the engine gets it. */
export async function documentOf(name: string): Promise<unknown> {
  const loaded = await loadEnvironment(name, { cwd: root, readFile: (file) => readFile(file, 'utf8') });
  if (loaded.environment === undefined) throw new Error(JSON.stringify(loaded.problems));
  return loaded.document;
}
