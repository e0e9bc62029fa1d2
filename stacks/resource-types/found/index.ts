import type { ResourceType } from '../resource-type.ts';
import { isNamed } from '../resource-type.ts';
import { awsFound } from './aws.ts';
import { azureFound } from './azure.ts';
import type { Found, FoundTable } from './found.ts';
import { googleFound } from './google.ts';

const table: FoundTable = {
  ...awsFound,
  ...googleFound,
  ...azureFound,
  'random:index/randomPassword:RandomPassword': {
    by: 'again',
    why: 'nothing of it is in a cloud, and nobody has seen the value that was lost',
    source: 'Terraform Registry, provider hashicorp/random, resource random_password',
  },
};

/** Every type with a row of its own. */
export const foundTable = table;

/**
 * How an object of a type is found again: by its own row, else by its id, where that follows from its name or its inputs.
 * @returns undefined where neither is so.
 */
export function foundOf(token: string, row: ResourceType): Found | undefined {
  const own = Object.hasOwn(table, token) ? table[token] : undefined;
  if (own !== undefined) return own;
  const id = row.id ?? (isNamed(row) ? '{name}' : undefined);
  return typeof id === 'string' ? { by: 'id', id } : undefined;
}
