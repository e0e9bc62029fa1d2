import { describe, expect, it } from 'vitest';
import { passing } from '../../src/cli/backup/judge.ts';
import { freshnessIn, staleBackups } from '../../src/cli/destroy/freshness.ts';

const now = Date.parse('2026-11-25T12:00:00Z');

describe('backups before an environment is taken down', () => {
  it('are not asked for of a bucket of which nothing is meant to last', () => {
    const bucket = { kind: 'bucket', role: 'responses', name: 'r', essential: true } as const;
    const database = { kind: 'database', role: 'postgres', name: 'p', essential: true, copies: [] } as const;
    const found = freshnessIn([passing(bucket), { ...database, state: 'present', newest: '2026-11-25T11:59:00Z' }]);
    expect(found).toEqual([{ what: 'postgres', newest: '2026-11-25T11:59:00Z' }]);
    expect(staleBackups(found, now)).toEqual([]);
  });

  it('are fresh for a day, and one that nobody saw is none', () => {
    expect(
      staleBackups(
        [
          { what: 'fresh', newest: '2026-11-24T12:00:00Z' },
          { what: 'old', newest: '2026-11-24T11:59:59Z' },
          { what: 'unseen', reason: 'not permitted to look' },
          { what: 'odd', newest: 'yesterday' },
        ],
        now,
      ),
    ).toEqual(['old (last at 2026-11-24T11:59:59Z)', 'unseen', 'odd (yesterday is no moment)']);
  });
});
