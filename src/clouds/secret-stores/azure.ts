import { isPlainObject } from '../../runtime/canonical-json.ts';
import { SecretValue } from '../../runtime/secret-value.ts';
import type { RestCall } from '../rest.ts';
import type { AzureSecretReference } from './reference.ts';
import { garbled, reading, type SecretStore, type StoredReading } from './store.ts';

const apiVersion = '7.4';

/** Azure Key Vault. Source: Key Vault REST API, Get Secret; codes of `innererror` as its clients report them. */
export function azureSecretStore(call: RestCall): SecretStore<AzureSecretReference> {
  return {
    read: ({ vault, name }, signal) =>
      reading('Key Vault Get Secret', absences, signal, async () => {
        const url = `https://${vault}.vault.azure.net/secrets/${name}?api-version=${apiVersion}`;
        return valueIn(await call({ method: 'GET', url }, signal));
      }),
  };
}

const absences = {
  SecretNotFound: 'is not there',
  SecretDisabled: 'has a newest version that is disabled',
};

function valueIn(answer: unknown): StoredReading {
  const { value, id } = isPlainObject(answer) ? answer : {};
  if (typeof value !== 'string') return garbled('Key Vault answered without a value.');
  const version = typeof id === 'string' ? (id.split('/').at(-1) ?? id) : 'unnamed';
  return { state: 'present', value: new SecretValue(value), version };
}
