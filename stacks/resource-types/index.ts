import { awsResourceTypes } from './aws.ts';
import { azureResourceTypes } from './azure.ts';
import { googleResourceTypes } from './google.ts';
import { randomResourceTypes } from './random.ts';
import type { ResourceType, ResourceTypeTable } from './resource-type.ts';

/** Every type that a program may use, by Pulumi's type token such as `aws:s3/bucket:Bucket`. */
export const resourceTypes: ResourceTypeTable = {
  ...awsResourceTypes,
  ...googleResourceTypes,
  ...azureResourceTypes,
  ...randomResourceTypes,
};

/** The row of a type; undefined for one that no program may use. */
export function resourceTypeOf(token: string): ResourceType | undefined {
  return Object.hasOwn(resourceTypes, token) ? resourceTypes[token] : undefined;
}
