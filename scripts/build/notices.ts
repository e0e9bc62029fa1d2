import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Metafile } from 'esbuild';

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** The package's own licence and notice files, whole. Empty where it ships none. */
  readonly texts: readonly string[];
}

/** The packages of which at least one byte is in an output, by name and version, with the licences that they ship. */
export async function bundledPackages(metafile: Metafile, root: string): Promise<BundledPackage[]> {
  const folders = new Set<string>();
  for (const output of Object.values(metafile.outputs)) {
    for (const [source, { bytesInOutput }] of Object.entries(output.inputs)) {
      const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1];
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
    }
  }
  const packages = await Promise.all([...folders].map((folder) => readPackage(path.resolve(root, folder))));
  const key = ({ name, version }: BundledPackage): string => `${name}@${version}`;
  return packages.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

async function readPackage(folder: string): Promise<BundledPackage> {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string;
  };
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  return { name, version, licence: license ?? 'not stated', texts: texts.map((text) => text.trim()) };
}

/** One text file: every package with its licence, then the notices that stand in the sources themselves. */
export function notices(packages: readonly BundledPackage[], legalComments: readonly string[]): string {
  const rule = '-'.repeat(80);
  const sections = packages.map(
    ({ name, version, licence, texts }) =>
      `${rule}\n${name} ${version} (${licence})\n${rule}\n${texts.length > 0 ? texts.join('\n\n') : 'The package ships no licence file.'}`,
  );
  const comments = [...new Set(legalComments.map((text) => text.trim()))].filter((text) => text !== '');
  const fromSources = comments.length > 0 ? [`${rule}\nNotices in the sources\n${rule}\n${comments.join('\n\n')}`] : [];
  return [
    'This program contains the following packages, each under its own licence.',
    ...sections,
    ...fromSources,
    '',
  ].join('\n\n');
}
