import { expect, it } from 'vitest';
import { closest } from '../../../src/api/documents/closest.ts';

it('finds what was meant within a third of the word', () => {
  expect(closest('organisationRef', ['name', 'organizationRef'])).toBe('organizationRef');
  expect(closest('nmae', ['name'])).toBe('name');
  expect(closest('secretref', ['secretRef'])).toBe('secretRef');
});

it('finds nothing where nothing is near', () => {
  expect(closest('colour', ['name', 'tags'])).toBeUndefined();
  expect(closest('', ['name'])).toBeUndefined();
});

it('takes the nearest of several', () => {
  expect(closest('names', ['games', 'name'])).toBe('games');
  expect(closest('nam', ['game', 'name'])).toBe('name');
});
