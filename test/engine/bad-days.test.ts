import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { runDestroy } from '../../src/cli/destroy/destroy.ts';
import { runDrift } from '../../src/cli/drift/drift.ts';
import { runPreview } from '../../src/cli/engine/preview.ts';
import { runUnlock } from '../../src/cli/engine/unlock.ts';
import { runUp } from '../../src/cli/engine/up.ts';
import { cloudOnly, gone, identity, parts, quiet, text } from './support/by-command.ts';
import { commandWorld, type CommandWorld } from './support/command-world.ts';
import { editState } from './support/state-file.ts';

const yes = { ...quiet, output: text, yes: true } as const;
const gateway = 'azure-native:network:ApplicationGateway';
const workspaceOfLogs = 'azure-native:operationalinsights:Workspace';

/**
 * One environment that has nothing but bad days, each on what the one before it left: every failure ends in a sentence and
 * a way out, what was done stays recorded, and nothing is ever created twice.
 */
describe.skipIf(inject('engine') === undefined)('an environment on a bad day', () => {
  let world: CommandWorld;
  beforeAll(() => {
    world = commandWorld('azure-existing-cluster', '11111111-1111-4111-8111-111111111111');
  });
  afterAll(() => world.end());

  const failing = async (run: Promise<unknown>) => {
    try {
      await run;
    } catch (error) {
      return error as {
        readonly code: string;
        readonly message: string;
        readonly next: string;
        readonly exitCode: number;
      };
    }
    throw new Error('it did not fail');
  };
  const twice = (): readonly string[] => {
    const created = world.created();
    return created.filter((one, index) => created.indexOf(one) < index && !refused.has(one));
  };
  /** What the cloud has refused once: it was asked for it twice, and made it once. */
  const refused = new Set<string>();

  it('without a passphrase touches nothing, and says how to give one', async () => {
    const env = { PULUMI_CONFIG_PASSPHRASE: undefined };
    const error = await failing(runUp('prod', yes, world.io({ env })));
    expect(error.code).toBe('WrongPassphrase');
    expect(error.message).toContain('No passphrase is given');
    expect(error.next).toContain('PULUMI_CONFIG_PASSPHRASE_FILE');
    expect(world.cloud.calls()).toEqual([]);
  });

  it.each([
    ['its credentials expire in the middle', identity, 'ExpiredToken: the token has expired', 'Sign in again'],
    ['a quota is short', gateway, 'QuotaExceeded: PublicIPCountLimitReached', 'raise the quota that it names'],
    [
      'a role is not known everywhere yet',
      gateway,
      'PrincipalNotFound: principal x does not exist',
      'has not spread a new identity yet',
    ],
    [
      'what was just made cannot be read',
      gateway,
      'ResourceNotFound: the Resource was not found (404)',
      'not to be seen everywhere',
    ],
  ])('on which %s goes on the next time', async (_, type, message, next) => {
    world.cloud.plan([{ method: 'create', of: type, what: 'refuse', message }]);
    const before = world.cloud.objects().length;
    const error = await failing(runUp('prod', yes, world.io()));
    for (const { name, method } of world.cloud.calls()) if (method === 'create') refused.add(`${type} ${name}`);
    expect(error.message).toContain(message);
    expect(error.message).toMatch(/^(entry|encryption): [a-z-]+: /);
    expect(error.next).toContain(next);
    expect(error.exitCode).toBe(1);
    expect(world.cloud.objects().length).toBeGreaterThanOrEqual(before);
    expect(twice()).toEqual([]);
  });

  it('has a second run refused by the name of the first, which ends well', async () => {
    world.cloud.plan([{ method: 'create', of: gateway, what: 'wait' }]);
    const first = world.io();
    const running = runUp('prod', yes, first);
    while (!world.cloud.calls().some(({ method }) => method === 'hang')) await pause(100);
    const error = await failing(runUp('prod', yes, world.io()));
    world.cloud.release();
    await running;
    expect(error.code).toBe('StackLocked');
    expect(error.message).toMatch(/\(pid \d+\)|process \d+/);
    expect(error.message).toContain(hostname());
    expect([first.code, twice()]).toEqual([0, []]);
    const again = world.io();
    await runUp('prod', yes, again);
    expect(again.errors).toContain('Nothing would change.');
  });

  it('finds the lock of a run that is gone, and takes it away', async () => {
    const folder = path.join(path.dirname(world.stateFile()), '../../locks/organization/planewright/azure-existing');
    mkdirSync(folder, { recursive: true });
    const lock = { pid: 4_194_303, username: 'somebody', hostname: hostname(), timestamp: '2026-01-01T00:00:00Z' };
    writeFileSync(path.join(folder, '00000000-0000-4000-8000-000000000000.json'), JSON.stringify(lock));
    const destroy = { ...gone, output: text, confirm: 'azure-existing@11111111-1111-4111-8111-111111111111' };
    const error = await failing(runDestroy('prod', destroy, world.io(), parts()));
    expect([error.code, error.message]).toEqual(['StackLocked', expect.stringContaining('somebody')]);
    expect(error.next).toContain('planewright unlock');
    const unlocked = world.io();
    await runUnlock('prod', { output: text }, unlocked);
    expect([unlocked.text, unlocked.code]).toEqual(['The lock is taken away.\n', 0]);
  });

  it('makes nothing twice after somebody has taken a resource out of the state by hand', async () => {
    const before = world.cloud.objects().length;
    editState(world.stateFile(), (state) => ({
      ...state,
      resources: (state.resources ?? []).filter(
        ({ urn, type }) => type !== workspaceOfLogs && !urn.endsWith('::logs-entry'),
      ),
    }));
    const error = await failing(runUp('prod', yes, world.io()));
    expect(error.message).toContain('already exists');
    expect(error.next).toContain('it looks the object up and records it');
    const again = world.io();
    await runUp('prod', yes, again);
    expect(again.errors).toContain('Recorded now');
    expect([again.code, world.cloud.objects().length]).toEqual([0, before]);
  });

  it('sees by its drift that an id in the state was changed by hand', async () => {
    const right = readFileSync(world.stateFile(), 'utf8');
    editState(world.stateFile(), (state) => ({
      ...state,
      resources: (state.resources ?? []).map((one) =>
        one.type === gateway ? { ...one, id: `${one.id ?? ''}-not` } : one,
      ),
    }));
    const drift = world.io();
    await runDrift('prod', cloudOnly, drift);
    expect(drift.text).toContain(`entry: entry-gateway (${gateway}) is gone`);
    expect(drift.code).toBe(2);
    writeFileSync(world.stateFile(), right);
  });

  it('says that its state cannot be read', async () => {
    const right = readFileSync(world.stateFile(), 'utf8');
    writeFileSync(world.stateFile(), right.slice(0, right.length / 2));
    const calls = world.cloud.calls().length;
    for (const run of [
      () => runPreview('prod', { ...quiet, output: text }, world.io()),
      () => runUp('prod', yes, world.io()),
    ]) {
      const error = await failing(run());
      expect(error.code).toBe('StateInvalid');
      expect(error.message).toContain('The state of this environment cannot be read');
      expect(error.next).toContain('.bak');
    }
    expect(world.cloud.calls()).toHaveLength(calls);
    writeFileSync(world.stateFile(), right);
    const again = world.io();
    await runUp('prod', yes, again);
    expect(again.errors).toContain('Nothing would change.');
  });
});

describe.skipIf(inject('engine') === undefined)('an environment with the credentials of another account', () => {
  it('is not touched, and both accounts are named', async () => {
    const world = commandWorld('aws-existing-cluster', '111122223333');
    try {
      const env = { STAND_IN_SIGNED_IN: '999999999999' };
      const run = runPreview('prod', { ...quiet, output: text }, world.io({ env }));
      await expect(run).rejects.toMatchObject({ code: 'WrongAccount', exitCode: 3 });
      await expect(run).rejects.toThrow(/account 999999999999, but the environment is in account 111122223333/);
      expect(world.cloud.calls()).toEqual([]);
    } finally {
      world.end();
    }
  });
});
