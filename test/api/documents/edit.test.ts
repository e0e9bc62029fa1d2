import { describe, expect, it } from 'vitest';
import { withValues } from '../../../src/api/documents/edit.ts';

const edited = (text: string, path: string, value: unknown) => withValues(text, [{ path: path.split('.'), value }]);

describe('an edited YAML text', () => {
  it.each([
    ['a plain word', 'a: 1.0.0 # why\nb: 2\n', 'a', '2.0.0', 'a: 2.0.0 # why\nb: 2\n'],
    ['quotes', `a: '1'\nb: "1"\n`, 'b', '2', `a: '1'\nb: "2"\n`],
    ['text that would be a number', 'a: x\n', 'a', '1.35', "a: '1.35'\n"],
    ['text that kubectl would read as a boolean', 'a: x\n', 'a', 'yes', "a: 'yes'\n"],
    ['a value in braces', 'a: { b: 1, c: [x] } # why\n', 'a.b', 2, 'a: { b: 2, c: [x] } # why\n'],
    ['a list on a line', 'a: { b: [1,  2] }\n', 'a.b', [3], 'a: { b: [3] }\n'],
    ['a list on lines', 'a:\n  - 1 # one\n  - 2\nb: 3\n', 'a', [4, 5], 'a:\n  [4, 5]\nb: 3\n'],
  ])('has another value in the same place: %s', (_, text, path, value, result) => {
    expect(edited(text, path, value)).toBe(result);
  });

  it.each([
    [
      'in a mapping on lines',
      'a:\n  b: 1 # one\n\n# of c\nc: 2\n',
      'a.d',
      3,
      'a:\n  b: 1 # one\n  d: 3\n\n# of c\nc: 2\n',
    ],
    ['with mappings between', 'a:\n  b: 1\n', 'a.c.d', 2, 'a:\n  b: 1\n  c:\n    d: 2\n'],
    ['in a mapping in braces', 'a: { b: 1 } # why\n', 'a.c.d', [1], 'a: { b: 1, c: { d: [1] } } # why\n'],
    ['in empty braces', 'a: {}\n', 'a.b', 1, 'a: { b: 1 }\n'],
    ['where the last line has no end', 'a:\n  b: 1', 'a.c', true, 'a:\n  b: 1\n  c: true'],
  ])('has a new key at the end of its mapping: %s', (_, text, path, value, result) => {
    expect(edited(text, path, value)).toBe(result);
  });
});
