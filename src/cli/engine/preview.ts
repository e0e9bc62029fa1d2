import { deletedClustersIn } from '../../../stacks/engine/cluster.ts';
import { isSettled } from '../../../stacks/engine/pending.ts';
import { preview, type Preview } from '../../../stacks/engine/preview.ts';
import { refresh } from '../../../stacks/engine/refresh.ts';
import { exceptFor } from '../../../stacks/engine/rebuild.ts';
import { savedPlanSchema, type SavedPlan } from '../../../stacks/engine/saved-plan.ts';
import { endedWell, recordLeftBehind, settle } from '../../../stacks/engine/settle.ts';
import type { StackState } from '../../../stacks/engine/state.ts';
import type { Step } from '../../../stacks/engine/step.ts';
import type { Workspace } from '../../../stacks/engine/workspace.ts';
import type { Plan } from '../../../stacks/planned.ts';
import type { PreviewOptions } from '../commands/preview.ts';
import type { Io } from '../io.ts';
import { begin } from './before.ts';
import { changesCluster, clusterDigest, clusterPreview, lookedAsJson, lookedAsText } from './cluster-preview.ts';
import { decisionsOf } from './decisions.ts';
import type { Run } from './run.ts';
import { styleFor } from '../ui/style.ts';
import { changesOf, refusalsAsText, stepsAsText } from './steps.ts';

/** What a preview found, and the plan that an update may be given. */
export interface Previewed {
  readonly steps: readonly Step[];
  readonly refused: string;
  readonly saved: SavedPlan;
  /** What the plan is made on. */
  readonly state: StackState;
}

/**
 * Settles what earlier runs left behind, takes into the state how the cloud is where that is asked for, then asks the
 * engine. Nothing is made, changed or deleted in the cloud; the state may be put right.
 */
export async function previewed(
  run: Run,
  { refresh: fresh, settle: decided = [] }: { readonly refresh?: true; readonly settle?: readonly string[] },
  io: Io,
): Promise<Previewed> {
  const { workspace, binding } = run;
  const look = () => lookAt(workspace, io.signal);
  const first = fresh === true || decided.length > 0 ? undefined : await lookIfSettled(workspace, io.signal);
  const settled = first === undefined && (await settleAloud(run, io, decided));
  if (fresh === true) await refreshAloud(run, io);
  let { found, state } = first ?? (await look());
  const creates = found.steps.some(({ operation }) => operation.startsWith('create'));
  // Settling ends in a run of its own, after which the last one counts as good.
  if (creates && (settled || !(await endedWell(workspace)))) {
    // What stands on something that was just recorded can be looked up only then.
    while (await recordAloud(run, found.plan, io)) ({ found, state } = await look());
  }
  // A rebuild that stopped has deleted it: whatever the gate says of a cluster, nothing can be lost any more.
  const { plan, refusals } = exceptFor(deletedClustersIn(state), found);
  const salt = await workspace.salt();
  const saved = savedPlanSchema.parse({
    apiVersion: 'plan.planewright.dev/v1',
    ...binding(state),
    ...(salt !== undefined && { salt }),
    steps: changesOf(found.steps).map(({ operation, name, type }) => ({ operation, name, type })),
    engine: plan,
  });
  return { steps: found.steps, refused: refusalsAsText(refusals), saved, state };
}

interface Look {
  readonly found: Preview;
  readonly state: StackState;
}

async function lookAt(workspace: Workspace, signal: AbortSignal): Promise<Look> {
  const [found, state] = await Promise.all([preview(workspace, () => undefined, signal), workspace.state()]);
  return { found, state };
}

/** Asks the engine while the state is read, since mostly nothing is pending; undefined where something is. */
async function lookIfSettled(workspace: Workspace, signal: AbortSignal): Promise<Look | undefined> {
  const unsettled = new AbortController();
  const asking = preview(workspace, () => undefined, AbortSignal.any([signal, unsettled.signal]));
  asking.catch(() => undefined); // Of a state that is settled, it is told below.
  try {
    const state = await workspace.state();
    return isSettled(state) ? { found: await asking, state } : undefined;
  } finally {
    unsettled.abort();
    await Promise.allSettled([asking]);
  }
}

/**
 * Settles what a killed run left pending, says what became of it, and tells whether there was something.
 * @param decided `NAME=ID` or `NAME=absent`.
 */
export async function settleAloud(
  { workspace, lookUp }: Run,
  io: Io,
  decided: readonly string[] = [],
): Promise<boolean> {
  const settlements = await settle(workspace, lookUp, decisionsOf(decided));
  for (const { name, what } of settlements) {
    if (what !== 'deleted') io.err(`An earlier run was killed: ${name} is ${settledAs[what]}.\n`);
  }
  const deleted = settlements.flatMap(({ name, what }) => (what === 'deleted' ? [name] : []));
  if (deleted.length > 0) {
    io.err(
      `An earlier run stopped before it made anew what it had deleted: ${deleted.join(', ')}. The state says so now.\n`,
    );
  }
  return settlements.length > 0;
}

/** Takes into the state how the cloud is, and says what was not as it was left. */
async function refreshAloud({ workspace }: Run, io: Io): Promise<void> {
  for (const { concern, name, kind, fields } of await refresh(workspace, io.signal)) {
    const what = kind === 'gone' ? 'is gone' : `was changed: ${fields.map(({ path }) => path).join(', ')}`;
    io.err(`${concern}: ${name} ${what}. The state says so now.\n`);
  }
}
const settledAs = {
  recorded: 'there, and recorded now',
  dropped: 'not there, and is created if it is wanted',
  reread: 'read again',
} as const;

/** Records what an earlier run created without saying so, and tells whether there was something. */
export async function recordAloud({ workspace, lookUp }: Run, plan: SavedPlan['engine'], io: Io): Promise<boolean> {
  const left = await recordLeftBehind(workspace, plan, lookUp);
  if (left.length > 0) {
    io.err(`An earlier run did not record what it had created: ${left.join(', ')}. Recorded now.\n`);
  }
  return left.length > 0;
}

/** Prints what `up` would do, in the cloud and in the cluster. Exit 0 nothing, 2 something, 3 refused. */
export async function runPreview(nameOrPath: string, options: PreviewOptions, io: Io): Promise<void> {
  const show = async (run: Run, plan: Plan): Promise<void> => {
    const { steps, refused, saved, state } = await previewed(run, options, io);
    const changes = changesOf(steps);
    const looked = await clusterPreview(run, { plan, state, isChanging: changes.length > 0 }, options, io);
    if (options.output === 'json') {
      const document = { environment: saved.environment, steps: changes, refused, cluster: lookedAsJson(looked) };
      io.out(`${JSON.stringify(document, null, 2)}\n`);
    } else io.out(`${stepsAsText(steps, styleFor(io).width)}${refused}${lookedAsText(looked)}`);
    if (refused !== '') {
      io.exit(3);
      return;
    }
    if (options.save !== undefined) {
      const cluster = clusterDigest(looked);
      const bound = { ...saved, ...(cluster !== undefined && { cluster }) };
      await io.writeFile(options.save, `${JSON.stringify(bound)}\n`, { overwrite: true });
      io.err(
        `Saved to ${options.save}. planewright up ${nameOrPath} --plan ${options.save} does this and nothing else.\n`,
      );
    }
    io.exit(changes.length > 0 || changesCluster(looked) ? 2 : 0);
  };
  await begin(nameOrPath, io, show, { skipPreflight: options.skipPreflight });
}
