import type { ResourceTypeTable } from '../resource-type.ts';

export const byocTypes = {} as const satisfies ResourceTypeTable;
