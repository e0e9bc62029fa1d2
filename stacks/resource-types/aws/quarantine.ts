import type { ResourceTypeTable } from '../resource-type.ts';

export const quarantineTypes = {} as const satisfies ResourceTypeTable;
