import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StoreIndex } from '../../src/kube/store-index.ts';

const key = fc.constantFrom('a', 'b', 'c');
const values = fc.option(fc.uniqueArray(fc.constantFrom('x', 'y', 'z')), { nil: undefined });

describe('an index', () => {
  it('holds exactly the keys of the objects that have a value, whatever came and went', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, values)), (changes) => {
        const index = new StoreIndex<readonly string[]>(
          (object) => object,
          () => undefined,
        );
        const objects = new Map<string, readonly string[]>();
        for (const [name, after] of changes) {
          index.put(name, objects.get(name), after);
          if (after === undefined) objects.delete(name);
          else objects.set(name, after);
          for (const value of ['x', 'y', 'z']) {
            const holders = [...objects].filter(([, has]) => has.includes(value)).map(([holder]) => holder);
            expect([...index.keys(value)].sort()).toEqual(holders.sort());
            expect(index.count(value)).toBe(holders.length);
          }
        }
      }),
    );
  });
});
