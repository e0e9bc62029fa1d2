import { guarded } from '../../../stacks/engine/data.ts';
import { destroy, keptBy, type Kept } from '../../../stacks/engine/destroy.ts';
import { preview } from '../../../stacks/engine/preview.ts';
import { release, releasesOf } from '../../../stacks/engine/release.ts';
import type { StackState, StateResource } from '../../../stacks/engine/state.ts';
import { partsOf } from '../../../stacks/engine/step.ts';
import { placeOf } from '../../../stacks/place.ts';
import type { ClusterConnection } from '../../kube/cluster-connection.ts';
import { kubeClient } from '../../kube/kube-client.ts';
import type { DestroyOptions } from '../commands/destroy.ts';
import { confirmed } from '../engine/confirm.ts';
import { recordAloud, settleAloud } from '../engine/preview.ts';
import { progressTeller } from '../engine/progress.ts';
import { withExisting, type Run } from '../engine/run.ts';
import { changesOf } from '../engine/steps.ts';
import type { Io } from '../io.ts';
import { hanging, inLines, styleFor } from '../ui/style.ts';
import { clusterScope, unreleased } from './cluster.ts';
import { staleBackups, type BackupFreshness } from './freshness.ts';
import { accountDoubt, dispelled, type Doubt } from './guards.ts';
import { realParts, type DestroyParts } from './parts.ts';
import { releaseCluster, type ReleasedCluster } from './release-cluster.ts';

/** As a person is asked. */
export const deleting = { verb: 'delete', done: 'deleted' } as const;

/** How long the kinds of a cluster may take to go, each: an organization of a thousand objects takes minutes. */
const clusterTimeoutMs = 15 * 60 * 1000;

/**
 * Takes an environment down, except for its data and the keys to it. What goes, what stays and how fresh its backups are is
 * shown first; then name and account must be typed, or given, so that nobody takes down another environment than they mean.
 */
export async function runDestroy(
  nameOrPath: string,
  options: DestroyOptions,
  io: Io,
  parts: DestroyParts = realParts(io),
): Promise<void> {
  await withExisting(nameOrPath, io, async (run) => {
    const { workspace, environment } = run;
    const { name } = environment.metadata;
    const account = await accountDoubt(environment, parts.identity, io);
    const state = await settledState(run, io);
    const kept = keptBy(state);
    const going = goingFrom(state);
    const backups = going.length === 0 ? [] : await parts.freshness(environment, state, io.signal);
    if (isEmpty(state)) await foundNothing(run, options, io);
    else io.err(shown(going, kept, backups, styleFor(io).width));
    const told = { environment: name, kept: kept.map(withoutUrn), backups };
    if (options.dryRun === true || going.length === 0) {
      printJson({ ...told, deleted: [], goes: going.map(shortOf) }, options, io);
      io.exit(going.length === 0 ? 0 : 2);
      return;
    }
    const connection = await parts.connect(environment, state, options, io);
    try {
      const doubts = [account, clusterDoubt(run, state, connection), backupDoubt(backups, parts.clock.now())];
      await dispelled(doubts.filter(isThere), givenIn(options), io);
      await confirmed(`${name}@${placeOf(environment).account}`, options.confirm, deleting, io);
      const cluster = await letClusterGo(run, state, connection, parts, io);
      const urns = new Set(going.map(({ urn }) => urn));
      const guards = releasesOf(state, urns);
      await release(workspace, state, guards, progressTeller(guards.size, io), io.signal);
      const gone = changesOf(await destroy(workspace, progressTeller(going.length, io), io.signal));
      printJson({ ...told, cluster, deleted: gone.map((step) => step.name) }, options, io);
      if (options.output === 'text') {
        io.out(`Deleted ${gone.length}; ${kept.length} stay. planewright up takes up what stays.\n`);
      }
      io.exit(0);
    } finally {
      connection?.close();
    }
  });
}

/**
 * The state with nothing open: what a killed run left pending is settled, what one that failed created without recording is
 * recorded, and everything that holds data is protected, also after an interrupted deletion of data.
 */
async function settledState(run: Run, io: Io): Promise<StackState> {
  const { workspace } = run;
  // Settling may end in a run of its own, after which the last one counts as good.
  const last = await workspace.stack.info();
  await settleAloud(run, io);
  // After a destroy that failed, everything that it deleted would be looked up: it created nothing.
  if (last !== undefined && last.result !== 'succeeded' && last.kind === 'update') {
    const { plan } = await preview(workspace, () => undefined, io.signal);
    await recordAloud(run, plan, io);
  }
  const state = await workspace.state();
  const safe = guarded(state);
  if (safe === state) return state;
  await workspace.putState(safe);
  io.err('What holds data was left without protection, and is protected again.\n');
  return safe;
}

