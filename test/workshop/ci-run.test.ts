import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { root } from './tree.ts';

/** Stands in for vitest: writes the report that it is asked for, and ends as it is told. */
const suite = (passed: number, failed: number, code = failed > 0 ? 1 : 0): string =>
  `node suite.cjs ${passed} ${failed} ${code}`;
const suiteProgram = `
const [passed, failed, code, ...options] = process.argv.slice(2);
const file = options.find((option) => option.startsWith('--outputFile.json=')).split('=')[1];
require('node:fs').writeFileSync(file, JSON.stringify({ numPassedTests: +passed, numFailedTests: +failed, numPendingTests: 0 }));
process.exit(+code);`;

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function ciRun(scripts: Readonly<Record<string, string>>): { code: number | null; lines: string[] } {
  const folder = mkdtempSync(path.join(tmpdir(), 'planewright-ci-'));
  folders.push(folder);
  mkdirSync(path.join(folder, '.ci'));
  mkdirSync(path.join(folder, 'node_modules'));
  copyFileSync(path.join(root, '.ci/run'), path.join(folder, '.ci/run'));
  writeFileSync(path.join(folder, 'suite.cjs'), suiteProgram);
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'tiny', scripts }));
  const env = { ...process.env, CI: '', KUBEBUILDER_ASSETS: '' };
  const { status, stdout } = spawnSync('bash', ['.ci/run'], { cwd: folder, env, encoding: 'utf8' });
  return { code: status, lines: stdout.trimEnd().split('\n') };
}

// Each run starts a dozen short processes: seconds on a busy machine.
describe('.ci/run', { timeout: 60_000 }, () => {
  it('adds up the suites and ends with one line when everything holds', () => {
    const { code, lines } = ciRun({ test: suite(7, 0), 'test:sweep': suite(30, 0), lint: 'true' });
    expect(lines.at(-1)).toBe('37 passed, 0 failed');
    expect(lines.filter((line) => /^\d+ passed, \d+ failed$/.test(line))).toHaveLength(1);
    expect(code).toBe(0);
  });

  it('counts a failed check and failed tests, goes on after them, and fails', () => {
    const { code, lines } = ciRun({ lint: 'false', test: suite(5, 2), 'test:sweep': suite(1, 0) });
    expect(lines).toContain('failed: lint');
    expect(lines.at(-1)).toBe('6 passed, 3 failed');
    expect(code).toBe(1);
  });

  it('counts a suite that fails without a failed test, or leaves no report', () => {
    const { code, lines } = ciRun({ test: suite(5, 0, 1), 'test:sweep': 'true' });
    expect(lines.at(-1)).toBe('5 passed, 2 failed');
    expect(code).toBe(1);
  });

  it('says what it skips', () => {
    const { lines } = ciRun({ test: suite(1, 0) });
    expect(lines).toContain('-- skipped: build: package.json has no script "build"');
  });
});
