import type { ResourceTypeTable } from '../resource-type.ts';

export const entryTypes = {} as const satisfies ResourceTypeTable;
