import type { StackState } from '../../../stacks/engine/state.ts';
import { systemClock } from '../../runtime/clock.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import { selfHosted } from '../backup/backup.ts';
import { readExport, type ReadExport } from '../backup/exported.ts';
import { backupInventory } from '../backup/inventory.ts';
import { restCalls, type RestCalls } from '../../clouds/rest-calls.ts';
import { outputsIn } from '../backup/subjects.ts';
import type { RestoreOptions } from '../commands/restore.ts';
import { withExisting } from '../engine/run.ts';
import { openEnvironment } from '../environment.ts';
import type { Io } from '../io.ts';
import { lossesOf } from './losses.ts';
import { reachOf } from './moment.ts';
import { stepsOf, type Lost } from './steps/steps.ts';
import { planAsText, refusalAsText, type RestorePlan } from './text.ts';

/**
 * Prints the plan of a restore. Exit 0 printed, 3 refused with every reason, 4 printed but something essential could not be
 * looked at. Changes nothing.
 */
export async function runRestore(
  nameOrPath: string,
  options: RestoreOptions,
  io: Io,
  clouds: RestCalls = restCalls(io.env),
): Promise<void> {
  if (options.plan !== true) {
    throw new PlanewrightError(
      'RestoreRefused',
      'A restore is carried out by a person, step by step along its plan; nothing is restored by a command.',
    );
  }
  const now = systemClock.now();
  const to = options.to === undefined ? undefined : momentOf(options.to);
  const loaded = await openEnvironment(nameOrPath, io);
  const environment = selfHosted(loaded);
  const { name } = environment.metadata;
  const exported = options.backup === undefined ? undefined : await readExport(options.backup, name, io);
  const live = await stateOf(nameOrPath, io);
  const outputs = (live && outputsIn(live)) ?? fromExport(exported, nameOrPath).outputs;
  const state = live ?? fromExport(exported, nameOrPath).state;
  const lost = new Set<Lost>([
    ...(options.lost ?? ['cluster', 'data']),
    ...(live === undefined ? (['state'] as const) : []),
  ]);
  const items = await backupInventory({ environment, outputs, state, now }, clouds, io.signal);
  const reach = reachOf(items, lost.has('data') ? to : undefined, now);
  const { refusals, unverified, oldest, newest } = reach;
  if (refusals.length > 0) {
    io.out(options.output === 'json' ? json({ environment: name, refusals }) : refusalAsText(name, refusals));
    io.exit(3);
    return;
  }
  const moment = reach.moment ?? '<moment>';
  const back = to !== undefined && lost.has('data');
  const plan: RestorePlan = {
    environment: name,
    ...(lost.has('data') && { moment: reach.moment, oldest, newest }),
    losses: lossesOf({ lost, moment, now, back, exported }),
    unverified,
    steps: stepsOf({ nameOrPath, environment, outputs, state, items, lost, moment, back, exported }),
  };
  io.out(options.output === 'json' ? json(plan) : planAsText(plan));
  io.exit(unverified.length > 0 ? 4 : 0);
}

/** The state as it is; undefined where there is none, or nothing in it: that may be what is to be restored. */
async function stateOf(nameOrPath: string, io: Io): Promise<StackState | undefined> {
  try {
    const state = await withExisting(nameOrPath, io, ({ workspace }) => workspace.state());
    return (state.deployment.resources ?? []).length === 0 ? undefined : state;
  } catch (error) {
    if (error instanceof PlanewrightError && error.code === 'StackMissing') return undefined;
    throw error;
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** @throws PlanewrightError InvalidArgument for what is no moment, or leaves open in which time zone. */
export function momentOf(text: string): number {
  const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}([.]\d{1,3})?)?(Z|[-+]\d{2}:\d{2})$/;
  const moment = form.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(moment)) return moment;
  throw new PlanewrightError('InvalidArgument', `--to ${text} is no moment with a time zone.`, {
    next: 'Write it as 2026-11-25T08:30:00Z, or with +01:00 in place of Z.',
  });
}

function fromExport(exported: ReadExport | undefined, nameOrPath: string): ReadExport {
  if (exported !== undefined) return exported;
  throw new PlanewrightError(
    'RestoreRefused',
    'There is no state of this environment, or it has no outputs, so nothing in the cloud is known by name.',
    {
      next: `Name an export: planewright restore ${nameOrPath} --plan --backup DIR`,
    },
  );
}
