import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFiles, readProjectFile, root } from './tree.ts';

const sources = await projectFiles('src');
const isTypeScript = (file: string): boolean => file.endsWith('.ts');

describe('the layout of src', () => {
  it('lets the table of arrows decide about every folder, since a folder that is missing there may import anything', async () => {
    // The configuration is plain JavaScript because dependency-cruiser reads it; it has no types to import.
    const configuration = path.join(root, '.dependency-cruiser.mjs');
    const { arrows } = (await import(configuration)) as { arrows: Record<string, string[]> };
    const entries = await readdir(path.join(root, 'src'), { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    const holdingFiles = folders.filter((folder) => sources.some((file) => file.startsWith(`src/${folder}/`)));
    expect(Object.keys(arrows)).toEqual(expect.arrayContaining(holdingFiles));
    expect(Object.keys(arrows)).toEqual(expect.arrayContaining([...new Set(Object.values(arrows).flat())]));
    expect(sources.filter((file) => path.dirname(file) === 'src' && isTypeScript(file))).toEqual([]);
  });

  it('says in a README of every folder what may be there', () => {
    const folders = new Set(sources.filter(isTypeScript).map((file) => path.dirname(file)));
    const withoutReadme = [...folders].filter((folder) => !sources.includes(`${folder}/README.md`));
    expect(withoutReadme).toEqual([]);
  });

  it('keeps every file of src, test and scripts within 300 lines', async () => {
    const files = [...sources, ...(await projectFiles('test')), ...(await projectFiles('scripts'))].filter(
      isTypeScript,
    );
    const lengths = await Promise.all(
      files.map(async (file) => ({ file, lines: (await readProjectFile(file)).trimEnd().split('\n').length })),
    );
    expect(lengths.filter(({ lines }) => lines > 300)).toEqual([]);
  });
});
