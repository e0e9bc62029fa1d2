import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
import { installPlugins } from '../../engine/support/plugins.ts';
import { line, type Line } from '../measure.ts';

const environment = 'google-standard';
const cli = fileURLToPath(new URL('../../../bin/planewright.js', import.meta.url));
const rounds = 5;
/** What the bare engine does not do either. */
const alone = ['--skip-preflight', '--skip-cluster'] as const;

/**
 * What our commands take beyond the bare engine's, on the same program, state and stand-in: its own `preview` against our
 * `preview`, and its `up` that changes nothing (which previews first, as ours does) against ours. By turns, and the median
 * of the ratios of neighbours: other work on the machine falls on both.
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
    return [...linesOf('preview', previews), ...linesOf('up that changes nothing', ups)];
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
  mkdirSync(at('.planewright/state'), { recursive: true });
  const backend = `file://${at('.planewright/state')}`;
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
