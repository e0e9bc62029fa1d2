import type { ResourceTypeTable } from '../resource-type.ts';
import { arm, armWithin, innerName, operationsOn, templateReference } from './arm.ts';

const cluster = 'Microsoft.Cache/redisEnterprise';

export const redisTypes = {
  'azure-native:redisenterprise:RedisEnterprise': {
    name: {
      property: 'clusterName',
      max: 60,
      pattern: /^[a-z0-9](?!.*--)([-a-z0-9]*[a-z0-9])?$/,
      unique: 'region',
    },
    computed: { name: '{name}', hostName: '{name}.{region}.redis.azure.net' },
    id: arm(cluster),
    replacedBy: ['resourceGroupName', 'location', 'clusterName', 'zones'],
    holdsData: false,
    holds: 'nothing that is not elsewhere, as long as locks are kept in the containers',
    tags: 'tags',
    deployer: [...operationsOn(cluster), `${cluster}/PrivateEndpointConnectionsApproval/action`],
    source: templateReference(cluster),
  },
  'azure-native:redisenterprise:Database': {
    name: innerName('databaseName', 60, /^default$/),
    computed: { name: '{name}' },
    id: armWithin(cluster, 'clusterName', 'databases'),
    replacedBy: ['resourceGroupName', 'clusterName', 'databaseName', 'clusteringPolicy', 'port', 'modules'],
    holdsData: false,
    tags: 'none',
    deployer: [...operationsOn(`${cluster}/databases`), `${cluster}/databases/listKeys/action`],
    source: templateReference(`${cluster}/databases`),
  },
} as const satisfies ResourceTypeTable;
