import { unknownText, type ResourceTypeTable } from '../resource-type.ts';
import { arm, armWithin, innerName, operationsOn, templateReference } from './arm.ts';

const account = 'Microsoft.Storage/storageAccounts';

export const storageTypes = {
  'azure-native:storage:StorageAccount': {
    name: {
      property: 'accountName',
      max: 24,
      min: 3,
      pattern: /^[a-z0-9]+$/,
      separator: '',
      unique: 'global',
    },
    computed: { name: '{name}', 'primaryEndpoints.blob': 'https://{name}.blob.core.windows.net/' },
    id: arm(account),
    replacedBy: ['resourceGroupName', 'location', 'accountName', 'kind', 'isHnsEnabled', 'sku.name'],
    holdsData: true,
    holds: 'the system of record: write-ahead log, index and locks, code and attachments; or copies of it',
    tags: 'tags',
    deployer: [...operationsOn(account), `${account}/PrivateEndpointConnectionsApproval/action`],
    source: `${templateReference(account)}; Terraform Registry, resource azurerm_storage_account (forces new)`,
  },
  'azure-native:storage:BlobContainer': {
    name: innerName('containerName', 63, /^[a-z0-9](?!.*--)[-a-z0-9]*[a-z0-9]$/),
    computed: { name: '{name}' },
    id: `/subscriptions/{account}/resourceGroups/{input.resourceGroupName}/providers/${account}/{input.accountName}/blobServices/default/containers/{name}`,
    replacedBy: ['resourceGroupName', 'accountName', 'containerName'],
    holdsData: true,
    holds: 'what the plane stores; a container under another name is an empty one',
    tags: 'none',
    deployer: operationsOn(`${account}/blobServices/containers`),
    source: templateReference(`${account}/blobServices/containers`),
  },
  'azure-native:storage:BlobServiceProperties': {
    name: innerName('blobServicesName', 7, /^default$/),
    computed: {},
    id: armWithin(account, 'accountName', 'blobServices'),
    replacedBy: ['resourceGroupName', 'accountName', 'blobServicesName'],
    holdsData: false,
    tags: 'none',
    deployer: [`${account}/blobServices/read`, `${account}/blobServices/write`],
    source: templateReference(`${account}/blobServices`),
  },
  'azure-native:storage:ManagementPolicy': {
    name: innerName('managementPolicyName', 7, /^default$/),
    computed: {},
    id: armWithin(account, 'accountName', 'managementPolicies'),
    replacedBy: ['resourceGroupName', 'accountName', 'managementPolicyName'],
    holdsData: false,
    tags: 'none',
    deployer: operationsOn(`${account}/managementPolicies`),
    source: templateReference(`${account}/managementPolicies`),
  },
  'azure-native:storage:ObjectReplicationPolicy': {
    name: {
      foundBy: 'source and destination (sourceAccount, destinationAccount): the service makes up its id, once for both',
    },
    computed: {
      policyId: unknownText,
      'rules.0.ruleId': unknownText,
      'rules.1.ruleId': unknownText,
      'rules.2.ruleId': unknownText,
    },
    id: `/subscriptions/{account}/resourceGroups/{input.resourceGroupName}/providers/${account}/{input.accountName}/objectReplicationPolicies/{input.objectReplicationPolicyId}`,
    replacedBy: [
      'resourceGroupName',
      'accountName',
      'objectReplicationPolicyId',
      'sourceAccount',
      'destinationAccount',
    ],
    holdsData: false,
    tags: 'none',
    deployer: operationsOn(`${account}/objectReplicationPolicies`),
    source: templateReference(`${account}/objectReplicationPolicies`),
  },
} as const satisfies ResourceTypeTable;
