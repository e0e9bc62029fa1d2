import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../../bin', import.meta.url));

/** The package as it is installed: a build, no source and no Node of its own. */
describe('the package under some Node', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'planewright-bin-'));
    cpSync(bin, path.join(folder, 'bin'), { recursive: true });
    mkdirSync(path.join(folder, 'dist'));
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    writeFileSync(path.join(folder, 'dist/main.js'), "process.stdout.write('it runs');");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function under(version: string): Promise<{ readonly code: unknown; readonly out: string; readonly err: string }> {
    const pretend = `Object.defineProperty(process.versions, 'node', { value: '${version}' })`;
    const args = ['--import', `data:text/javascript,${pretend}`, path.join(folder, 'bin/planewright.js')];
    return new Promise((resolve) => {
      execFile(process.execPath, args, (error, out, err) => resolve({ code: error?.code ?? 0, out, err }));
    });
  }

  it.each(['20.20.2', '24.10.0'])('says what it takes under %s, and does nothing', async (version) => {
    const { code, out, err } = await under(version);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/is too old; it takes 24\.11 or newer\.\n.*newer Node/);
  });

  it.each(['24.11.0', '25.0.0', '26.1.0'])('runs under %s', async (version) => {
    expect(await under(version)).toEqual({ code: 0, out: 'it runs', err: '' });
  });
});

describe('a library that warns', () => {
  const warned = (env: Readonly<Record<string, string>>): Promise<string> => {
    const warn = "process.once('beforeExit', () => process.emitWarning('this is on its way out'))";
    const args = ['--import', `data:text/javascript,${warn}`, path.join(bin, 'planewright.js'), '--version'];
    const options = { env: { PATH: process.env['PATH'] ?? '', ...env } };
    return new Promise((resolve) => execFile(process.execPath, args, options, (_error, _out, err) => resolve(err)));
  };

  it('is heard by whoever debugs, and by nobody else', async () => {
    expect(await warned({})).toBe('');
    expect(await warned({ NODE_DEBUG: 'planewright' })).toContain('this is on its way out');
  });
});
