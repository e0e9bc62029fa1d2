import type { ResourceTypeTable } from '../resource-type.ts';

export const networkTypes = {} as const satisfies ResourceTypeTable;
