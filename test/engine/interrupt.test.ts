import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text as whole } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { StandInCloud } from './provider/cloud.ts';
import { commandEnv } from './support/by-command.ts';
import { installPlugins } from './support/plugins.ts';
import { creations } from './support/recovered.ts';

const root = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));

/** As a person does it: Ctrl-C goes to every process in the group of the terminal, the engine too if it were there. */
describe.skipIf(inject('engine') === undefined)('up, stopped by Ctrl-C', () => {
  let folder: string;
  let cloud: StandInCloud;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'planewright-interrupt-'));
    cpSync(root('environments'), path.join(folder, 'environments'), { recursive: true });
    installPlugins(path.join(folder, 'home'));
    cloud = new StandInCloud(path.join(folder, 'cloud'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function up() {
    const args = [root('src/cli/main.ts'), 'up', 'aws-sandbox', '--yes', '--skip-preflight', '--skip-cluster'];
    const run = spawn(process.execPath, args, {
      cwd: folder,
      env: commandEnv(folder, '123456789012'),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const code = new Promise<number | null>((resolve) => run.once('exit', resolve));
    return { run, ended: Promise.all([code, whole(run.stdout), whole(run.stderr)]) };
  }
  const made = (): number => cloud.calls().filter(({ method }) => method === 'create').length;
  const locks = (): readonly string[] =>
    readdirSync(path.join(folder, '.planewright/state/.pulumi/locks'), { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.json'),
    );

  it('finishes what is under way, says so, and leaves no lock', async () => {
    const { run, ended } = up();
    while (made() === 0 && run.exitCode === null) await pause(20);
    if (run.pid !== undefined) process.kill(-run.pid, 'SIGINT');
    const [code, , errors] = await ended;
    expect(code).toBe(1);
    expect(errors).toContain('What is under way in the cloud is finished first');
    expect(errors).toMatch(/planewright: stopped\.\n {2}Run the command again/);
    expect(locks()).toEqual([]);
  });

  it('goes on from there without an unlock, and makes nothing twice', async () => {
    const before = made();
    const [code, text] = await up().ended;
    expect([code, text]).toEqual([0, expect.stringContaining('Done: ')]);
    expect(before).toBeGreaterThan(0);
    expect(creations(cloud)).toHaveLength(cloud.objects().length);
  });
});
