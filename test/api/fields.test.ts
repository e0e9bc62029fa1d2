import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { celString, patternSource } from '../../src/api/cel-text.ts';
import { durationMs, httpsUrl, set, text } from '../../src/api/fields.ts';
import { ruled } from '../../src/api/rules.ts';

describe('a time span', () => {
  it.each([
    ['90s', 90_000],
    ['10m', 600_000],
    ['1h30m', 5_400_000],
    ['0s', 0],
  ])('%s is %i ms', (span, ms) => {
    expect(durationMs(span)).toBe(ms);
  });
});

describe('CEL text', () => {
  it('escapes what would end or change a literal', () => {
    expect(celString("it's a \\d")).toBe("'it\\'s a \\\\d'");
  });

  it('drops the escape that only a JavaScript literal needs', () => {
    expect(patternSource(/^a\/b$/)).toBe('^a/b$');
  });
});

describe('a field', () => {
  it('says in words what a pattern wants', () => {
    const schema = text({ pattern: /^[a-z]+$/, form: 'lower-case letters' });
    expect(schema.safeParse('A').error?.issues[0]?.message).toBe('must be lower-case letters');
  });

  it('counts characters as the API server does, not UTF-16 units', () => {
    expect(text({ max: 2 }).safeParse('🛟🛟').success).toBe(true);
    expect(text({ max: 2 }).safeParse('🛟🛟🛟').success).toBe(false);
  });

  it('points at the entry that is there twice', () => {
    expect(set(text(), { max: 5 }).safeParse(['a', 'b', 'a']).error?.issues[0]?.path).toEqual([2]);
  });

  it('takes plain http to this machine only', () => {
    expect(httpsUrl().safeParse('http://[::1]:80/x').success).toBe(true);
    expect(httpsUrl().safeParse('http://127.0.0.1.evil.example').success).toBe(false);
  });
});

describe('a rule', () => {
  const schema = ruled(z.strictObject({ a: text({ max: 3 }) }), {
    rule: 'false',
    message: 'never holds',
    fieldPath: '.a',
    holds: () => false,
  });

  it('points at its field', () => {
    expect(schema.safeParse({ a: 'x' }).error?.issues).toMatchObject([{ message: 'never holds', path: ['a'] }]);
  });

  it('is silent about a value of the wrong shape, as on the server', () => {
    expect(schema.safeParse({ a: 'too long' }).error?.issues.map(({ code }) => code)).toEqual(['too_big']);
  });
});
