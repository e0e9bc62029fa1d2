import { describe, expect, it } from 'vitest';
import { readPlainScalar } from '../../../src/api/documents/plain-scalars.ts';

describe('a plain scalar, as kubectl reads it', () => {
  it.each<[string, unknown]>([
    ['true', true],
    ['null', null],
    ['~', null],
    ['', null],
    ['42', 42],
    ['-1.5', -1.5],
    ['1e3', 1000],
    ['text', 'text'],
    ['2.9.0', '2.9.0'],
    ['2026-01-01', '2026-01-01'],
    ['12:30', '12:30'],
    ['32Gi', '32Gi'],
    ['yEs', 'yEs'],
    ['-', '-'],
    ['0x', '0x'],
  ])('%s is what it looks like', (source, value) => {
    expect(readPlainScalar(source)).toEqual({ value });
  });

  it.each<[string, unknown]>([
    ['y', true],
    ['Yes', true],
    ['ON', true],
    ['n', false],
    ['off', false],
    ['010', 8],
    ['08', 8],
    ['0o17', 15],
    ['0x1F', 31],
    ['-0b11', -3],
    ['1_000', 1000],
    ['+1', 1],
    ['.5', 0.5],
  ])('%s is not what it looks like', (source, value) => {
    expect(readPlainScalar(source).value).toBe(value);
    expect(readPlainScalar(source).surprise).toContain(`an unquoted ${source} as ${String(value)}`);
  });
});
