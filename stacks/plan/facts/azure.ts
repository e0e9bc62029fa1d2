import type { Facts } from './fact.ts';

export const azureFacts: Facts = {
  'azure-native:network:VirtualNetwork': [['addressSpace.addressPrefixes.0', '{}']],
  'azure-native:network:Subnet': [['addressPrefix', '{}']],
  'azure-native:containerservice:ManagedCluster': [
    ['kubernetesVersion', 'Kubernetes {}'],
    ['sku.tier', '{} tier'],
    ['apiServerAccessProfile.enablePrivateCluster', { true: 'private API server' }],
    ['disableLocalAccounts', { true: 'no local accounts' }],
  ],
  'azure-native:containerservice:AgentPool': [
    ['vmSize', '{}'],
    ['minCount', '{} nodes or more'],
    ['maxCount', '{} at most'],
  ],
  'azure-native:dbforpostgresql:Server': [
    ['sku.name', '{}'],
    ['version', 'PostgreSQL {}'],
    ['storage.storageSizeGB', '{} GiB'],
    ['highAvailability.mode', { ZoneRedundant: 'standby in another zone', SameZone: 'standby', Disabled: 'one zone' }],
    ['dataEncryption.type', { AzureKeyVault: 'encrypted' }],
    ['backup.backupRetentionDays', '{} days back'],
  ],
  'azure-native:redisenterprise:RedisEnterprise': [
    ['sku.name', '{}'],
    ['highAvailability', { Enabled: 'with a replica', Disabled: 'no replica' }],
    ['minimumTlsVersion', 'TLS {}'],
  ],
  'azure-native:storage:StorageAccount': [
    ['accountName', '{}'],
    ['sku.name', '{}'],
    ['publicNetworkAccess', { Disabled: 'no public address' }],
  ],
  'azure-native:keyvault:Vault': [
    ['vaultName', '{}'],
    ['properties.publicNetworkAccess', { Disabled: 'no public address' }],
  ],
  'azure-native:network:ApplicationGateway': [['autoscaleConfiguration.minCapacity', '{} units or more']],
  'azure-native:managedidentity:UserAssignedIdentity': [['resourceName', '{}']],
};
