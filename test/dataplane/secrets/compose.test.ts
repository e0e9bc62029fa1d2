import { describe, expect, it } from 'vitest';
import { present, provenAbsent, unknown } from '../../../src/dataplane/observation.ts';
import { compose, requiredKeys, type SecretReading } from '../../../src/dataplane/secrets/compose.ts';
import type { PlaneSecretKey } from '../../../src/dataplane/contract/secret.ts';
import { SecretValue } from '../../../src/runtime/secret-value.ts';

const hashKey = new SecretValue('install-key');
const canary = 'CANARY-hunter2';

const good: Readonly<Record<string, string>> = {
  PG_URL: `postgres://bt:${canary}@db.example:5432/postgres?sslmode=require`,
  REDIS_URL: `rediss://:${canary}@cache.example:6380`,
  BRAINSTORE_LICENSE_KEY: canary,
  FUNCTION_SECRET_KEY: canary,
};
const keys = requiredKeys('aws', { googleInterop: false });

function reading(key: PlaneSecretKey, value: SecretReading['value']): SecretReading {
  return { key, place: `Secret plane, key ${key.toLowerCase()}`, value };
}
const readings = (changes: Readonly<Record<string, string>> = {}): SecretReading[] =>
  keys.map((key) => reading(key, present(new SecretValue({ ...good, ...changes }[key] ?? ''))));

describe('composing the plane Secret', () => {
  it('holds exactly the keys that the cloud needs', () => {
    expect(keys).toEqual(['PG_URL', 'REDIS_URL', 'BRAINSTORE_LICENSE_KEY', 'FUNCTION_SECRET_KEY']);
    expect(requiredKeys('azure', { googleInterop: false })).toContain('AZURE_STORAGE_CONNECTION_STRING');
    expect(requiredKeys('google', { googleInterop: false })).not.toContain('GCS_ACCESS_KEY_ID');
    expect(requiredKeys('google', { googleInterop: true })).toContain('GCS_SECRET_ACCESS_KEY');
    const composed = compose(readings(), hashKey);
    expect(composed.state === 'composed' && [...composed.secret.values.keys()]).toEqual(keys);
  });

  it('changes the hash of those who are given a value, and of nobody else', () => {
    const hashes = (list: SecretReading[]) => {
      const composed = compose(list, hashKey);
      return composed.state === 'composed' ? composed.secret.hashes : undefined;
    };
    const storage = (value: string) => [
      ...readings(),
      reading('AZURE_STORAGE_CONNECTION_STRING', present(new SecretValue(`BlobEndpoint=https://${value}`))),
    ];
    const [before, after] = [hashes(storage('one')), hashes(storage('two'))];
    expect(after?.api).not.toBe(before?.api);
    expect(after?.reader).toBe(before?.reader);
    expect(hashes(readings({ REDIS_URL: 'redis://other' }))?.writer).not.toBe(hashes(readings())?.writer);
  });

  it('has a hash that cannot be computed without the key of the installation', () => {
    const other = compose(readings(), new SecretValue('another'));
    const own = compose(readings(), hashKey);
    expect(other.state === 'composed' && own.state === 'composed' && other.secret.hash === own.secret.hash).toBe(false);
  });

  it('names every missing key with its place', () => {
    const result = compose(
      keys.map((key) => reading(key, key === 'PG_URL' ? provenAbsent : present(new SecretValue(good[key] ?? '')))),
      hashKey,
    );
    expect(result).toEqual({
      state: 'incomplete',
      problems: ['Secret plane, key pg_url is not there (needed as PG_URL)'],
    });
  });

  it('decides nothing on what it could not read', () => {
    const result = compose([...readings(), reading('PG_URL', unknown('not permitted'))], hashKey);
    expect(result).toEqual({ state: 'unknown', reason: 'Secret plane, key pg_url: not permitted' });
  });

  it.each([
    ['PG_URL', `postgresql://bt:${canary}@db/x`, 'must begin with postgres://'],
    ['PG_URL', `postgres://${canary}`, 'names no user'],
    ['PG_URL', `postgres://bt:${canary}#/@db:x:1/postgres`, 'percent-encoded'],
    ['PG_URL', `postgres://bt:${canary}@db/x\n`, 'line break'],
    ['REDIS_URL', `http://${canary}`, 'must begin with redis:// or rediss://'],
    ['REDIS_URL', `redis:// ${canary}`, 'contains blanks'],
    ['BRAINSTORE_LICENSE_KEY', '', 'is empty'],
  ])('refuses a malformed %s without showing any of it', (key, value, sentence) => {
    const result = compose(readings({ [key]: value }), hashKey);
    expect(result.state).toBe('incomplete');
    const text = JSON.stringify(result);
    expect(text).toContain(sentence);
    expect(text).toContain(`key ${key.toLowerCase()}`);
    expect(text).not.toContain(canary);
  });

  it('restarts who is given a secret of the user, and nobody else', () => {
    const extra = (value: string) => [
      {
        component: 'api' as const,
        variable: 'SENTRY_DSN',
        place: 'Secret sentry, key dsn',
        value: present(new SecretValue(value)),
      },
    ];
    const [before, after] = ['one', 'two'].map((value) => compose(readings(), hashKey, extra(value)));
    if (before?.state !== 'composed' || after?.state !== 'composed') throw new Error('not composed');
    expect(after.secret.hashes.api).not.toBe(before.secret.hashes.api);
    expect(after.secret.hashes.reader).toBe(before.secret.hashes.reader);
    // It is no part of the composed Secret, which therefore is not written.
    expect(after.secret.hash).toBe(before.secret.hash);
  });

  it('names a missing secret of the user', () => {
    const missing = { component: 'writer' as const, variable: 'X', place: 'Secret mine, key x', value: provenAbsent };
    expect(compose(readings(), hashKey, [missing])).toEqual({
      state: 'incomplete',
      problems: ['Secret mine, key x is not there (needed as X)'],
    });
  });
});
