import type { ResourceTypeTable } from '../resource-type.ts';

export const backupsTypes = {} as const satisfies ResourceTypeTable;
