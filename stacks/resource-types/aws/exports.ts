import type { ResourceTypeTable } from '../resource-type.ts';

export const exportsTypes = {} as const satisfies ResourceTypeTable;
