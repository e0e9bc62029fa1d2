import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { runDrift } from '../../src/cli/drift/drift.ts';
import { runUp } from '../../src/cli/engine/up.ts';
import { cloudOnly, quiet } from './support/by-command.ts';
import { commandWorld, type CommandWorld } from './support/command-world.ts';
import { watched, type Watched } from './support/watched-process.ts';

const example = 'google-standard';
const environments = fileURLToPath(new URL('../../environments', import.meta.url));
const cluster = 'gcp:container/cluster:Cluster';
const confirm = 'gcp-standard@acme-braintrust';
/** There is no cloud to ask, and no cluster. */
const alone = ['--skip-preflight', '--skip-cluster'] as const;
const cloud = ['--only', 'cloud', '--no-audit'] as const;
const unguarded = ['--without-account-check', '--without-cluster', '--without-fresh-backup'] as const;

/**
 * One environment from its preview to its end, by the command line as people run it, with a canary in every secret: those
 * of the environment of the process, the passphrase, and everything that the stand-in calls secret (passwords made by
 * chance, keys of stores, connection strings). Everything that comes out or stays behind is searched.
 */
describe.skipIf(inject('engine') === undefined)('a secret', () => {
  let world: CommandWorld;
  let env: Readonly<Record<string, string | undefined>>;
  const ran: Watched[] = [];

  beforeAll(() => {
    world = commandWorld(example, 'acme-braintrust');
    cpSync(environments, path.join(world.folder, 'environments'), { recursive: true });
    mkdirSync(path.join(world.folder, 'tmp'));
    env = {
      ...world.io().env,
      TMPDIR: path.join(world.folder, 'tmp'),
      AWS_SECRET_ACCESS_KEY: 'canary-of-aws',
      AZURE_CLIENT_SECRET: 'canary-of-azure',
      GOOGLE_CREDENTIALS: 'canary-of-google',
      BRAINTRUST_API_KEY: 'canary-of-braintrust',
    };
  });
  afterAll(() => world.end());

  const run = async (...args: readonly string[]): Promise<Watched> => {
    const ended = await watched(args, { cwd: world.folder, env });
    ran.push(ended);
    return ended;
  };
  const files = (folder: string): readonly string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
  const withCanary = (them: readonly string[]): readonly string[] =>
    them.filter((file) => readFileSync(file).includes('canary'));

  it('is given to runs, also to one that fails', async () => {
    expect((await run('preview', example, ...alone, '--save', 'plan.json')).code).toBe(2);
    world.cloud.plan([{ method: 'create', of: cluster, what: 'refuse', message: 'QuotaExceeded: too few' }]);
    expect((await run('up', example, ...alone, '--plan', 'plan.json')).code).toBe(1);
  });

  it('is encrypted in the state, once a run has ended well', async () => {
    expect((await run('up', example, ...alone, '--yes', '--output', 'json')).code).toBe(0);
    expect(JSON.stringify(world.cloud.objects())).toContain('canary');
    expect(readFileSync(world.stateFile(), 'utf8')).toContain('ciphertext');
  });

  it('is in nothing that drift tells, also where the secret itself was changed in the cloud', async () => {
    const secret = world.cloud.objects().find(({ type }) => type === 'gcp:secretmanager/secretVersion:SecretVersion');
    if (secret === undefined) throw new Error('nothing secret is stored');
    world.cloud.meddle(secret.type, secret.name, (object) => ({
      ...object,
      inputs: { ...object.inputs, secretData: 'canary-of-mallory', enabled: false },
    }));
    const drift = await run('drift', example, ...cloud);
    expect([drift.code, drift.stdout.includes('was changed')]).toEqual([2, true]);
    expect((await run('drift', example, ...cloud, '--output', 'json')).code).toBe(2);
    expect((await run('preview', example, ...alone, '--output', 'json')).code).toBe(0);
  });

  it('is in nothing that the commands print, nor on any command line', async () => {
    expect((await run('destroy', example, ...unguarded, '--confirm', confirm)).code).toBe(0);
    const said = ran.flatMap(({ stdout, stderr, argv }) => [stdout, stderr, ...argv]);
    expect(said.filter((text) => text.includes('canary'))).toEqual([]);
    if (process.platform === 'linux') expect(said.join('\n')).toMatch(/pulumi\S* (up|preview|destroy)/);
  });

  it('is in nothing that a terminal shows while a run goes on', async () => {
    const terminal = { ...world.io(), isTerminal: true };
    let shown = '';
    const io = {
      ...terminal,
      env,
      err: (text: string) => (shown += text),
      out: (text: string) => (shown += text),
      exit: () => undefined,
    };
    // What was taken down is made again.
    await runUp('prod', { ...quiet, output: 'text', yes: true }, io);
    await runDrift('prod', cloudOnly, io);
    expect(shown).toMatch(/ created \(\d+ of \d+\)/);
    expect(shown).not.toContain('canary');
  });

  it('is in no file: not the saved plan, not the state or its history, nothing left behind', () => {
    // What the cloud has and had is its own.
    const itsOwn = ['objects', 'deleted.jsonl'].map((name) => path.join(world.folder, 'cloud', name));
    const others = files(world.folder).filter((file) => !itsOwn.some((own) => file.startsWith(own)));
    expect(withCanary(others)).toEqual([]);
    expect(readFileSync(path.join(world.folder, 'plan.json'), 'utf8')).toContain('plan.planewright.dev/v1');
    const left = readdirSync(path.join(world.folder, 'tmp')).filter((name) => name.startsWith('planewright-'));
    expect(left).toEqual([]);
  });
});
