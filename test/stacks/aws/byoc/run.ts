import { placeOf } from '../../../../stacks/place.ts';
import { runProgram } from '../../../../stacks/plan/run-program.ts';
import { program } from '../../../../stacks/aws/byoc/program.ts';
import type { Plan, PlannedResource } from '../../../../stacks/planned.ts';
import type { ByocAwsEnvironment } from '../../../../stacks/environment/schema/environment.ts';

export function planOf(environment: ByocAwsEnvironment): Promise<Plan> {
  return runProgram({
    environment: environment.metadata.name,
    place: placeOf(environment),
    program: () => program(environment),
  });
}

export function ofType(plan: Plan, type: string): readonly PlannedResource[] {
  return plan.resources.filter((resource) => resource.type === type);
}

/** A policy that stands in an input as text. */
export function documentIn(resource: PlannedResource, input: string): unknown {
  const text = resource.inputs[input];
  return JSON.parse(typeof text === 'string' ? text : 'null');
}
