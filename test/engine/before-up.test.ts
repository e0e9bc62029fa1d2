import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { runDeleteData } from '../../src/cli/destroy/delete-data.ts';
import { runDestroy } from '../../src/cli/destroy/destroy.ts';
import { runDrift } from '../../src/cli/drift/drift.ts';
import { fakeIo, type FakeIo } from '../cli/fake-io.ts';
import { cloudOnly, commandEnv, noCluster, parts, text, told } from './support/by-command.ts';
import { installPlugins } from './support/plugins.ts';

const example = fileURLToPath(new URL('../../environments/azure-existing-cluster.yaml', import.meta.url));

describe.skipIf(inject('engine') === undefined)('an environment that was never brought up', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'planewright-before-up-'));
    mkdirSync(path.join(folder, 'home'));
    installPlugins(path.join(folder, 'home'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const io = (): FakeIo =>
    fakeIo({
      cwd: folder,
      env: commandEnv(folder, '11111111-1111-4111-8111-111111111111'),
      files: { 'environments/prod.yaml': readFileSync(example, 'utf8') },
    });
  const dataParts = {
    identity: parts().identity,
    empty: () => Promise.reject(new Error('there is no bucket')),
    now: () => 0,
  };

  it.each([
    ['destroy', (at: FakeIo) => runDestroy('prod', { output: text }, at, parts())],
    ['delete-data', (at: FakeIo) => runDeleteData('prod', { output: text }, at, dataParts)],
  ] as const)('has nothing for %s, which says so, asks nobody and leaves no state', async (_, run) => {
    const done = io();
    await run(done);
    expect(done.errors).toContain('Nothing of azure-existing is in its state: there is nothing to delete.');
    expect(done.errors).not.toMatch(/would be deleted|protected again/);
    expect(done.code).toBe(0);
    const drift = io();
    await runDrift('prod', cloudOnly, drift, { ...told({ events: [] }), connect: noCluster });
    expect(drift.text).toContain('not looked at: Nothing of azure-existing was made yet');
  });
});
