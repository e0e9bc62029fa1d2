import type { AzureEnvironment } from '../environment/schema/environment.ts';

export type SecretRole = 'postgresUrl' | 'redisUrl' | 'licenseKey' | 'functionSecretKey' | 'storageConnectionString';

/** Names in the vault that the vendor gave. Source: vendor's Azure module 1.1.0 and chart 6.11.0, Key Vault driver. */
const vendorNames = {
  postgresUrl: 'postgres-connection-string',
  redisUrl: 'redis-connection-string',
  licenseKey: 'brainstore-license-key',
  functionSecretKey: 'function-secret-key',
  storageConnectionString: 'azure-storage-connection-string',
} as const satisfies Record<SecretRole, string>;

/** The secrets that the plane starts with, by name in the vault: what the operator may read, and nothing else. */
export function secretNamesOf({ spec }: AzureEnvironment): Readonly<Record<SecretRole, string>> {
  const { licenseKey } = spec.secrets;
  return {
    ...vendorNames,
    ...(spec.postgres.type === 'Existing' && { postgresUrl: spec.postgres.urlSecret }),
    ...(spec.redis.type === 'Existing' && { redisUrl: spec.redis.urlSecret }),
    ...(licenseKey.type === 'Existing' && { licenseKey: licenseKey.name }),
  };
}
