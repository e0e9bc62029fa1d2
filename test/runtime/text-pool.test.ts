import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { TextPool } from '../../src/runtime/text-pool.ts';

describe('a pool of texts', () => {
  it('leaves every value as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.json(), { maxLength: 8 }), (texts) => {
        const pool = new TextPool();
        for (const text of texts) {
          const value: unknown = JSON.parse(text);
          pool.share(value);
          expect(value).toStrictEqual(JSON.parse(text));
        }
      }),
    );
  });

  it('still tells texts apart when it has begun anew', () => {
    const pool = new TextPool();
    for (let n = 0; n < 10_000; n += 1) {
      const value = [`a text with number ${n % 5_000}`, { nested: `another with ${n}` }];
      pool.share(value);
      expect(value).toStrictEqual([`a text with number ${n % 5_000}`, { nested: `another with ${n}` }]);
    }
  });
});
