import type { ResourceTypeTable } from '../resource-type.ts';

export const postgresTypes = {} as const satisfies ResourceTypeTable;
