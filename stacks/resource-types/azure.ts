import type { ResourceTypeTable } from './resource-type.ts';

/** Types of Azure that the programs use, by Pulumi's type token. */
export const azureResourceTypes = {} as const satisfies ResourceTypeTable;
