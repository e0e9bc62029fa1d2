import { isNamed } from '../resource-types/resource-type.ts';
import { resourceTypeOf } from '../resource-types/index.ts';
import type { Environment } from '../environment/schema/environment.ts';
import { placeOf } from '../place.ts';
import { physicalName } from './physical-name.ts';

/**
 * Name in the cloud of an object of an environment: `nameOf(environment, 'aws:s3/bucket:Bucket', 'brainstore')`. The
 * limits come from the table of resource types; a program never lets Pulumi or the cloud make up a name.
 * @throws TypeError if the type is not in the table or has no names.
 */
export function nameOf(environment: Environment, type: string, role: string): string {
  const row = resourceTypeOf(type);
  if (row === undefined || !isNamed(row)) throw new TypeError(`${type} has no names in the table of resource types`);
  const { account, region } = placeOf(environment);
  return physicalName({ environment: environment.metadata.name, role, place: `${account}/${region}` }, row.name);
}
