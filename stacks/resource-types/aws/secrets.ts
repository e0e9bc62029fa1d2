import type { ResourceTypeTable } from '../resource-type.ts';

export const secretsTypes = {} as const satisfies ResourceTypeTable;
