import { describe, expect, it } from 'vitest';
import { passing } from '../../src/cli/backup/judge.ts';
import { freshnessOf, staleBackups } from '../../src/cli/destroy/freshness.ts';

const now = Date.parse('2026-11-25T12:00:00Z');

describe('backups before an environment is taken down', () => {
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
    ).toEqual([
      'old: the last moment that can be had back is 2026-11-24T11:59:59Z',
      'unseen: not permitted to look',
      'odd: yesterday is no moment',
    ]);
  });

  it('are asked of what is meant to last, and of nothing that passes', () => {
    const bucket = { kind: 'bucket', role: 'brainstore', name: 'prod-brainstore', essential: true } as const;
    const found = freshnessOf([
      { ...bucket, state: 'present', newest: '2026-11-25T12:00:00Z', copies: [] },
      passing({ ...bucket, role: 'responses', name: 'prod-responses' }),
      { ...bucket, kind: 'key', role: 'key', state: 'present', copies: [] },
    ]);
    expect(found).toEqual([{ what: 'brainstore', newest: '2026-11-25T12:00:00Z' }]);
    expect(staleBackups(found, now)).toEqual([]);
  });
});
