import { describe, expect, it } from 'vitest';
import type { StoredReading } from '../../../src/clouds/secret-stores/store.ts';
import { decide, type ObservedKey } from '../../../src/operator/sources/decide.ts';
import { parseSource } from '../../../src/operator/sources/parse.ts';
import { valueOf } from '../../../src/operator/sources/value.ts';
import { SecretValue } from '../../../src/runtime/secret-value.ts';

const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf';
const google = 'projects/acme/secrets/redis-password';
const canary = 'CANARY:p@ss/w(o)rd';

function source(value: object) {
  const parsed = parseSource('acme/braintrust-sources', 'PG_URL', JSON.stringify(value));
  if ('malformed' in parsed) throw new Error(parsed.malformed);
  return parsed.source;
}
const present = (value: string, version = '1'): StoredReading => ({
  state: 'present',
  value: new SecretValue(value),
  version,
});
function composed(value: object, readings: Readonly<Record<string, StoredReading>>) {
  const given = valueOf(source(value), new Map(Object.entries(readings)));
  return 'value' in given ? { text: given.value.reveal(), versions: given.versions } : given.trouble;
}

describe('the annotation of a source', () => {
  it.each([
    ['no JSON', canary],
    ['another shape', '{"secret":"x"}'],
    ['both shapes', JSON.stringify({ value: { secret: arn }, template: '' })],
    ['a name of no store', JSON.stringify({ value: { secret: canary } })],
    ['a part of no store', JSON.stringify({ template: '{x}', parts: { x: { secret: canary } } })],
    ['a part that is missing', JSON.stringify({ template: `{${canary}}`, parts: {} })],
  ])('that holds %s is told by Secret and annotation, never quoted', (_, text) => {
    const parsed = parseSource('acme/braintrust-sources', 'PG_URL', text);
    const sentence = 'malformed' in parsed ? parsed.malformed : '';
    expect(sentence).toContain('Annotation planewright.dev/source-PG_URL of Secret acme/braintrust-sources');
    expect(sentence).toContain('Correct the annotation');
    expect(sentence).not.toContain('CANARY');
  });
});

describe('a value', () => {
  it('is the stored one, byte for byte', () => {
    expect(composed({ value: { secret: google } }, { [google]: present(`${canary}\n`) })).toEqual({
      text: `${canary}\n`,
      versions: { [google]: '1' },
    });
  });

  it('is put together of percent-encoded parts, each from its secret or its field', () => {
    const template = 'postgres://{username}:{password}@db.acme.example:5432/postgres?sslmode=require';
    const parts = { username: { secret: arn, field: 'username' }, password: { secret: arn, field: 'password' } };
    const reading = present(JSON.stringify({ username: 'br{password}t', password: canary }), '7');
    expect(composed({ template, parts }, { [arn]: reading })).toEqual({
      text: 'postgres://br%7Bpassword%7Dt:CANARY%3Ap%40ss%2Fw%28o%29rd@db.acme.example:5432/postgres?sslmode=require',
      versions: { [arn]: '7' },
    });
  });

  it.each([
    ['no JSON', canary, 'is no JSON object'],
    ['a list', '["CANARY"]', 'is no JSON object'],
    ['no such field', JSON.stringify({ other: canary }), 'has no text in its field password'],
    ['a field that is no text', JSON.stringify({ password: { CANARY: 1 } }), 'has no text in its field password'],
    ['half a character', JSON.stringify({ password: 'CANARY\ud800' }), 'has no text in its field password'],
  ])('cannot be taken from a secret that holds %s, and that is said without it', (_, text, sentence) => {
    const trouble = composed({ value: { secret: arn, field: 'password' } }, { [arn]: present(text) });
    expect(trouble).toMatchObject({ state: 'malformed', secret: arn });
    expect(JSON.stringify(trouble)).toContain(sentence);
    expect(JSON.stringify(trouble)).not.toContain('CANARY');
  });

  it('is told how to be put in where there is none, in the words of its cloud', () => {
    const absent: StoredReading = { state: 'provenAbsent', why: 'is not there' };
    const message = (secret: string) => {
      const trouble = composed({ value: { secret } }, { [secret]: absent });
      return 'message' in trouble ? trouble.message : '';
    };
    expect(message(arn)).toBe(
      `${arn} is not there. Put the value in: aws secretsmanager put-secret-value --region eu-central-1 --secret-id ${arn} --secret-string file://FILE`,
    );
    expect(message(google)).toContain('gcloud secrets versions add redis-password --project acme --data-file FILE');
    expect(message('https://acme.vault.azure.net/secrets/license')).toContain(
      'az keyvault secret set --vault-name acme --name license --file FILE',
    );
  });

  it('is told which right is missing, or that the operator is nobody', () => {
    const trouble = (because: 'denied' | 'signedOut') =>
      composed({ value: { secret: arn } }, { [arn]: { state: 'unknown', because, reason: 'no' } });
    expect(trouble('denied')).toMatchObject({ state: 'denied' });
    expect(JSON.stringify(trouble('denied'))).toContain(`secretsmanager:GetSecretValue on ${arn}`);
    expect(JSON.stringify(trouble('signedOut'))).toContain('eks.amazonaws.com/role-arn');
  });
});

