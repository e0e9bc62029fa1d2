import { describe, expect, it } from 'vitest';
import { canonicalJson, sameJson } from '../../src/runtime/canonical-json.ts';
import { SecretValue } from '../../src/runtime/secret-value.ts';

describe('canonical JSON', () => {
  it('has its keys in code-unit order at every level, numbers among them', () => {
    const value = { b: [{ d: 1, c: 'x"y' }], a: null, 10: true, 9: 0.5, é: '' };
    expect(canonicalJson(value)).toBe('{"10":true,"9":0.5,"a":null,"b":[{"c":"x\\"y","d":1}],"é":""}');
  });

  it('leaves out what JSON leaves out', () => {
    expect(canonicalJson({ a: undefined, b: [undefined, () => 1], c: Number.NaN })).toBe('{"b":[null,null],"c":null}');
    expect(sameJson({ a: 1, b: undefined }, { a: 1 })).toBe(true);
    expect(sameJson(undefined, {})).toBe(false);
  });

  it('lets a value say for itself what it is, so that a secret is not written', () => {
    expect(canonicalJson({ at: new Date(0) })).toBe('{"at":"1970-01-01T00:00:00.000Z"}');
    expect(canonicalJson([new SecretValue('canary-value')])).not.toContain('canary');
  });
});
