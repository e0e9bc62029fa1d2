import { describe, expect, it } from 'vitest';
import type { BackupItem } from '../../../src/cli/backup/item.ts';
import { reachOf } from '../../../src/cli/restore/moment.ts';
import { momentOf } from '../../../src/cli/restore/restore.ts';

const now = Date.parse('2026-11-25T12:00:00Z');

function item(kind: BackupItem['kind'], role: string, more: Partial<BackupItem> = {}): BackupItem {
  return { kind, role, name: `${role}-1`, state: 'present', essential: true, copies: [], ...more };
}
const secret = item('secret', 'functionSecretKey');
const database = item('database', 'postgres', {
  oldest: '2026-11-11T00:00:00.000Z',
  newest: '2026-11-25T11:57:00.000Z',
});
const bucket = item('bucket', 'brainstore', { oldest: '2026-11-18T12:00:00.000Z', newest: '2026-11-25T12:00:00.000Z' });
const whole = [secret, database, bucket];

describe('the moment that an inventory reaches', () => {
  it('is the newest that database and buckets have in common', () => {
    const { moment, oldest, refusals } = reachOf(whole, undefined, now);
    expect([moment, oldest, refusals]).toEqual(['2026-11-25T11:57:00.000Z', '2026-11-18T12:00:00.000Z', []]);
  });

  it('is the one that was asked for, where both reach it', () => {
    expect(reachOf(whole, Date.parse('2026-11-20T00:00:00Z'), now).moment).toBe('2026-11-20T00:00:00.000Z');
  });

  it.each([
    ['2026-11-15T00:00:00Z', 'Name a later moment'],
    ['2026-11-25T11:59:00Z', 'Name 2026-11-25T11:57:00.000Z or an earlier'],
    ['2026-11-26T00:00:00Z', 'before the damage'],
  ])('is not %s', (to, next) => {
    const { moment, refusals } = reachOf(whole, Date.parse(to), now);
    expect(moment).toBeUndefined();
    expect(refusals[0]?.next).toContain(next);
  });

  it.each([
    ['missing', [{ ...secret, state: 'missing' as const }, database, bucket]],
    ['not in the inventory at all', [database, bucket]],
  ])('is none where FUNCTION_SECRET_KEY is %s, and says what that would cost', (_, items) => {
    const { moment, refusals } = reachOf(items, undefined, now);
    expect(moment).toBeUndefined();
    expect(refusals).toHaveLength(1);
    expect(refusals[0]?.reason).toMatch(/FUNCTION_SECRET_KEY.*unreadable/);
  });

  it('is not refused where nobody could look, but must be made sure of', () => {
    const { refusals, unverified } = reachOf([{ ...secret, state: 'unknown' }, database, bucket], undefined, now);
    expect(refusals).toEqual([]);
    expect(unverified).toHaveLength(1);
  });

  it('is unknown where the window of a bucket or of the database is', () => {
    const dark = item('bucket', 'brainstore', { state: 'unknown' });
    expect(reachOf([secret, database, dark], undefined, now).moment).toBeUndefined();
  });

  it('is none where the windows do not meet', () => {
    const old = { ...database, newest: '2026-11-12T00:00:00.000Z' };
    const { refusals } = reachOf([secret, old, bucket], undefined, now);
    expect(refusals[0]?.reason).toContain('no moment in common');
  });
});

it.each(['yesterday', '2026-11-25', '2026-11-25T08:30:00', '2026-13-25T08:30:00Z'])(
  'takes no %s for a moment',
  (text) => {
    expect(() => momentOf(text)).toThrow('no moment with a time zone');
  },
);

it('reads a moment of another time zone', () => {
  expect(momentOf('2026-11-25T09:30:00+01:00')).toBe(Date.parse('2026-11-25T08:30:00Z'));
});
