import { describe, expect, it } from 'vitest';
import { stepsAsText } from '../../src/cli/engine/steps.ts';
import type { Step } from '../../stacks/engine/step.ts';

const step = (more: Partial<Step>): Step => ({
  urn: 'urn',
  operation: 'create',
  name: 'redis-password-random',
  type: 'random:index/randomPassword:RandomPassword',
  concern: 'redis',
  changed: [],
  replacing: [],
  holdsData: true,
  protectedBefore: false,
  protectedAfter: true,
  logical: false,
  ...more,
});

describe('the steps of a plan', () => {
  it('stand on one line each where nobody looks', () => {
    expect(stepsAsText([step({})], Number.POSITIVE_INFINITY)).toBe(
      'redis\n  + create  redis-password-random  random:index/randomPassword:RandomPassword  (holds data)\n\n1 to create\n',
    );
  });

  it('go on below in a terminal that is narrow, and no word is broken', () => {
    const changed = ['tags', 'engineVersion', 'parameterGroupName', 'snapshotWindow'];
    const text = stepsAsText([step({}), step({ operation: 'update', name: 'redis', changed })], 60);
    expect(text.split('\n').slice(0, 7)).toEqual([
      'redis',
      '  + create  redis-password-random',
      '      random:index/randomPassword:RandomPassword',
      '      (holds data)',
      '  ~ update  redis',
      '      random:index/randomPassword:RandomPassword',
      '      tags, engineVersion, parameterGroupName,',
    ]);
    expect(text).toContain('\n      snapshotWindow  (holds data)\n');
  });
});
