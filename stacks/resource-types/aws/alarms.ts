import type { ResourceTypeTable } from '../resource-type.ts';

export const alarmsTypes = {} as const satisfies ResourceTypeTable;
