import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { must } from '../../../src/runtime/must.ts';
import { preview } from '../../../stacks/engine/preview.ts';
import { update } from '../../../stacks/engine/update.ts';
import { openWorkspace, type WorkspaceOptions } from '../../../stacks/engine/workspace.ts';
import { example } from '../../stacks/support/examples.ts';
import { shippedMain } from '../../engine/support/programs.ts';
import { StandInCloud } from '../../engine/provider/cloud.ts';
import { installPlugins } from '../../engine/support/plugins.ts';
import { line, type Line } from '../measure.ts';

const environment = 'google-standard';
const cli = fileURLToPath(new URL('../../../bin/planewright.js', import.meta.url));
const rounds = 5;
const stateFolder = '.planewright/state';
/** What the bare engine does not do either. */
const alone = ['--skip-preflight', '--skip-cluster'] as const;

/**
 * What our commands take beyond the bare engine's, on the same program, state and stand-in: its own `preview` against our
 * `preview`, and its `up` that changes nothing (which previews first, as ours does) against ours. By turns, and the median
 * of the ratios of neighbours: other work on the machine falls on both. Then what a `drift` that finds nothing writes.
 */
export async function measureEngine(): Promise<readonly Line[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'planewright-bench-'));
  try {
    const { env, bare, project } = await standing(folder);
    const ours = (...args: readonly string[]) => timed(process.execPath, [cli, ...args], folder, env);
    const theirs = (...args: readonly string[]) => timed('pulumi', [...args, '--non-interactive'], project, bare);
    const previews = await byTurns(
      () => ours('preview', environment, ...alone),
      () => theirs('preview'),
    );
    const ups = await byTurns(
      () => ours('up', environment, '--yes', ...alone),
      () => theirs('up', '--yes'),
    );
    const written = await writesOf(folder, () => ours('drift', environment, '--only', 'cloud'));
    return [...linesOf('preview', previews), ...linesOf('up that changes nothing', ups), ...written];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Turn {
  readonly ours: number;
  readonly theirs: number;
}

function linesOf(what: string, turns: readonly Turn[]): readonly Line[] {
  return [
    line(`${what}, bare engine`, median(turns.map(({ theirs }) => theirs)), { unit: 's' }),
    line(`${what}, planewright`, median(turns.map(({ ours }) => ours)), { unit: 's' }),
    line(`${what}, times the bare engine`, median(turns.map(({ ours, theirs }) => ours / theirs)), { atMost: 1.2 }),
  ];
}

/** What a `drift` that finds nothing writes: to the cloud, by its log, and to the state. */
async function writesOf(folder: string, drift: () => Promise<unknown>): Promise<readonly Line[]> {
  const cloud = new StandInCloud(path.join(folder, 'cloud'));
  const state = path.join(folder, stateFolder);
  const calls = cloud.calls().length;
  const before = filesIn(state);
  await drift();
  const after = filesIn(state);
  const files = new Set([...before.keys(), ...after.keys()]);
  const made = cloud.calls().slice(calls);
  const writes = made.filter(({ method }) => ['create', 'update', 'delete'].includes(method));
  return [
    line('drift that finds nothing, reads of the cloud', made.length - writes.length),
    line('… writes to the cloud', writes.length, { atMost: 0 }),
    line('… files of the state written', [...files].filter((file) => before.get(file) !== after.get(file)).length, {
      atMost: 0,
    }),
  ];
}

function filesIn(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [file, `${statSync(file).mtimeMs} ${readFileSync(file, 'utf8')}`];
    }),
  );
}

async function byTurns(ours: () => Promise<number>, theirs: () => Promise<number>): Promise<readonly Turn[]> {
  await theirs();
  await ours();
  const turns: Turn[] = [];
  for (let round = 0; round < rounds; round += 1) turns.push({ theirs: await theirs(), ours: await ours() });
  return turns;
}

async function timed(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const began = performance.now();
  await promisify(execFile)(command, [...args], { cwd, env, maxBuffer: 64 * 1024 * 1024 });
  return (performance.now() - began) / 1000;
}

/** An environment that stands, twice in one: our folder, and a project of the engine on the same state. */
async function standing(folder: string) {
  const at = (name: string): string => path.join(folder, name);
  installPlugins(at('home'));
  cpSync(fileURLToPath(new URL('../../../environments', import.meta.url)), at('environments'), { recursive: true });
  const { document } = await example(environment);
  const { metadata } = document as { readonly metadata: { readonly name: string } };
  // Where the commands keep it, since the example does not say.
  mkdirSync(at(stateFolder), { recursive: true });
  const backend = `file://${at(stateFolder)}`;
  const env = {
    ...definedIn(process.env),
    PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH'] ?? ''}`,
    PULUMI_HOME: at('home'),
    PULUMI_CONFIG_PASSPHRASE: 'bench',
    PULUMI_SKIP_UPDATE_CHECK: '1',
    STAND_IN_CLOUD: at('cloud'),
  };
  const options: WorkspaceOptions = {
    environment: metadata.name,
    document,
    main: shippedMain,
    backend,
    secretsProvider: 'passphrase',
    env,
  };
  const workspace = await openWorkspace(options);
  const { plan } = await preview(workspace, () => undefined, new AbortController().signal);
  await update(workspace, plan, () => undefined, new AbortController().signal);
  const salt = must(await workspace.salt(), 'a passphrase has a salt');
  const project = at('project');
  cpSync(workspace.folder, project, { recursive: true });
  // As anybody would write it: without what we give the engine's Node.
  const plain = { name: 'planewright', runtime: { name: 'nodejs', options: { typescript: false } }, main: shippedMain };
  writeFileSync(path.join(project, 'Pulumi.yaml'), JSON.stringify(plain));
  await workspace.dispose();
  const config = { 'planewright:environment': JSON.stringify(document) };
  writeFileSync(path.join(project, `Pulumi.${metadata.name}.yaml`), JSON.stringify({ encryptionsalt: salt, config }));
  const bare = { ...env, PULUMI_BACKEND_URL: backend, PULUMI_STACK: metadata.name };
  return { env, bare, project };
}

function definedIn(env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function median(values: readonly number[]): number {
  return must(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)], 'there are rounds');
}
