import type { ResourceTypeTable } from './resource-type.ts';

/** Types of Google that the programs use, by Pulumi's type token. */
export const googleResourceTypes = {} as const satisfies ResourceTypeTable;
