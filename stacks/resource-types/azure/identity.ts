import { unknownText, type ResourceTypeTable } from '../resource-type.ts';
import { arm, armWithin, innerName, operationsOn, templateReference } from './arm.ts';

const identity = 'Microsoft.ManagedIdentity/userAssignedIdentities';
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const identityTypes = {
  'azure-native:managedidentity:UserAssignedIdentity': {
    name: { property: 'resourceName', max: 128, min: 3, pattern: /^[A-Za-z0-9][-\w]*$/, unique: 'parent' },
    computed: { name: '{name}', principalId: unknownText, clientId: unknownText },
    id: arm(identity),
    replacedBy: ['resourceGroupName', 'location', 'resourceName'],
    holdsData: false,
    tags: 'tags',
    deployer: [...operationsOn(identity), `${identity}/assign/action`],
    source: templateReference(identity),
  },
  'azure-native:managedidentity:FederatedIdentityCredential': {
    name: innerName('federatedIdentityCredentialResourceName', 120, /^[A-Za-z0-9][-\w]*$/),
    computed: {},
    id: armWithin(identity, 'resourceName', 'federatedIdentityCredentials'),
    replacedBy: ['resourceGroupName', 'resourceName', 'federatedIdentityCredentialResourceName'],
    holdsData: false,
    tags: 'none',
    deployer: operationsOn(`${identity}/federatedIdentityCredentials`),
    source: templateReference(`${identity}/federatedIdentityCredentials`),
  },
  'azure-native:authorization:RoleAssignment': {
    name: innerName('roleAssignmentName', 36, guid),
    computed: {},
    id: '{input.scope}/providers/Microsoft.Authorization/roleAssignments/{name}',
    replacedBy: ['scope', 'roleAssignmentName', 'principalId', 'roleDefinitionId', 'principalType', 'condition'],
    holdsData: false,
    tags: 'none',
    deployer: operationsOn('Microsoft.Authorization/roleAssignments'),
    source: templateReference('Microsoft.Authorization/roleAssignments'),
  },
  'azure-native:authorization:RoleDefinition': {
    name: innerName('roleDefinitionId', 36, guid),
    computed: {},
    id: '{input.scope}/providers/Microsoft.Authorization/roleDefinitions/{name}',
    replacedBy: ['scope', 'roleDefinitionId'],
    holdsData: false,
    tags: 'none',
    deployer: operationsOn('Microsoft.Authorization/roleDefinitions'),
    source: templateReference('Microsoft.Authorization/roleDefinitions'),
  },
  'azure-native:authorization:ManagementLockByScope': {
    name: innerName('lockName', 90, /^[-\w.()]+$/),
    computed: {},
    id: '{input.scope}/providers/Microsoft.Authorization/locks/{name}',
    replacedBy: ['scope', 'lockName'],
    holdsData: false,
    tags: 'none',
    deployer: operationsOn('Microsoft.Authorization/locks'),
    source: templateReference('Microsoft.Authorization/locks'),
  },
} as const satisfies ResourceTypeTable;
