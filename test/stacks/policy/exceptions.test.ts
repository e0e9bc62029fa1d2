import { describe, expect, it } from 'vitest';
import { isBlocked, judge } from '../../../stacks/policy/judge.ts';
import type { Finding, Policy } from '../../../stacks/policy/policy.ts';
import { checked } from '../../../stacks/policy/rule.ts';
import { selfHosted } from '../support/environments.ts';
import { planned, planOf } from '../support/planned.ts';

const policy = (id: string, severity: Policy['severity'], type: string): Policy => ({
  id,
  reason: 'Because.',
  severity,
  rules: [checked(type, () => 'is bad')],
});
const table = [policy('strict', 'block', 'bad'), policy('mild', 'warn', 'poor'), policy('kept', 'block', 'none')];
const plan = planOf(planned('bad', 'storage-one'), planned('bad', 'storage-two'), planned('poor', 'redis-one'));

const judged = (...exceptions: readonly object[]): readonly Finding[] =>
  judge({ plan, environment: selfHosted('aws', { policy: { exceptions } }), today: '2026-06-15', table });
const exception = (rest: object) => ({ policy: 'strict', reason: 'known and accepted', until: '2026-06-15', ...rest });
const outcomes = (findings: readonly Finding[]) =>
  findings.map(({ resource, outcome }) => `${resource ?? '-'} ${outcome}`);

describe('exceptions from policies', () => {
  it('are needed where a plan breaks one that blocks', () => {
    const findings = judged();
    expect(outcomes(findings)).toEqual(['storage-one block', 'storage-two block', 'redis-one warn']);
    expect(findings[0]).toMatchObject({ policy: 'strict', message: 'storage-one is bad', reason: 'Because.' });
    expect(isBlocked(findings)).toBe(true);
  });

  it('allow what they speak of, through their last day, and say why', () => {
    const findings = judged(exception({ resource: '*-one' }));
    expect(outcomes(findings)).toEqual(['storage-one allowed', 'storage-two block', 'redis-one warn']);
    expect(findings[0]).toMatchObject({ reason: 'known and accepted', until: '2026-06-15' });
    expect(isBlocked(judged(exception({})))).toBe(false);
  });

  it('block from the day after, and say when they ended', () => {
    const findings = judged(exception({ until: '2026-06-14' }));
    expect(findings[0]).toMatchObject({
      outcome: 'block',
      message: 'storage-one is bad; the exception for it ended on 2026-06-14',
    });
  });

  it('that have ended block also what would only warn', () => {
    expect(outcomes(judged(exception({ policy: 'mild', until: '2026-01-01' })))).toContain('redis-one block');
  });

  it('give way to a later one for the same', () => {
    expect(isBlocked(judged(exception({ until: '2026-01-01' }), exception({})))).toBe(false);
  });

  it.each([
    [
      'unknown policies, naming those that there are',
      { policy: 'strickt' },
      /names strickt, which is no policy.*strict, mild/s,
    ],
    [
      'policies that nothing breaks',
      { policy: 'kept' },
      /spec[.]policy[.]exceptions\[0\] is not needed: nothing breaks kept/,
    ],
    ['resources that break nothing', { resource: 'redis-*' }, /nothing breaks strict on redis-[*]/],
    ['names that only begin like that', { resource: 'storage' }, /is not needed/],
  ])('for %s are warned of', (_, rest, sentence) => {
    const last = judged(exception(rest)).at(-1);
    expect(last?.outcome).toBe('warn');
    expect(`${last?.message ?? ''} ${last?.reason ?? ''}`).toMatch(sentence);
  });
});
