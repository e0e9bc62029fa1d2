import { describe, expect, it } from 'vitest';
import { standingConditions, withConditions, type ConditionState } from '../../src/kube/conditions.ts';

const ready = (status: 'True' | 'False', message = 'm'): ConditionState => ({
  type: 'Ready',
  status,
  reason: 'R',
  message,
});
const noon = Date.UTC(2026, 10, 24, 12);

describe('conditions', () => {
  it('move their transition time only when the status changes', () => {
    const first = withConditions([], [ready('False')], noon, 1);
    const second = withConditions(first, [ready('False', 'another message')], noon + 60_000, 2);
    const third = withConditions(second, [ready('True')], noon + 90_000, 2);
    expect(second[0]).toMatchObject({
      lastTransitionTime: '2026-11-24T12:00:00Z',
      message: 'another message',
      observedGeneration: 2,
    });
    expect(third[0]?.lastTransitionTime).toBe('2026-11-24T12:01:30Z');
  });

  it('are equal after a pass that changed nothing', () => {
    const first = withConditions([], [ready('True')], noon, 1);
    expect(withConditions(first, [ready('True')], noon + 3_600_000, 1)).toEqual(first);
  });

  it('of other types stay as they are', () => {
    const foreign = withConditions([], [{ ...ready('True'), type: 'Foreign' }], noon, 1);
    expect(withConditions(foreign, [ready('True')], noon, 1).map(({ type }) => type)).toEqual(['Foreign', 'Ready']);
  });

  it('never hold a message longer than the API server takes', () => {
    expect(withConditions([], [ready('True', 'x'.repeat(40_000))], noon, 1)[0]?.message).toHaveLength(32_768);
  });
});

describe('a standing', () => {
  it.each([
    ['current', ['True', 'False', 'False']],
    ['inProgress', ['False', 'True', 'False']],
    ['stalled', ['False', 'False', 'True']],
    ['unknown', ['Unknown', 'True', 'False']],
  ] as const)('%s gives Ready, Reconciling and Stalled %j', (is, expected) => {
    expect(standingConditions({ is, reason: 'R', message: 'm' }).map(({ status }) => status)).toEqual(expected);
  });
});
