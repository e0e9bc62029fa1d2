import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brainstorePaths, googlePrefixes } from '../../../src/dataplane/contract/storage.ts';
import { apiLifecycle, brainstoreLifecycle, type LifecycleRule } from '../../../stacks/google/lifecycle.ts';

/** Whether a rule may delete an object that nobody has overwritten or deleted. */
function takesLive(rule: LifecycleRule, object: string): boolean {
  if (rule.action.type !== 'Delete' || rule.condition.withState === 'ARCHIVED') return false;
  const { matchesPrefixes } = rule.condition;
  return matchesPrefixes === undefined || matchesPrefixes.some((prefix) => object.startsWith(prefix));
}

const names = fc.stringMatching(/^[a-z0-9][a-z0-9._/-]{0,40}$/);

describe('lifecycle of the buckets', () => {
  it('never touches live data of Brainstore, whatever an object is called', () => {
    fc.assert(
      fc.property(names, fc.integer({ min: 1, max: 90 }), (name, days) => {
        fc.pre(!name.startsWith('delete_ops/'));
        for (const path of Object.values(brainstorePaths)) {
          expect(brainstoreLifecycle(days).some((rule) => takesLive(rule, `${path}/${name}`))).toBe(false);
        }
      }),
    );
  });

  it('never touches the code of functions', () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(apiLifecycle(7).some((rule) => takesLive(rule, `${googlePrefixes.codeBundle}${name}`))).toBe(false);
      }),
    );
  });

  it('takes away what was overwritten after as many days as can be undone', () => {
    for (const rules of [brainstoreLifecycle(11), apiLifecycle(11)]) {
      expect(rules).toContainEqual({
        action: { type: 'Delete' },
        condition: { daysSinceNoncurrentTime: 11, withState: 'ARCHIVED' },
      });
    }
  });

  it('takes away notes of deletions after a week, and answers that were fetched after a day', () => {
    expect(brainstoreLifecycle(7).some((rule) => takesLive(rule, 'brainstore/wal/delete_ops/1'))).toBe(true);
    expect(apiLifecycle(7).some((rule) => takesLive(rule, 'response/1'))).toBe(true);
    expect(apiLifecycle(7).some((rule) => takesLive(rule, 'brainstore-cache/1'))).toBe(true);
  });
});
