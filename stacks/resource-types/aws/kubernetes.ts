import type { ResourceTypeTable } from '../resource-type.ts';

export const kubernetesTypes = {} as const satisfies ResourceTypeTable;
