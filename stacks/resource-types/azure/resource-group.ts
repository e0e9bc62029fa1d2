import type { ResourceTypeTable } from '../resource-type.ts';
import { arm, operationsOn, templateReference } from './arm.ts';

export const resourceGroupTypes = {
  'azure-native:resources:ResourceGroup': {
    name: { property: 'resourceGroupName', max: 90, pattern: /^[-\w.()]*[-\w()]$/, unique: 'account' },
    computed: { name: '{name}' },
    id: '/subscriptions/{account}/resourceGroups/{name}',
    replacedBy: ['resourceGroupName', 'location'],
    holdsData: true,
    holds: 'everything: what is in a group goes with it',
    tags: 'tags',
    deployer: operationsOn('Microsoft.Resources/subscriptions/resourceGroups'),
    source: templateReference('Microsoft.Resources/resourceGroups'),
  },
  'azure-native:resources:Deployment': {
    name: { property: 'deploymentName', max: 64, pattern: /^[-\w.()]+$/, unique: 'parent' },
    computed: {},
    id: arm('Microsoft.Resources/deployments'),
    replacedBy: ['resourceGroupName', 'deploymentName'],
    holdsData: false,
    tags: 'tags',
    deployer: [...operationsOn('Microsoft.Resources/deployments'), 'Microsoft.Resources/deployments/validate/action'],
    source: templateReference('Microsoft.Resources/deployments'),
  },
  'azure-native:resources:AzureCliScript': {
    name: { property: 'scriptName', max: 90, pattern: /^[-\w.()]*[-\w()]$/, unique: 'parent' },
    computed: {},
    id: arm('Microsoft.Resources/deploymentScripts'),
    replacedBy: ['resourceGroupName', 'location', 'scriptName'],
    holdsData: false,
    tags: 'tags',
    deployer: [
      ...operationsOn('Microsoft.Resources/deploymentScripts'),
      ...operationsOn('Microsoft.ContainerInstance/containerGroups'),
      ...operationsOn('Microsoft.Storage/storageAccounts'),
      'Microsoft.Storage/storageAccounts/listKeys/action',
    ],
    source: templateReference('Microsoft.Resources/deploymentScripts'),
  },
} as const satisfies ResourceTypeTable;
