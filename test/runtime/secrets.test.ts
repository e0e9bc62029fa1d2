import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { PlanewrightError } from '../../src/runtime/errors.ts';
import { pinoLog } from '../../src/runtime/pino-log.ts';
import { redact } from '../../src/runtime/redaction.ts';
import { keyedHash, SecretValue } from '../../src/runtime/secret-value.ts';

const canary = 'c4n4ry-5up3r-s3cret';

describe('a secret value', () => {
  it('prints as withheld, however it is printed', () => {
    const secret = new SecretValue(canary);
    for (const text of [String(secret), JSON.stringify({ secret }), inspect({ deep: [secret] })]) {
      expect(text).not.toContain(canary);
      expect(text).toContain('withheld');
    }
    expect(secret.reveal()).toBe(canary);
  });

  it('has a hash that depends on the installation key', () => {
    const one = keyedHash(new SecretValue('key-1'), new SecretValue(canary));
    const other = keyedHash(new SecretValue('key-2'), new SecretValue(canary));
    expect(one).not.toBe(other);
    expect(one).toBe(keyedHash(new SecretValue('key-1'), canary));
    expect(one).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});

describe('redaction', () => {
  it.each([
    ['an API key', `failed with sk-${canary}`],
    ['a service token', `token bt-st-${canary} was refused`],
    ['a JWT', 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c4n4ry-5up3r-s3cret'],
    ['a connection string', `postgres://braintrust:${canary}@db.example:5432/postgres`],
    ['a header', `authorization: Bearer ${canary}`],
    ['a JSON field', `{"password":"${canary}"}`],
    ['an assignment', `api_key='${canary}'`],
    ['a webhook', `https://hooks.slack.com/services/${canary}`],
  ])('withholds %s', (_what, text) => {
    expect(redact(text)).not.toContain(canary);
    expect(redact(text)).toContain('withheld');
  });

  it('leaves ordinary sentences alone', () => {
    const sentence = 'Secret acme/llm-keys has no key "openai"; put one in, or name another in spec.secretRef.key.';
    expect(redact(sentence)).toBe(sentence);
  });

  it('is applied to error sentences and log lines', () => {
    const error = new PlanewrightError('BraintrustInvalid', `the API said: sk-${canary}`);
    expect(error.message).not.toContain(canary);
    const lines: string[] = [];
    const log = pinoLog({
      level: 'info',
      now: () => 0,
      destination: { write: (line: string) => void lines.push(line) },
    });
    log.with({ url: `redis://:${canary}@cache:6379` }).info({ token: `bt-st-${canary}` }, `used sk-${canary}`);
    expect(lines.join('')).not.toContain(canary);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', time: '1970-01-01T00:00:00.000Z' });
  });
});
