import type { ResourceTypeTable } from '../resource-type.ts';

export const identityTypes = {} as const satisfies ResourceTypeTable;
