import { describe, expect, it } from 'vitest';
import { version } from '../../src/cli/version.ts';
import { projectFiles, readProjectFile } from './tree.ts';

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly integrity?: string; readonly resolved?: string }>
  >;
}

const files = await Promise.all(
  (await projectFiles()).map(async (file) => ({ file, text: await readProjectFile(file) })),
);
const lock = JSON.parse(await readProjectFile('package-lock.json')) as Lock;

/** Files in which a pattern matches, with the first match. */
function matches(pattern: RegExp): string[] {
  return files.flatMap(({ file, text }) => {
    const found = pattern.exec(text)?.[0];
    return found === undefined ? [] : [`${file}: ${found}`];
  });
}

describe('what is published', () => {
  it('locks dependencies by version and integrity, and names no host to fetch them from', () => {
    const entries = Object.entries(lock.packages).filter(([folder]) => folder !== '');
    expect(entries.length).toBeGreaterThan(50);
    expect(entries.filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
    expect(entries.filter(([, { integrity }]) => integrity === undefined || integrity === '')).toEqual([]);
  });

  it('names no package registry', () => {
    expect(matches(/registry\.npmjs\.org|registry\.yarnpkg\.com|(proxy|sum)\.golang\.org|goproxy\.\w+/)).toEqual([]);
  });

  it('names no path of a machine that it was written on', () => {
    expect(matches(/(?<![\w.:})*/-])\/(?:work|workspace|root|home\/\w+|Users\/\w+)\/[\w.]/)).toEqual([]);
  });

  it('prints the version of the package', async () => {
    const manifest = JSON.parse(await readProjectFile('package.json')) as { version: string };
    expect(version).toBe(manifest.version);
  });
});
