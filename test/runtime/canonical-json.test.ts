import fc from 'fast-check';
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

  it('calls two values the same exactly where their texts are', () => {
    const leaf = fc.oneof(
      fc.constantFrom<unknown>(undefined, null, Number.NaN, -0, 0, '', '0', () => 1, new Date(0)),
      fc.constantFrom('__proto__', 'constructor', 'a'),
    );
    const key = fc.constantFrom('a', 'b', '__proto__', 'constructor', '0');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, leaf, tie('list'), tie('object')),
      list: fc.array(tie('value'), { maxLength: 3 }),
      object: fc.dictionary(key, tie('value'), { maxKeys: 3 }),
    }));
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(sameJson(a, b)).toBe(canonicalJson(a) === canonicalJson(b));
      }),
      { numRuns: 2000 },
    );
  });

  it('lets a value say for itself what it is, so that a secret is not written', () => {
    expect(canonicalJson({ at: new Date(0) })).toBe('{"at":"1970-01-01T00:00:00.000Z"}');
    expect(canonicalJson([new SecretValue('canary-value')])).not.toContain('canary');
  });
});