describe('what is done about a key', () => {
  const versions = { [arn]: '1' };
  const filled = { PG_URL: { state: 'filled', versions } } as const;
  const decided = (key: Omit<ObservedKey, 'key'>, report: Parameters<typeof decide>[0]['report'] = {}) =>
    decide({ keys: [{ key: 'PG_URL', ...key }], held: key.current === undefined ? [] : ['PG_URL'], report });
  const trouble = (state: 'absent' | 'denied' | 'unreachable', message = 'No.') =>
    ({ trouble: { state, secret: arn, message } }) as const;

  it('fills one that is empty', () => {
    expect(decided({ wanted: { hash: 'a', versions } })).toMatchObject({
      fills: [{ key: 'PG_URL', reason: 'Absent' }],
      report: filled,
      writes: true,
      next: 'settled',
    });
  });

  it('replaces one that the store has another value for', () => {
    expect(decided({ current: 'a', wanted: { hash: 'b', versions } }, filled)).toMatchObject({
      fills: [{ key: 'PG_URL', reason: 'Changed' }],
      news: [{ type: 'Normal', message: "From the cloud's store replaced PG_URL." }],
    });
  });

  it('leaves one that is as it should be, and writes nothing', () => {
    expect(decided({ current: 'a', wanted: { hash: 'a', versions } }, filled)).toEqual({
      fills: [],
      report: filled,
      writes: false,
      news: [],
      next: 'settled',
    });
  });

  it.each(['absent', 'denied', 'unreachable'] as const)('leaves the last value where the source is %s', (state) => {
    const decision = decided({ current: 'a', wanted: trouble(state) }, filled);
    expect(decision).toMatchObject({
      fills: [],
      writes: true,
      report: { PG_URL: { state, versions, message: 'No.' } },
    });
    expect(decision.news).toMatchObject([{ type: 'Warning' }]);
    const next = decided({ current: 'a', wanted: trouble(state) }, decision.report);
    expect(next).toMatchObject({ writes: false, news: [] });
  });

  it('writes nothing more while a store is out of reach in other words each time', () => {
    const { report } = decided({ current: 'a', wanted: trouble('unreachable', 'connect 10.0.0.1') }, filled);
    const later = decided({ current: 'a', wanted: trouble('unreachable', 'connect 10.0.0.2') }, report);
    expect(later).toMatchObject({ writes: false, news: [], next: 'waiting' });
  });

  it('looks again sooner while a person has to put a value in', () => {
    expect(decided({ wanted: trouble('absent') }).next).toBe('waiting');
    expect(decided({ current: 'a', wanted: trouble('absent') }, filled).next).toBe('settled');
  });

  it('tells that a source is back', () => {
    const { report } = decided({ current: 'a', wanted: trouble('denied') }, filled);
    expect(decided({ current: 'a', wanted: { hash: 'a', versions } }, report)).toMatchObject({
      fills: [],
      report: filled,
      news: [{ type: 'Normal', reason: 'SecretSourceRead' }],
    });
  });

  it('keeps a key that nobody names a source for any more', () => {
    const decision = decide({ keys: [], held: ['PG_URL'], report: filled });
    expect(decision).toMatchObject({ fills: [], report: { PG_URL: { state: 'kept' } } });
    expect(decide({ keys: [], held: ['PG_URL'], report: decision.report }).writes).toBe(false);
    expect(decide({ keys: [], held: [], report: decision.report }).report).toEqual({});
  });
});
