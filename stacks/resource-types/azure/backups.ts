import { unknownText, type ResourceTypeTable } from '../resource-type.ts';
import { arm, armWithin, innerName, operationsOn, templateReference } from './arm.ts';

const vault = 'Microsoft.DataProtection/backupVaults';

export const backupsTypes = {
  'azure-native:dataprotection:BackupVault': {
    name: { property: 'vaultName', max: 50, min: 2, pattern: /^[A-Za-z][-A-Za-z0-9]*[A-Za-z0-9]$/, unique: 'parent' },
    computed: { name: '{name}', 'identity.principalId': unknownText },
    id: arm(vault),
    replacedBy: ['resourceGroupName', 'location', 'vaultName', 'properties.storageSettings'],
    holdsData: true,
    holds: 'copies of the database for the day on which it is lost',
    tags: 'tags',
    deployer: operationsOn(vault),
    source: templateReference(vault),
  },
  'azure-native:dataprotection:BackupPolicy': {
    name: innerName('backupPolicyName', 150, /^[A-Za-z][-A-Za-z0-9]*$/),
    computed: {},
    id: armWithin(vault, 'vaultName', 'backupPolicies'),
    replacedBy: ['resourceGroupName', 'vaultName', 'backupPolicyName', 'properties'],
    holdsData: false,
    tags: 'none',
    deployer: operationsOn(`${vault}/backupPolicies`),
    source: templateReference(`${vault}/backupPolicies`),
  },
  'azure-native:dataprotection:BackupInstance': {
    name: innerName('backupInstanceName', 150, /^[A-Za-z0-9][-A-Za-z0-9]*$/),
    computed: {},
    id: armWithin(vault, 'vaultName', 'backupInstances'),
    replacedBy: ['resourceGroupName', 'vaultName', 'backupInstanceName', 'properties.dataSourceInfo.resourceID'],
    holdsData: true,
    holds: 'the tie between the database and its copies: without it they are no longer kept',
    tags: 'none',
    deployer: [...operationsOn(`${vault}/backupInstances`), `${vault}/backupInstances/backup/action`],
    source: templateReference(`${vault}/backupInstances`),
  },
} as const satisfies ResourceTypeTable;
