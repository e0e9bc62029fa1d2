import { outputsOf } from '../../../stacks/engine/state.ts';
import { isSelfHosted } from '../../../stacks/cluster/objects.ts';
import { readSavedPlan, staleness, type SavedPlan } from '../../../stacks/engine/saved-plan.ts';
import { endedWell } from '../../../stacks/engine/settle.ts';
import type { Step } from '../../../stacks/engine/step.ts';
import { update } from '../../../stacks/engine/update.ts';
import type { Plan } from '../../../stacks/planned.ts';
import { sentenceOf, PlanewrightError } from '../../runtime/errors.ts';
import type { UpOptions } from '../commands/up.ts';
import { goOn, nextSteps, waitMs, type DoneInCluster } from '../environment-cluster/go-on.ts';
import { refuseUnnamed, whyLeft } from '../environment-cluster/look.ts';
import { handedOver, outputsAreCurrent } from '../environment-cluster/outputs.ts';
import { readText } from '../input.ts';
import type { Io } from '../io.ts';
import { begin } from './before.ts';
import { changesCluster, clusterDigest, clusterPreview, lookedAsText } from './cluster-preview.ts';
import { previewed, recordAloud, settleAloud } from './preview.ts';
import { progressTeller } from './progress.ts';
import type { Run } from './run.ts';
import { styleFor } from '../ui/style.ts';
import { changesOf, stepsAsText } from './steps.ts';

type Outputs = Readonly<Record<string, unknown>>;

/**
 * Carries out a plan, in the cloud and then in the cluster: the one of a file, or one that is shown and agreed to now. Exit
 * 0 done, 1 error, 3 refused by a policy, by the gate, or because a saved plan is stale, 4 the plane waits for a person.
 */
export async function runUp(nameOrPath: string, options: UpOptions, io: Io): Promise<void> {
  if (options.plan !== undefined && options.refresh === true) {
    throw new PlanewrightError(
      'InvalidArgument',
      'A saved plan is carried out as it was shown; --refresh would change it.',
      {
        next: 'Refresh where the plan is made: planewright preview --refresh --save plan.json',
      },
    );
  }
  const saved = options.plan === undefined ? undefined : await readPlan(options.plan, io);
  waitMs(options);
  await begin(
    nameOrPath,
    io,
    async (run, plan) => {
      const todo =
        saved === undefined ? await agreed(run, plan, options, io) : await stillHolds(run, plan, saved, options, io);
      if (todo === undefined) return;
      const { done, outputs } = await cloudPart(run, plan, todo, io);
      const left = whyLeft(run.environment, options, io);
      const cluster = left === undefined ? await goOn(nameOrPath, run.environment, outputs, options, io) : undefined;
      report(run, { steps: done, total: todo.steps.length, outputs, cluster, left }, options, io);
    },
    {
      salt: saved?.salt,
      skipPreflight: options.skipPreflight,
      check: (environment) => refuseUnnamed(environment, options, io),
    },
  );
}

/** The plan of now, after it was shown and agreed to; undefined where it was refused or declined. */
async function agreed(run: Run, plan: Plan, options: UpOptions, io: Io): Promise<SavedPlan | undefined> {
  const { steps, refused, saved, state } = await previewed(run, options, io);
  const changes = changesOf(steps);
  if (refused !== '') {
    io.err(stepsAsText(steps, styleFor(io).width) + refused);
    io.exit(3);
    return undefined;
  }
  const looked = await clusterPreview(run, { plan, state, isChanging: changes.length > 0 }, options, io);
  io.err(`${stepsAsText(steps, styleFor(io).width)}${lookedAsText(looked)}`);
  if (changes.length === 0 && !changesCluster(looked)) return saved;
  if (options.yes === true) return saved;
  if (!io.isInteractive) {
    throw new PlanewrightError('InvalidArgument', 'There is nobody to ask whether this shall be done.', {
      next: 'Give --yes, or a plan that was approved: planewright preview --save plan.json, then planewright up --plan plan.json.',
    });
  }
  const answer = await io.ask('Do it? (yes, or anything else to stop) ');
  if (answer === 'yes') return saved;
  io.err('Nothing was done.\n');
  io.exit(1);
  return undefined;
}

/**
 * Settles before it compares: what an earlier run left behind is a change, and must not be created again.
 * @throws PlanewrightError PlanStale with what changed since.
 */
async function stillHolds(run: Run, plan: Plan, saved: SavedPlan, options: UpOptions, io: Io): Promise<SavedPlan> {
  const { workspace, binding } = run;
  const settled = await settleAloud(run, io, options.settle);
  if (settled || !(await endedWell(workspace))) {
    let found: boolean;
    do found = await recordAloud(run, saved.engine, io);
    while (found);
  }
  const state = await workspace.state();
  const reasons = [...staleness(saved, binding(state))];
  if (reasons.length === 0 && saved.cluster !== undefined) {
    const looked = await clusterPreview(run, { plan, state, isChanging: saved.steps.length > 0 }, options, io);
    if (clusterDigest(looked) !== saved.cluster) reasons.push('What would change in the cluster is not what it was.');
  }
  if (reasons.length > 0) throw new PlanewrightError('PlanStale', reasons.join('\n'));
  return saved;
}

/** The engine is not run where it has nothing to do: not even its history is written then. */
async function cloudPart(
  run: Run,
  plan: Plan,
  todo: SavedPlan,
  io: Io,
): Promise<{ done: readonly Step[]; outputs: Outputs }> {
  const before = outputsOf(await run.workspace.state());
  if (todo.steps.length === 0 && before !== undefined && outputsAreCurrent(plan.outputs, before)) {
    return { done: [], outputs: before };
  }
  const { environment } = run;
  const dnsElsewhere = isSelfHosted(environment) && environment.spec.entry.dns.type === 'Elsewhere';
  const tell = progressTeller(todo.steps.length, io, { dnsElsewhere });
  const { done, outputs } = await update(run.workspace, todo.engine, tell, io.signal);
  return { done: changesOf(done), outputs };
}

interface Result {
  readonly steps: readonly Step[];
  readonly total: number;
  readonly outputs: Outputs;
  readonly cluster: DoneInCluster | undefined;
  readonly left: string | undefined;
}

function report(
  { environment }: Run,
  { steps, total, outputs, cluster, left }: Result,
  options: UpOptions,
  io: Io,
): void {
  if (options.output === 'json') {
    const done = steps.map(({ operation, name, type, concern }) => ({ operation, name, type, concern }));
    const inCluster =
      cluster === undefined ? { left } : { server: cluster.server, ...cluster.changes, ready: cluster.ready };
    const document = { environment: environment.metadata.name, done, outputs, cluster: inCluster };
    io.out(`${JSON.stringify(document, null, 2)}\n`);
  } else {
    if (total > 0) io.out(`Done: ${steps.length} of ${total} steps.\n`);
    if (cluster !== undefined) io.out(nextSteps(environment, handedOver(environment, outputs), cluster.ready));
    else if (left !== undefined && total > 0) io.out(`The cluster is left alone: ${left}.\n`);
  }
  io.exit(0);
}

async function readPlan(file: string, io: Io): Promise<SavedPlan> {
  const text = await readText(file, io);
  try {
    return readSavedPlan(text);
  } catch (error) {
    throw new PlanewrightError('InvalidDocument', `${file} is no saved plan: ${sentenceOf(error)}.`, {
      next: 'Make one: planewright preview ENV --save plan.json',
    });
  }
}
