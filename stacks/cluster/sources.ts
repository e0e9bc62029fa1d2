import { sourceAnnotation, type SecretSource } from '../../src/api/secret-source.ts';
import type { PlaneSecretKey } from '../../src/dataplane/contract/secret.ts';
import type { PlaneOutputs } from '../outputs.ts';
import type { ClusterObject } from './object.ts';

/**
 * The Secret that the plane's secrets are read from; of it the operator composes the one that the contract names. It stands here without data: the operator fills it from the cloud's store, as its annotations say.
 */
const sourceSecretName = 'braintrust-sources';

/** Keys of the Secret that an output feeds. */
const sourceKeys = {
  postgresUrl: 'PG_URL',
  redisUrl: 'REDIS_URL',
  licenseKey: 'BRAINSTORE_LICENSE_KEY',
  functionSecretKey: 'FUNCTION_SECRET_KEY',
  storageConnectionString: 'AZURE_STORAGE_CONNECTION_STRING',
} as const satisfies Record<keyof PlaneOutputs['secrets'], PlaneSecretKey>;

type SourceName = keyof typeof sourceKeys;

export function sourceRef(name: SourceName): { readonly name: string; readonly key: string } {
  return { name: sourceSecretName, key: sourceKeys[name] };
}

export function sourceSecret(namespace: string, secrets: PlaneOutputs['secrets']): ClusterObject {
  const sources = Object.entries(secrets) as [SourceName, SecretSource | undefined][];
  const annotations = sources.flatMap(([name, source]) =>
    source === undefined ? [] : [[sourceAnnotation(sourceKeys[name]), JSON.stringify(source)] as const],
  );
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    metadata: { name: sourceSecretName, namespace, annotations: Object.fromEntries(annotations) },
  };
}
