import { preview } from '../../../stacks/engine/preview.ts';
import { savedPlanSchema, type SavedPlan } from '../../../stacks/engine/saved-plan.ts';
import { endedWell, recordLeftBehind, settle } from '../../../stacks/engine/settle.ts';
import type { Step } from '../../../stacks/engine/step.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import type { PreviewOptions } from '../commands/preview.ts';
import type { Io } from '../io.ts';
import { policiesAllow } from './policies.ts';
import { withRun, type Run } from './run.ts';
import { changesOf, refusalsAsText, stepsAsText } from './steps.ts';

/** What a preview found, and the plan that an update may be given. */
export interface Previewed {
  readonly steps: readonly Step[];
  readonly refused: string;
  readonly saved: SavedPlan;
}

/**
 * Settles what earlier runs left behind, then asks the engine. Nothing is made, changed or deleted in the cloud; the state
 * may be put right.
 */
export async function previewed(run: Run, io: Io): Promise<Previewed> {
  const { workspace, binding } = run;
  const settled = await settleAloud(run, io);
  const look = async () => {
    const [found, state] = await Promise.all([preview(workspace, () => undefined, io.signal), workspace.state()]);
    return { found, state };
  };
  let { found, state } = await look();
  const creates = found.steps.some(({ operation }) => operation === 'create');
  // Settling ends in a run of its own, after which the last one counts as good.
  if (creates && (settled || !(await endedWell(workspace)))) {
    // What stands on something that was just recorded can be looked up only then.
    while (await recordAloud(run, found.plan, io)) ({ found, state } = await look());
  }
  const salt = await workspace.salt();
  const saved = savedPlanSchema.parse({
    apiVersion: 'plan.planewright.dev/v1',
    ...binding(state),
    ...(salt !== undefined && { salt }),
    steps: changesOf(found.steps).map(({ operation, name, type }) => ({ operation, name, type })),
    engine: found.plan,
  });
  return { steps: found.steps, refused: refusalsAsText(found.refusals), saved };
}

/** Settles what a killed run left pending, says what became of it, and tells whether there was something. */
export async function settleAloud({ workspace, lookUp }: Run, io: Io): Promise<boolean> {
  const settlements = await settle(workspace, lookUp);
  for (const { name, what } of settlements) io.err(`An earlier run was killed: ${name} is ${what}.\n`);
  return settlements.length > 0;
}

/** Records what an earlier run created without saying so, and tells whether there was something. */
export async function recordAloud({ workspace, lookUp }: Run, plan: SavedPlan['engine'], io: Io): Promise<boolean> {
  const left = await recordLeftBehind(workspace, plan, lookUp);
  if (left.length > 0) {
    io.err(`An earlier run did not record what it had created: ${left.join(', ')}. Recorded now.\n`);
  }
  return left.length > 0;
}

/** Prints what `up` would do. Exit 0 nothing, 2 something, 3 refused. */
export async function runPreview(nameOrPath: string, options: PreviewOptions, io: Io): Promise<void> {
  const allowed = (environment: Environment): Promise<boolean> => policiesAllow(environment, io);
  const show = async (run: Run): Promise<void> => {
    const { steps, refused, saved } = await previewed(run, io);
    const changes = changesOf(steps);
    if (options.output === 'json')
      io.out(`${JSON.stringify({ environment: saved.environment, steps: changes, refused }, null, 2)}\n`);
    else io.out(stepsAsText(steps) + refused);
    if (refused !== '') {
      io.exit(3);
      return;
    }
    if (options.save !== undefined) {
      await io.writeFile(options.save, `${JSON.stringify(saved)}\n`, { overwrite: true });
      io.err(
        `Saved to ${options.save}. planewright up ${nameOrPath} --plan ${options.save} does this and nothing else.\n`,
      );
    }
    io.exit(changes.length === 0 ? 0 : 2);
  };
  await withRun(nameOrPath, io, show, undefined, allowed);
}
