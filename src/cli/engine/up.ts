import { savedPlanSchema, staleness, type SavedPlan } from '../../../stacks/engine/saved-plan.ts';
import { endedWell } from '../../../stacks/engine/settle.ts';
import { update } from '../../../stacks/engine/update.ts';
import { sentenceOf, PlanewrightError } from '../../runtime/errors.ts';
import type { UpOptions } from '../commands/up.ts';
import { readInput, whyUnreadable } from '../input.ts';
import type { Io } from '../io.ts';
import { policiesAllow } from './policies.ts';
import { previewed, recordAloud, settleAloud } from './preview.ts';
import { progressTeller } from './progress.ts';
import { withRun, type Run } from './run.ts';
import { changesOf, stepsAsText } from './steps.ts';

/**
 * Carries out a plan: the one of a file, or one that is shown and agreed to now. Exit 0 done, 1 error, 3 refused by a
 * policy, by the gate, or because a saved plan is stale.
 */
export async function runUp(nameOrPath: string, options: UpOptions, io: Io): Promise<void> {
  const saved = options.plan === undefined ? undefined : await readPlan(options.plan, io);
  await withRun(
    nameOrPath,
    io,
    async (run) => {
      const plan = saved === undefined ? await agreed(run, options, io) : await stillHolds(run, saved, io);
      if (plan === undefined) return;
      await carryOut(run, plan, options, io);
    },
    saved?.salt,
    (environment) => policiesAllow(environment, io),
  );
}

/** The plan of now, after it was shown and agreed to; undefined where it was refused, declined, or there is nothing to do. */
async function agreed(run: Run, options: UpOptions, io: Io): Promise<SavedPlan | undefined> {
  const { steps, refused, saved } = await previewed(run, io);
  io.err(stepsAsText(steps) + refused);
  if (refused !== '') {
    io.exit(3);
    return undefined;
  }
  const changes = changesOf(steps);
  if (changes.length === 0) {
    io.out(options.output === 'json' ? `${JSON.stringify({ environment: saved.environment, done: [] })}\n` : '');
    io.exit(0);
    return undefined;
  }
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
async function stillHolds(run: Run, saved: SavedPlan, io: Io): Promise<SavedPlan> {
  const { workspace, binding } = run;
  const settled = await settleAloud(run, io);
  if (settled || !(await endedWell(workspace))) {
    let found: boolean;
    do found = await recordAloud(run, saved.engine, io);
    while (found);
  }
  const reasons = staleness(saved, binding(await workspace.state()));
  if (reasons.length > 0) throw new PlanewrightError('PlanStale', reasons.join('\n'));
  return saved;
}

async function carryOut(run: Run, plan: SavedPlan, options: UpOptions, io: Io): Promise<void> {
  const total = plan.steps.length;
  const tell = progressTeller(total, io);
  const { done, outputs } = await update(run.workspace, plan.engine, tell, io.signal);
  const changes = changesOf(done);
  if (options.output === 'json') {
    const steps = changes.map(({ operation, name, type, concern }) => ({ operation, name, type, concern }));
    io.out(`${JSON.stringify({ environment: plan.environment, done: steps, outputs }, null, 2)}\n`);
  } else io.out(`Done: ${changes.length} of ${total} steps.\n`);
  io.exit(0);
}

async function readPlan(file: string, io: Io): Promise<SavedPlan> {
  const text = await readInput(file, io).catch((error: unknown) => {
    const { reason, next } = whyUnreadable(error);
    throw new PlanewrightError('FileUnreadable', `${file}: ${reason}; ${next}.`, { cause: error });
  });
  try {
    return savedPlanSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new PlanewrightError(
      'InvalidDocument',
      `${file} is no saved plan: ${sentenceOf(error).split('\n')[0] ?? ''}`,
      {
        next: 'Make one: planewright preview ENV --save plan.json',
      },
    );
  }
}
