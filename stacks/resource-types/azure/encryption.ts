import { unknownText, type ResourceTypeTable } from '../resource-type.ts';
import { arm, armWithin, innerName, operationsOn, templateReference } from './arm.ts';

const vault = 'Microsoft.KeyVault/vaults';

export const encryptionTypes = {
  'azure-native:keyvault:Vault': {
    name: {
      property: 'vaultName',
      max: 24,
      min: 3,
      // Two hyphens in a row are refused.
      pattern: /^[a-z](?!.*--)[-a-z0-9]*[a-z0-9]$/,
      unique: 'global',
    },
    computed: { name: '{name}', 'properties.vaultUri': 'https://{name}.vault.azure.net/' },
    id: arm(vault),
    replacedBy: ['resourceGroupName', 'location', 'vaultName', 'properties.tenantId'],
    holdsData: true,
    holds: 'the keys that open database, cache and containers, and the secrets that the plane starts with',
    tags: 'tags',
    deployer: [...operationsOn(vault), 'Microsoft.KeyVault/vaults/PrivateEndpointConnectionsApproval/action'],
    source: templateReference(vault),
  },
  'azure-native:keyvault:Key': {
    name: innerName('keyName', 127, /^[-A-Za-z0-9]+$/),
    computed: {
      name: '{name}',
      keyUri: 'https://{input.vaultName}.vault.azure.net/keys/{name}',
      keyUriWithVersion: unknownText,
    },
    id: armWithin(vault, 'vaultName', 'keys'),
    replacedBy: ['resourceGroupName', 'vaultName', 'keyName', 'properties.kty', 'properties.keySize'],
    holdsData: true,
    holds: 'the key without which what it encrypted cannot be read',
    tags: 'tags',
    deployer: [`${vault}/keys/read`, `${vault}/keys/write`],
    source: templateReference(`${vault}/keys`),
  },
  'azure-native:keyvault:Secret': {
    name: innerName('secretName', 127, /^[-A-Za-z0-9]+$/),
    computed: { name: '{name}' },
    id: armWithin(vault, 'vaultName', 'secrets'),
    replacedBy: ['resourceGroupName', 'vaultName', 'secretName'],
    holdsData: true,
    holds: 'a secret that the plane starts with; the function secret can never be made again',
    tags: 'tags',
    deployer: [`${vault}/secrets/read`, `${vault}/secrets/write`],
    source: templateReference(`${vault}/secrets`),
  },
  'azure-native:compute:DiskEncryptionSet': {
    name: { property: 'diskEncryptionSetName', max: 80, pattern: /^[-\w]+$/, unique: 'parent' },
    computed: {},
    id: arm('Microsoft.Compute/diskEncryptionSets'),
    replacedBy: ['resourceGroupName', 'location', 'diskEncryptionSetName', 'encryptionType'],
    holdsData: false,
    tags: 'tags',
    deployer: operationsOn('Microsoft.Compute/diskEncryptionSets'),
    source: templateReference('Microsoft.Compute/diskEncryptionSets'),
  },
} as const satisfies ResourceTypeTable;
