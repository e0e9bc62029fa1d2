import { placeOf } from '../../../../stacks/place.ts';
import { runProgram } from '../../../../stacks/plan/run-program.ts';
import { program } from '../../../../stacks/google/byoc/program.ts';
import type { Plan, PlannedResource } from '../../../../stacks/planned.ts';
import type { ByocGoogleEnvironment } from '../../../../stacks/environment/schema/environment.ts';

export function planOf(environment: ByocGoogleEnvironment): Promise<Plan> {
  return runProgram({
    environment: environment.metadata.name,
    place: placeOf(environment),
    program: () => program(environment),
  });
}

export function ofType(plan: Plan, type: string): readonly PlannedResource[] {
  return plan.resources.filter((resource) => resource.type === type);
}
