import type { AwsEnvironment } from '../../environment/schema/environment.ts';
import { nameOf } from '../../naming/name-of.ts';
import { globalArnIn } from '../arn.ts';

/** Roles that exports are written by, known before they are made: they trust Brainstore's, whose rights name them. */
export function exportRoleArnsOf(environment: AwsEnvironment): readonly string[] {
  return environment.spec.exports.map(({ name }) =>
    globalArnIn(environment, 'iam', `role/${nameOf(environment, 'aws:iam/role:Role', `export-${name}`)}`),
  );
}
