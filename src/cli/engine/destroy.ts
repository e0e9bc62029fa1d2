import { destroy, keptBy, type Kept } from '../../../stacks/engine/destroy.ts';
import type { StackState } from '../../../stacks/engine/state.ts';
import { placeOf } from '../../../stacks/place.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import type { DestroyOptions } from '../commands/destroy.ts';
import type { Io } from '../io.ts';
import { settleAloud } from './preview.ts';
import { progressTeller } from './progress.ts';
import { withRun } from './run.ts';

/**
 * Takes an environment down, except for its data and the keys to it. What goes and what stays is shown first; then name
 * and account must be typed, or given, so that nobody takes down another environment than they mean.
 */
export async function runDestroy(nameOrPath: string, options: DestroyOptions, io: Io): Promise<void> {
  await withRun(nameOrPath, io, async (run) => {
    const { workspace, environment } = run;
    // What a killed run made without recording it would stay behind for good.
    await settleAloud(run, io);
    const { name } = environment.metadata;
    const { account } = placeOf(environment);
    const state = await workspace.state();
    const kept = keptBy(state);
    const going = goingOf(state, kept);
    io.err(shown(going, kept));
    if (going.length === 0) {
      io.exit(0);
      return;
    }
    await confirm(`${name}@${account}`, options, io);
    const tell = progressTeller(going.length, io);
    const gone = await destroy(workspace, tell, io.signal);
    if (options.output === 'json') {
      io.out(`${JSON.stringify({ environment: name, deleted: gone.map(({ name: one }) => one), kept }, null, 2)}\n`);
    } else io.out(`Deleted ${gone.length}; ${kept.length} stay. planewright up takes up what stays.\n`);
    io.exit(0);
  });
}

function goingOf({ deployment }: StackState, kept: readonly Kept[]): readonly string[] {
  const staying = new Set(kept.map(({ urn }) => urn));
  return (deployment.resources ?? []).flatMap(({ urn, type, custom }) => {
    const ours = custom === true && !type.startsWith('pulumi:') && !staying.has(urn);
    return ours ? [`${urn.split('::').slice(3).join('::')}  ${type}`] : [];
  });
}

function shown(going: readonly string[], kept: readonly Kept[]): string {
  const stays = kept.map(({ name, type, holdsData }) => `  = ${name}  ${type}${holdsData ? '  (holds data)' : ''}`);
  const goes = going.map((one) => `  - ${one}`);
  return `${going.length} would be deleted:\n${goes.join('\n')}\n\n${kept.length} stay, in the cloud and in the state:\n${stays.join('\n')}\n`;
}

/** @throws PlanewrightError InvalidArgument where it was not confirmed, or for another environment. */
async function confirm(wanted: string, { confirm: given }: DestroyOptions, io: Io): Promise<void> {
  if (given === undefined && !io.isInteractive) {
    throw new PlanewrightError('InvalidArgument', 'There is nobody to ask whether this shall be deleted.', {
      next: `Give --confirm ${wanted}`,
    });
  }
  const answer = given ?? (await io.ask(`Type ${wanted} to delete: `));
  if (answer !== wanted) {
    throw new PlanewrightError(
      'InvalidArgument',
      `Confirmed was ${answer}, but this is ${wanted}. Nothing was deleted.`,
    );
  }
}
