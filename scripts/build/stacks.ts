import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * What an installed CLI needs to plan, each a file of its own, so that a plan loads the SDK of its cloud and no other.
 * The SDKs stay outside: together they weigh 440 MB, and they are the user's to install (optional peers).
 */
export const stackEntries: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'index',
    'plan/child',
    'aws/program',
    'aws/byoc/program',
    'google/program',
    'google/byoc/program',
    'azure/program',
  ].map((module) => [`stacks/${module}`, `stacks/${module}.ts`]),
);

export const sdks = ['@pulumi/*'];

/** The data that the stacks read, and the project file for those who run an engine on the build. */
export async function copyStackData(root: string, outdir: string): Promise<void> {
  const prices = 'stacks/cost/prices';
  await mkdir(path.join(outdir, prices), { recursive: true });
  await cp(path.join(root, prices), path.join(outdir, prices), {
    recursive: true,
    filter: (file) => !file.endsWith('.md'),
  });
  const project = await readFile(path.join(root, 'Pulumi.yaml'), 'utf8');
  await writeFile(path.join(outdir, 'Pulumi.yaml'), project.replace('stacks/index.ts', 'stacks/index.js'));
}
