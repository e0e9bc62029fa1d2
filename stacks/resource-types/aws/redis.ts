import type { ResourceTypeTable } from '../resource-type.ts';

export const redisTypes = {} as const satisfies ResourceTypeTable;
