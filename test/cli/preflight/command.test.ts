import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PreflightOptions } from '../../../src/cli/commands/preflight.ts';
import { preflightAllows } from '../../../src/cli/preflight/before-run.ts';
import { runPreflight } from '../../../src/cli/preflight/preflight.ts';
import type { Verdict } from '../../../src/cli/preflight/verdict.ts';
import { openEnvironment } from '../../../src/cli/environment.ts';
import { planOf } from '../../../src/cli/plan-of.ts';
import { awsAnswers, type AwsAccountSays } from '../../clouds/account/aws-answers.ts';
import { awsStandIn, awsVariables } from '../../clouds/account/aws-stand-in.ts';
import { closeLoopback } from '../../runtime/loopback.ts';
import { saas } from '../../stacks/environment/files.ts';
import { fakeIo, type FakeIo } from '../fake-io.ts';
import { verdict } from './verdicts.ts';

let bin = '';
let sandbox = '';
let bucketState = '';
beforeAll(async () => {
  bin = mkdtempSync(path.join(tmpdir(), 'planewright-bin-'));
  const url = new URL('../../../environments/aws-sandbox.yaml', import.meta.url);
  // The example lies on another file, which is written out here with it.
  sandbox = await readFile(url, 'utf8');
  bucketState = sandbox.replace('  profile: sandbox', '  profile: sandbox\n  state: { backend: s3://acme-state }');
});
afterAll(() => rmSync(bin, { recursive: true, force: true }));
afterEach(async () => {
  vi.unstubAllEnvs();
  await closeLoopback();
});

/** An engine that says its version, and of every state what it is told to say. */
function engine(complaint: string): string {
  writeFileSync(
    path.join(bin, 'pulumi'),
    `#!/bin/sh\nif [ "$1" = version ]; then echo v3.260.0; else echo "${complaint}" >&2; exit 255; fi\n`,
  );
  chmodSync(path.join(bin, 'pulumi'), 0o755);
  return `${bin}:/usr/bin:/bin`;
}

interface Scene {
  readonly says?: AwsAccountSays;
  readonly text?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly output?: PreflightOptions['output'];
}

async function ioOn({ says = {}, text = sandbox, env = {} }: Scene): Promise<FakeIo> {
  const { url } = await awsStandIn(awsAnswers({ account: '444455556666', ...says }));
  for (const [name, value] of Object.entries(awsVariables(url))) vi.stubEnv(name, value);
  const base = await readFile(new URL('../../../environments/bases/aws.yaml', import.meta.url), 'utf8');
  return fakeIo({
    files: {
      'environments/prod.yaml': text,
      'environments/bases/aws.yaml': base,
      '/secret': 'canary-of-the-passphrase',
    },
    env: { PATH: engine('error: no stack named'), PULUMI_CONFIG_PASSPHRASE_FILE: '/secret', ...env },
  });
}

async function run(scene: Scene = {}): Promise<FakeIo> {
  const io = await ioOn(scene);
  await runPreflight('prod', { output: scene.output ?? 'json' }, io);
  expect(io.text + io.errors).not.toMatch(/canary/i);
  return io;
}

interface Json {
  readonly ready: boolean;
  readonly checks: readonly Verdict[];
}
const json = (io: FakeIo): Json => JSON.parse(io.text) as Json;

// Each runs the program of AWS in a process of its own.
describe('planewright preflight', () => {
  it('exits 0 where nothing stands in the way, and says what it looked at', async () => {
    const io = await run();
    expect(json(io).checks.filter(({ result }) => result !== 'pass')).toEqual([]);
    expect(
      json(io)
        .checks.slice(0, 5)
        .map(({ id }) => id),
    ).toEqual(['engine', 'sdk', 'state', 'secrets', 'identity']);
    expect(io.code).toBe(0);
  }, 30_000);

  it('exits 3 where something does, and prints what to do about it for this environment', async () => {
    const io = await run({ output: 'text', says: { limits: { 'L-F678F1CE': 1 }, decision: () => 'implicitDeny' } });
    expect(io.code).toBe(3);
    expect(io.text).toContain('FAIL     VPCs\n');
    expect(io.text).toContain('--quota-code L-F678F1CE --desired-value 2\n');
    expect(io.text).toContain('→ Grant what planewright permissions aws-sandbox --for deployer -o policy prints.');
    expect(io.text).toMatch(/\n2 stand in the way, \d+ passed\.\n$/);
  }, 30_000);

  it('goes on where something is not known', async () => {
    const io = await run({ says: { optIn: 'something-new' } });
    expect(json(io)).toMatchObject({ ready: true });
    expect(verdict(json(io).checks, 'region').result).toBe('unknown');
    expect(io.code).toBe(0);
  }, 30_000);

  it.each([
    [
      'error: could not read: NoSuchBucket: the specified bucket does not exist',
      'fail',
      'aws s3api create-bucket --bucket acme-state',
    ],
    ['error: AccessDenied: no', 'unknown', 'Check the credentials'],
  ])(
    'says of the state: %s',
    async (complaint, result, way) => {
      const io = await ioOn({ text: bucketState });
      engine(complaint);
      await runPreflight('prod', { output: 'json' }, io);
      expect(verdict(json(io).checks, 'state')).toMatchObject({
        result,
        wayOut: expect.stringContaining(way) as string,
      });
    },
    30_000,
  );

  it.each([
    [{ PATH: '/nowhere' }, 'engine', 'There is no pulumi'],
    [{ PULUMI_CONFIG_PASSPHRASE_FILE: undefined }, 'secrets', 'No passphrase is given.'],
    [{ PULUMI_CONFIG_PASSPHRASE_FILE: '/gone' }, 'secrets', '/gone, cannot be read'],
  ])(
    'fails without what this machine needs: %o',
    async (env, id, says) => {
      const io = await run({ env });
      expect(verdict(json(io).checks, id)).toMatchObject({
        result: 'fail',
        says: expect.stringContaining(says) as string,
      });
      expect(io.code).toBe(3);
    },
    30_000,
  );

  it('has nothing to check in a cloud where the vendor hosts the plane', async () => {
    const io = fakeIo({ files: { 'environments/prod.yaml': saas } });
    await runPreflight('prod', { output: 'text' }, io);
    expect(io.text).toMatch(/makes nothing in a cloud: there is nothing to check\.\n$/);
    expect(io.code).toBe(0);
  });
});

describe('before a run', () => {
  const allowed = async (says: AwsAccountSays): Promise<{ readonly io: FakeIo; readonly allows: boolean }> => {
    const io = await ioOn({ says });
    const { environment } = await openEnvironment('prod', io);
    const plan = await planOf(environment, io);
    const state = { version: 3, deployment: { resources: [] } };
    return { io, allows: await preflightAllows({ environment, plan, state }, io) };
  };

  it('stops where the account is not ready, and prints only what did not pass', async () => {
    const { io, allows } = await allowed({ account: '999988887777' });
    expect(allows).toBe(false);
    expect(io.errors).toMatch(/^FAIL {5}Who is signed in\n/);
    expect(io.errors).toContain('--skip-preflight goes on all the same.');
  }, 30_000);

  it('says nothing where it is', async () => {
    const { io, allows } = await allowed({});
    expect(allows).toBe(true);
    expect(io.errors).toBe('');
  }, 30_000);
});
