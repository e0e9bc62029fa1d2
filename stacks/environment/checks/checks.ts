import type { Environment } from '../schema/environment.ts';
import { azureChecks } from './azure.ts';
import type { Check, CheckFinding } from './check.ts';
import { bootstrapChecks } from './bootstraps.ts';
import { databaseChecks } from './databases.ts';
import { entryChecks } from './entries.ts';
import { exceptionChecks } from './exceptions.ts';
import { exportChecks } from './exports.ts';
import { nameChecks } from './names.ts';
import { networkChecks } from './networks.ts';
import { placeChecks } from './places.ts';
import { planeChecks } from './planes.ts';
import { sizeChecks } from './sizes.ts';
import { stateChecks } from './states.ts';

/** Everything that must hold for an environment whose fields are each right. */
export const environmentChecks: readonly Check[] = [
  ...nameChecks,
  ...placeChecks,
  ...networkChecks,
  ...sizeChecks,
  ...databaseChecks,
  ...entryChecks,
  ...azureChecks,
  ...exportChecks,
  ...planeChecks,
  ...bootstrapChecks,
  ...stateChecks,
  ...exceptionChecks,
];

export function checkEnvironment(environment: Environment): readonly CheckFinding[] {
  return environmentChecks.flatMap(({ check }) => check(environment));
}
