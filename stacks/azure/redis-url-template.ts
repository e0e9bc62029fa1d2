import { redisPort } from './redis-settings.ts';

/**
 * An ARM template that puts the URL of Redis into the vault. The cloud itself reads the key of the cache and writes the
 * secret: the key passes through no state, plan or log of ours.
 */
export function redisUrlTemplate(secretName: string): Readonly<Record<string, unknown>> {
  const key = "listKeys(parameters('databaseId'), '2025-04-01').primaryKey";
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: {
      vaultName: { type: 'string' },
      databaseId: { type: 'string' },
      hostName: { type: 'string' },
    },
    resources: [
      {
        type: 'Microsoft.KeyVault/vaults/secrets',
        apiVersion: '2023-07-01',
        name: `[concat(parameters('vaultName'), '/${secretName}')]`,
        properties: {
          contentType: 'text/uri-list',
          value: `[concat('rediss://:', uriComponent(${key}), '@', parameters('hostName'), ':${redisPort}')]`,
        },
      },
    ],
  };
}
