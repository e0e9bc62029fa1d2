import type { ResourceTypeTable } from '../resource-type.ts';

export const storageTypes = {} as const satisfies ResourceTypeTable;
