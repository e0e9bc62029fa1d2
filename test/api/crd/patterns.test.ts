import { expect, it } from 'vitest';
import { patternProblem } from '../../../src/api/crd/patterns.ts';

it.each(['^[a-z]+$', '^(a|b){1,1000}$', '^[^ \\t]*$', '^a[.]b\\.c$', '^\\[x\\]$', '^$'])('takes %s', (source) => {
  expect(patternProblem(source)).toBeUndefined();
});

it.each([
  ['^(?=a)a$', 'look-around'],
  ['^(?<!a)b$', 'look-around'],
  ['^(a)\\1$', 'back-reference'],
  ['^\\u0041$', 'escape'],
  ['^[]]$', 'empty character class'],
  ['^[^]$', 'empty character class'],
  ['^a\\sb$', 'class'],
  ['^a.b$', 'dot'],
  ['^a{1001}$', '1000'],
  ['^a{1,1001}$', '1000'],
  ['a$', 'anchored'],
  ['^a', 'anchored'],
  ['^(?i)a$', 'flag'],
])('refuses %s: %s', (source, problem) => {
  expect(patternProblem(source)).toContain(problem);
});
