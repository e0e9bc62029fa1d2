import { placeOf } from '../../../stacks/place.ts';
import { programOf } from '../../../stacks/programs.ts';
import { runProgram } from '../../../stacks/plan/run-program.ts';
import type { Environment } from '../../../stacks/environment/schema/environment.ts';
import type { Plan } from '../../../stacks/planned.ts';

const stacks = new URL('../../../stacks/', import.meta.url);

/** The plan of an environment by its real program, in this process: the SDK of a cloud is loaded once for all tests. */
export async function realPlan(environment: Environment): Promise<Plan> {
  const program = await programOf(environment, stacks);
  return runProgram({ environment: environment.metadata.name, place: placeOf(environment), program });
}
