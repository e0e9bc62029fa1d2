import type { FoundTable } from './found.ts';

/** Ids of Azure follow from names; only of these they do not. */
export const azureFound = {
  'azure-native:storage:ObjectReplicationPolicy': {
    by: 'api',
    list: 'azure-object-replication',
    within: ['resourceGroupName', 'accountName'],
    same: ['sourceAccount', 'destinationAccount'],
  },
} as const satisfies FoundTable;
