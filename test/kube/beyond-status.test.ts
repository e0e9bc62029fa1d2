import { describe, expect, it } from 'vitest';
import { beyondStatus } from '../../src/kube/beyond-status.ts';
import { configMap } from './support/types.ts';

const object = configMap('a', '1', { generation: 1, labels: { a: 'b' } });

describe('a change', () => {
  it('of the status alone does not matter', () => {
    expect(beyondStatus(object, configMap('a', '2', { generation: 1, labels: { a: 'b' } }))).toBe(false);
  });

  it.each([
    ['the spec', { generation: 2, labels: { a: 'b' } }],
    ['a label', { generation: 1, labels: { a: 'c' } }],
    ['an annotation', { generation: 1, labels: { a: 'b' }, annotations: { x: 'y' } }],
    ['a finalizer', { generation: 1, labels: { a: 'b' }, finalizers: ['x.dev/f'] }],
    ['the deletion', { generation: 1, labels: { a: 'b' }, deletionTimestamp: '2026-01-01T00:00:00Z' }],
    ['the object itself', { generation: 1, labels: { a: 'b' }, uid: 'another' }],
  ])('of %s matters', (_, metadata) => {
    expect(beyondStatus(object, configMap('a', '2', metadata))).toBe(true);
  });

  it('of a kind without generations always matters', () => {
    expect(beyondStatus(configMap('a', '1'), configMap('a', '2'))).toBe(true);
  });

  it('that makes or ends the object matters', () => {
    expect([beyondStatus(undefined, object), beyondStatus(object, undefined)]).toEqual([true, true]);
  });
});