/** Whether nothing of an environment is known: it was never brought up, or everything of it is deleted. */
export function isEmpty({ deployment }: StackState): boolean {
  return (deployment.resources ?? []).every(({ type }) => type === 'pulumi:pulumi:Stack');
}

/** Tells a person who takes down what is not there, and removes the stack of nothing. */
export async function foundNothing(
  run: Run,
  { dryRun }: { readonly dryRun?: true | undefined },
  io: Pick<Io, 'err'>,
): Promise<void> {
  const { name } = run.environment.metadata;
  io.err(
    `Nothing of ${name} is in its state: there is nothing to delete. If it was brought up, look at spec.state.backend and at the folder that this runs in.\n`,
  );
  if (dryRun !== true) await removeStack(run);
}

/** A stack of nothing would pass for an environment that is as it was left. */
export async function removeStack({ workspace }: Run): Promise<void> {
  await workspace.stack.workspace.removeStack(workspace.environment);
}

/** What a destroy deletes: what is in the cloud, and neither protected nor needed by what is. */
export function goingFrom(state: StackState): readonly StateResource[] {
  const staying = new Set(keptBy(state).map(({ urn }) => urn));
  return (state.deployment.resources ?? []).filter(({ urn, type, custom }) => {
    return custom === true && !type.startsWith('pulumi:') && !staying.has(urn);
  });
}

function clusterDoubt(
  { environment }: Run,
  state: StackState,
  connection: ClusterConnection | undefined,
): Doubt | undefined {
  const scope = clusterScope(environment, state);
  if (scope === undefined || connection !== undefined) return undefined;
  return {
    option: '--without-cluster',
    words: 'without cluster',
    reason: `The cluster is not asked to let go. ${unreleased(scope, environment)}`,
  };
}

function backupDoubt(backups: readonly BackupFreshness[], now: number): Doubt | undefined {
  const stale = staleBackups(backups, now);
  if (stale.length === 0) return undefined;
  return {
    option: '--without-fresh-backup',
    words: 'without fresh backup',
    reason: `Not backed up within 24 hours, as far as is known: ${stale.join(', ')}.`,
  };
}

async function letClusterGo(
  { environment }: Run,
  state: StackState,
  connection: ClusterConnection | undefined,
  { clock }: DestroyParts,
  io: Io,
): Promise<ReleasedCluster | undefined> {
  const scope = clusterScope(environment, state);
  if (scope === undefined || connection === undefined) return undefined;
  const tell = (line: string): void => io.err(`${line}\n`);
  const context = { client: kubeClient(connection.transport), clock, tell, timeoutMs: clusterTimeoutMs };
  const released = await releaseCluster(context, scope, io.signal);
  if (released.volumes.length > 0) {
    tell(`Volumes are left in the cluster; their disks stay in the account, and cost: ${released.volumes.join(', ')}`);
  }
  return released;
}

function givenIn(options: DestroyOptions): ReadonlySet<string> {
  return new Set([
    ...(options.withoutAccountCheck === true ? ['--without-account-check'] : []),
    ...(options.withoutCluster === true ? ['--without-cluster'] : []),
    ...(options.withoutFreshBackup === true ? ['--without-fresh-backup'] : []),
  ]);
}

function shown(
  going: readonly StateResource[],
  kept: readonly Kept[],
  backups: readonly BackupFreshness[],
  width: number,
): string {
  const stays = kept.map(({ name, type, holdsData }) =>
    inLines([`  = ${name}`, type, ...(holdsData ? ['(holds data)'] : [])], width),
  );
  const goes = going.map(({ urn, type }) => inLines([`  - ${partsOf(urn).name}`, type], width));
  const fresh = backups.map(({ what, newest, reason }) =>
    hanging(`  ${what}: `, newest ?? reason ?? 'not known', width),
  );
  const parts = [
    [`${going.length} would be deleted:`, ...goes],
    [`${kept.length} stay, in the cloud and in the state:`, ...stays],
    ...(fresh.length === 0 ? [] : [['Last moment that can be had back:', ...fresh]]),
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function printJson(told: object, { output }: DestroyOptions, io: Io): void {
  if (output === 'json') io.out(`${JSON.stringify(told, null, 2)}\n`);
}

function shortOf({ urn, type }: StateResource): { readonly name: string; readonly type: string } {
  return { name: partsOf(urn).name, type };
}

function withoutUrn({ name, type, id, holdsData }: Kept): Omit<Kept, 'urn'> {
  return { name, type, id, holdsData };
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}
