import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeWhole } from '../../src/cli/io.ts';

describe('a file that a command writes', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'planewright-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('makes its folder, and leaves nothing beside it', async () => {
    const file = path.join(folder, 'environments/a.yaml');
    await writeWhole(file, 'a: 1\n', { overwrite: false });
    expect(await readFile(file, 'utf8')).toBe('a: 1\n');
    expect(await readdir(path.dirname(file))).toEqual(['a.yaml']);
  });

  it('is not written over another one unless it may be', async () => {
    const file = path.join(folder, 'a.yaml');
    await writeFile(file, 'mine\n');
    await expect(writeWhole(file, 'new\n', { overwrite: false })).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readFile(file, 'utf8')).toBe('mine\n');
    await writeWhole(file, 'new\n', { overwrite: true });
    expect(await readFile(file, 'utf8')).toBe('new\n');
  });

  it('is as it was where writing fails, and no draft stays', async () => {
    const file = path.join(folder, 'folder');
    await writeWhole(path.join(file, 'inner'), '', { overwrite: false });
    await expect(writeWhole(file, 'new\n', { overwrite: true })).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['folder']);
  });
});
