import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { addRebuildCommand } from '../../src/cli/commands/rebuild.ts';
import { runDrift } from '../../src/cli/drift/drift.ts';
import { runUp } from '../../src/cli/engine/up.ts';
import { runProgram } from '../../src/cli/program.ts';
import { fakeIo, type FakeIo } from '../cli/fake-io.ts';
import { StandInCloud, type Call } from './provider/cloud.ts';
import { cloudOnly, commandEnv, quiet, text } from './support/by-command.ts';
import { installPlugins } from './support/plugins.ts';

const example = fileURLToPath(new URL('../../environments/google-standard.yaml', import.meta.url));
const yaml = readFileSync(example, 'utf8');
const name = /^ {2}name: (.+)$/m.exec(yaml)?.[1] ?? '';
const project = /project: (.+)$/m.exec(yaml)?.[1] ?? '';
const confirm = `${name}@${project}`;
const cluster = 'gcp:container/cluster:Cluster';

/** One story; nobody is signed in to the cloud, so that the cluster itself is out of reach. */
describe.skipIf(inject('engine') === undefined)('planewright rebuild', () => {
  let folder: string;
  let cloud: StandInCloud;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'planewright-rebuild-'));
    mkdirSync(path.join(folder, 'home'));
    installPlugins(path.join(folder, 'home'));
    cloud = new StandInCloud(path.join(folder, 'cloud'));
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', path.join(folder, 'nowhere.json'));
    await runUp('prod', { ...quiet, output: text, yes: true }, io());
  }, 300_000);
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  const io = (document = yaml, answers?: readonly string[]): FakeIo =>
    fakeIo({
      cwd: folder,
      env: commandEnv(folder, project),
      files: { 'environments/prod.yaml': document },
      ...(answers !== undefined && { answers }),
    });
  const run = async (args: readonly string[], asked = io()): Promise<FakeIo> => {
    await runProgram(['rebuild', 'prod', ...args], asked, [addRebuildCommand], '0.0.0');
    return asked;
  };
  const changing = (calls: readonly Call[]): readonly Call[] => calls.filter(({ method }) => method !== 'read');

  it.each([
    ['where nobody is there to type', [], undefined, /There is nobody to ask whether this shall be made anew/, 1],
    ['for another environment that was given', ['--confirm', 'other@acme'], undefined, /Nothing was made anew/, 1],
    ['for another environment that was typed', [], [name], /Nothing was made anew/, 1],
    ['where the old cluster cannot be asked to let go', ['--confirm', confirm], undefined, /--cluster-is-gone/, 1],
  ] as const)('does nothing %s', async (_why, args, answers, sentence, code) => {
    const before = changing(cloud.calls()).length;
    const asked = await run(args, io(yaml, answers));
    expect(asked.errors).toMatch(/that hold data stay as they are:\n( {2}= \S+ {2}\S+\n)+/);
    expect([asked.errors, asked.code]).toEqual([expect.stringMatching(sentence), code]);
    expect(changing(cloud.calls())).toHaveLength(before);
  });

  it('does nothing as long as something else waits to be carried out', async () => {
    const before = changing(cloud.calls()).length;
    const other = yaml.replace(/^spec:$/m, 'spec:\n  tags: { owner: somebody-else }');
    const asked = await run(['--confirm', confirm, '--cluster-is-gone'], io(other));
    expect([asked.errors, asked.code]).toEqual([expect.stringContaining('wait to be carried out'), 3]);
    expect(changing(cloud.calls())).toHaveLength(before);
  });

  it('makes the cluster anew over its data, and says how to go on where the new one cannot be reached', async () => {
    const before = cloud.calls().length;
    const asked = await run(['--confirm', confirm, '--cluster-is-gone']);
    const calls = changing(cloud.calls().slice(before));
    const ofCluster = calls.filter(({ type }) => type === cluster).map(({ method }) => method);
    expect(ofCluster).toEqual(['update', 'delete', 'create', 'update']);
    expect(calls.filter(({ type }) => /sql|redis|storage|kms|secret/i.test(type))).toEqual([]);
    expect([asked.errors, asked.code]).toEqual([expect.stringContaining('planewright up prod goes on from here'), 1]);
    expect(asked.text + asked.errors).not.toContain('canary');
    const counts = [...asked.errors.matchAll(/\((\d+) of (\d+)\)/g)];
    expect(counts.map(([, done]) => done)).toEqual(counts.map((_, index) => `${index + 1}`));
    expect(new Set(counts.map(([, , total]) => total))).toEqual(new Set([`${counts.length}`]));
  }, 900_000);

  it('that stops behind the deletion of the old cluster is finished by an up, nodes and protection with it', async () => {
    cloud.plan([{ method: 'create', of: cluster, what: 'refuse' }]);
    expect((await run(['--confirm', confirm, '--cluster-is-gone', '--skip-cluster'])).code).toBe(1);
    const nodes = (): number => cloud.objects().filter(({ type }) => type === 'gcp:container/nodePool:NodePool').length;
    expect([nodes(), cloud.objects().some(({ type }) => type === cluster)]).toEqual([0, false]);

    const drift = io();
    await runDrift('prod', cloudOnly, drift);
    expect(drift.text).toMatch(/\d+ objects are not settled: [^\n]*planewright up /);
    expect([drift.text.includes('as it was left'), drift.code]).toEqual([false, 1]);

    const asked = io();
    await runUp('prod', { ...quiet, output: text, yes: true }, asked);
    expect(asked.errors).toMatch(/An earlier run stopped before it made anew what it had deleted: [^\n]*kubernetes-/);
    expect([asked.errors.includes('refused'), asked.code]).toEqual([false, 0]);
    const [made] = cloud.objects().filter(({ type }) => type === cluster);
    expect(made?.inputs).toMatchObject({ deletionProtection: true });
    expect(nodes()).toBeGreaterThan(0);
  }, 900_000);

  it('leaves the new cluster alone where it is told to, and tells what it did as JSON', async () => {
    const asked = await run(['--confirm', confirm, '--cluster-is-gone', '--skip-cluster', '-o', 'json']);
    const told = JSON.parse(asked.text) as {
      readonly replaced: readonly { readonly operation: string; readonly type: string }[];
      readonly kept: readonly string[];
      readonly cluster: { readonly left?: string };
    };
    expect(told.replaced).toContainEqual(expect.objectContaining({ operation: 'replace', type: cluster }));
    expect(told.kept.length).toBeGreaterThan(5);
    expect(told.cluster.left).toContain('planewright install ENV');
    expect(asked.code).toBe(0);
  }, 900_000);
});
