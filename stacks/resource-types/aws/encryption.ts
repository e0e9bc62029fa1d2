import type { ResourceTypeTable } from '../resource-type.ts';

export const encryptionTypes = {} as const satisfies ResourceTypeTable;
