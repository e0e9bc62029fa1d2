import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backendAt } from '../../src/cli/engine/backend.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'planewright-backend-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const unexpected = () => Promise.reject(new Error('there is a state'));

describe('where the state is kept', () => {
  it('is a folder beside the environments, which is made only after whatever must hold before', async () => {
    const folder = path.join(cwd, 'state');
    await expect(backendAt('file://state', cwd, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    expect(existsSync(folder)).toBe(false);
    await expect(backendAt('file://state', cwd, () => Promise.resolve())).resolves.toBe(`file://${folder}`);
    expect(existsSync(folder)).toBe(true);
  });

  it('is begun where the folder is there and the engine never wrote to it', async () => {
    mkdirSync(path.join(cwd, 'state'));
    await expect(backendAt('file://./state', cwd, unexpected)).rejects.toThrow('there is a state');
    mkdirSync(path.join(cwd, 'state', '.pulumi'));
    await expect(backendAt('file://./state', cwd, unexpected)).resolves.toBe(`file://${path.join(cwd, 'state')}`);
  });

  it('is left to the engine where it is no folder', async () => {
    await expect(backendAt('s3://states?region=eu-west-1', cwd, unexpected)).resolves.toBe(
      's3://states?region=eu-west-1',
    );
  });
});
