import { isPlainObject } from '../../runtime/canonical-json.ts';
import { SecretValue } from '../../runtime/secret-value.ts';
import type { RestCall } from '../rest.ts';
import { crc32c } from './crc32c.ts';
import type { GoogleSecretReference } from './reference.ts';
import { garbled, reading, type SecretStore, type StoredReading } from './store.ts';

/** Google Secret Manager. Source: REST reference, projects.secrets.versions.access, and Data integrity. */
export function googleSecretStore(call: RestCall): SecretStore<GoogleSecretReference> {
  return {
    read: ({ text }, signal) =>
      reading('secretmanager versions.access', absences, signal, async () => {
        const url = `https://secretmanager.googleapis.com/v1/${text}/versions/latest:access`;
        return valueIn(await call({ method: 'GET', url }, signal));
      }),
  };
}

const absences = {
  NOT_FOUND: 'is not there, or has no version yet',
  FAILED_PRECONDITION: 'has a newest version that is disabled or destroyed',
};

function valueIn(answer: unknown): StoredReading {
  const { name, payload } = isPlainObject(answer) ? answer : {};
  const { data, dataCrc32c } = isPlainObject(payload) ? payload : {};
  if (typeof data !== 'string') return garbled('Secret Manager answered without a value.');
  const bytes = Buffer.from(data, 'base64');
  if (typeof dataCrc32c === 'string' && dataCrc32c !== String(crc32c(bytes))) {
    return garbled('the value that came is not the one that Secret Manager sent: its checksum differs.');
  }
  const version = typeof name === 'string' ? (name.split('/').at(-1) ?? name) : 'unnamed';
  return { state: 'present', value: new SecretValue(bytes.toString('utf8')), version };
}
