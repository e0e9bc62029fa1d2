import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { runDeleteData } from '../../src/cli/destroy/delete-data.ts';
import { runDestroy } from '../../src/cli/destroy/destroy.ts';
import { runDrift } from '../../src/cli/drift/drift.ts';
import { runPreview } from '../../src/cli/engine/preview.ts';
import type { FakeIo } from '../cli/fake-io.ts';
import { cloudOnly, everyFile, noCluster, parts, quiet, text, told } from './support/by-command.ts';
import { commandWorld, type CommandWorld } from './support/command-world.ts';

const dataParts = {
  identity: parts().identity,
  empty: () => Promise.reject(new Error('there is no bucket')),
  now: () => 0,
};

describe.skipIf(inject('engine') === undefined)('an environment of which a preview has begun the state', () => {
  let world: CommandWorld;
  beforeEach(async () => {
    world = commandWorld('azure-existing-cluster', '11111111-1111-4111-8111-111111111111');
    await runPreview('prod', { ...quiet, output: text }, world.io());
  });
  afterEach(() => world.end());

  it.each([
    ['destroy', (at: FakeIo, how: object) => runDestroy('prod', { output: text, ...how }, at, parts())],
    ['delete-data', (at: FakeIo, how: object) => runDeleteData('prod', { output: text, ...how }, at, dataParts)],
  ] as const)('has nothing for %s, which says so, asks nobody and leaves no state', async (_, run) => {
    const before = everyFile(world.folder, 'cloud');
    const dry = world.io();
    await run(dry, { dryRun: true });
    expect(dry.code).toBe(0);
    expect(everyFile(world.folder, 'cloud')).toEqual(before);
    const done = world.io();
    await run(done, {});
    expect(done.errors).toContain('Nothing of azure-existing is in its state: there is nothing to delete.');
    expect(done.errors).not.toMatch(/would be deleted|protected again/);
    expect(done.code).toBe(0);
    const drift = world.io();
    await runDrift('prod', cloudOnly, drift, { ...told({ events: [] }), connect: noCluster });
    expect(drift.text).toContain('There is no state of azure-existing');
  });
});
