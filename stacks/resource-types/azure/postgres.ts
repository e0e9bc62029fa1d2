import type { ResourceTypeTable } from '../resource-type.ts';
import { arm, armWithin, innerName, operationsOn, templateReference } from './arm.ts';

const server = 'Microsoft.DBforPostgreSQL/flexibleServers';

export const postgresTypes = {
  'azure-native:dbforpostgresql:Server': {
    name: {
      property: 'serverName',
      max: 63,
      min: 3,
      pattern: /^[a-z0-9][-a-z0-9]*[a-z0-9]$/,
      unique: 'global',
    },
    computed: { name: '{name}', fullyQualifiedDomainName: '{name}.postgres.database.azure.com' },
    id: arm(server),
    replacedBy: [
      'resourceGroupName',
      'location',
      'serverName',
      'administratorLogin',
      'backup.geoRedundantBackup',
      'dataEncryption.type',
      'network.delegatedSubnetResourceId',
    ],
    holdsData: true,
    holds: 'the metadata without which the containers cannot be read',
    tags: 'tags',
    deployer: [...operationsOn(server), `${server}/PrivateEndpointConnectionsApproval/action`],
    source: `${templateReference(server)}; Terraform Registry, resource azurerm_postgresql_flexible_server (forces new)`,
  },
  'azure-native:dbforpostgresql:Database': {
    name: innerName('databaseName', 63, /^[A-Za-z_][-\w]*$/),
    computed: { name: '{name}' },
    id: armWithin(server, 'serverName', 'databases'),
    replacedBy: ['resourceGroupName', 'serverName', 'databaseName', 'charset', 'collation'],
    holdsData: true,
    holds: 'the metadata without which the containers cannot be read',
    tags: 'none',
    deployer: operationsOn(`${server}/databases`),
    source: templateReference(`${server}/databases`),
  },
  'azure-native:dbforpostgresql:Configuration': {
    name: innerName('configurationName', 128, /^[a-z_.]+$/),
    computed: {},
    id: armWithin(server, 'serverName', 'configurations'),
    replacedBy: ['resourceGroupName', 'serverName', 'configurationName'],
    holdsData: false,
    tags: 'none',
    deployer: [`${server}/configurations/read`, `${server}/configurations/write`],
    source: templateReference(`${server}/configurations`),
  },
} as const satisfies ResourceTypeTable;
