import { systemClock, type Clock } from '../../runtime/clock.ts';
import type { PlanOptions } from '../commands/plan.ts';
import { openEnvironment } from '../environment.ts';
import type { Io } from '../io.ts';
import { styleFor } from '../ui/style.ts';
import { reviewAsJson } from './json.ts';
import { reviewEnvironment } from './review.ts';
import { reviewAsText } from './text.ts';
import { verdictOf } from './verdict.ts';

/** Prints the plan of an environment and sets the exit code: 0, 2 or 3. */
export async function printPlan(
  nameOrPath: string,
  options: PlanOptions,
  io: Io,
  clock: Clock = systemClock,
): Promise<void> {
  const { environment } = await openEnvironment(nameOrPath, io);
  const review = await reviewEnvironment(environment, options, io, clock);
  const { verbose = false, show = [], output } = options;
  const shown = { inputs: verbose || show.includes('inputs'), objects: verbose || show.includes('objects') };
  io.out(output === 'json' ? reviewAsJson(review) : reviewAsText(review, styleFor(io), shown));
  io.exit(verdictOf(review).exitCode);
}
