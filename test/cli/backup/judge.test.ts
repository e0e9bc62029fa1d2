import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../../src/cli/backup/backup.ts';
import {
  looking,
  type DatabaseFacts,
  type KeyFacts,
  type Look,
  type SecretFacts,
} from '../../../src/cli/backup/facts.ts';
import type { BackupItem } from '../../../src/cli/backup/item.ts';
import {
  judgeBucket,
  judgeDatabase,
  judgeKey,
  judgeSecret,
  passing,
  type Subject,
} from '../../../src/cli/backup/judge.ts';

const now = Date.parse('2026-11-25T12:00:00Z');
const wanted = { now, wantedDays: 14 };
const subject: Subject = { kind: 'database', role: 'postgres', name: 'prod', essential: true };
const found = <Facts>(facts: Facts): Look<Facts> => ({ kind: 'found', facts });
const whole: DatabaseFacts = {
  newest: '2026-11-25T11:55:00Z',
  oldest: '2026-11-11T00:00:00Z',
  retentionDays: 14,
  anyMoment: true,
  copies: [],
};

describe('a database', () => {
  it.each([
    ['present', whole, undefined],
    ['stale', { ...whole, newest: '2026-11-25T10:00:00Z' }, 'what was written after'],
    ['stale', { ...whole, retentionDays: 7 }, 'kept for 7 days, and the environment asks for 14'],
    ['stale', { ...whole, anyMoment: false }, 'none between'],
    ['missing', { anyMoment: true, copies: [] }, 'no backup'],
  ] as const)('is %s', (state, facts, reason) => {
    const item = judgeDatabase(subject, found(facts), wanted);
    expect(item.state).toBe(state);
    if (reason === undefined) expect(item.problem).toBeUndefined();
    else expect(item.problem?.reason).toContain(reason);
  });

  it('that we may not look at is unknown, not missing', () => {
    const item = judgeDatabase(subject, { kind: 'unknown', reason: 'AccessDenied' }, wanted);
    expect([item.state, item.problem?.reason]).toEqual(['unknown', 'it could not be looked at: AccessDenied']);
    expect(item.problem?.next).toMatch(/^Run this as somebody who may read it/);
  });

  it('that nobody is signed in for says to sign in', async () => {
    const failing = Object.assign(new Error('Could not load credentials'), { name: 'CredentialsProviderError' });
    const look = await looking('rds', new AbortController().signal, () => Promise.reject<DatabaseFacts>(failing));
    expect(judgeDatabase(subject, look, wanted).problem?.next).toMatch(/^Sign in to the account/);
  });
});

describe('a bucket', () => {
  it('goes back as many days as it keeps versions', () => {
    const item = judgeBucket(subject, found({ versioned: true, undoDays: 14, copies: [] }), wanted);
    expect([item.state, item.oldest]).toEqual(['present', '2026-11-11T12:00:00.000Z']);
  });

  it('without versions goes back to no moment but now, which is stale', () => {
    const item = judgeBucket(subject, found({ versioned: false, copies: [] }), wanted);
    expect([item.state, item.oldest]).toEqual(['stale', item.newest]);
  });

  it('that keeps versions for fewer days than the environment asks is stale', () => {
    expect(judgeBucket(subject, found({ versioned: true, undoDays: 7, copies: [] }), wanted).state).toBe('stale');
  });

  it('that keeps every version has no oldest moment', () => {
    expect(judgeBucket(subject, found({ versioned: true, copies: [] }), wanted)).not.toHaveProperty('oldest');
  });
});

const key: KeyFacts = { enabled: true, rotates: true, recoverable: true };
it.each([
  ['present', key],
  ['missing', { ...key, enabled: false }],
  ['missing', { ...key, goesAt: '2026-12-01T00:00:00Z' }],
  ['stale', { ...key, rotates: false }],
  ['stale', { ...key, recoverable: false }],
] as const)('a key is %s', (state, facts) => {
  expect(judgeKey(subject, found(facts)).state).toBe(state);
});

const secret: SecretFacts = { hasValue: true, copies: [] };
it.each([
  ['present', secret],
  ['missing', { ...secret, hasValue: false }],
  ['missing', { ...secret, goesAt: '2026-12-01T00:00:00Z' }],
] as const)('a secret is %s', (state, facts) => {
  expect(judgeSecret(subject, found(facts)).state).toBe(state);
});

it('tells nobody to make a FUNCTION_SECRET_KEY anew', () => {
  const item = judgeSecret({ ...subject, role: 'functionSecretKey' }, { kind: 'missing' });
  expect(item.problem?.next).toContain('Make no new one');
});

describe('the exit code', () => {
  const item = (state: BackupItem['state'], essential = true): BackupItem => ({
    ...subject,
    state,
    essential,
    copies: [],
  });
  it.each([
    [0, [item('present'), item('stale'), passing(subject), item('missing', false), item('unknown', false)], []],
    [3, [item('missing'), item('unknown')], []],
    [4, [item('unknown')], []],
    [4, [item('present')], ['the custom resources of the cluster']],
  ] as const)('is %i', (code, items, without) => {
    expect(exitCodeOf(items, without)).toBe(code);
  });
});
