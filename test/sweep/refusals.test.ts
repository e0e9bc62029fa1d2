import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OperatorWorld } from '../support/operator-world.ts';
import { canaries, consumer, foundations, home, openai, provider, token, wholeScene, type Piece } from './scene.ts';

const minuteMs = 60_000;
/** Whose tokens these are. */
const account = { name: 'operator', email: 'operator@bt', kind: 'service' } as const;

describe('a refusal', () => {
  let world: OperatorWorld;
  beforeEach(() => {
    world = new OperatorWorld({ namespaces: [consumer] });
  });
  afterEach(async () => {
    await world.stop();
    expect(world.failures).toEqual([]);
  });

  async function apply(pieces: readonly Piece[]): Promise<void> {
    for (const { type, object } of pieces) await world.apply(type, object);
  }

  /** Most calls to the admin API in any minute of the log from an entry on. */
  function busiestMinute(from: number): number {
    const times = world.api.requestLog.since(from).map(({ at }) => Date.parse(at));
    return Math.max(0, ...times.map((start) => times.filter((at) => at >= start && at < start + minuteMs).length));
  }

  const thousand = Array.from({ length: 1_000 }, (_, n) => provider(n));

  it('of a token that was never good costs one call a minute, with a thousand resources', async () => {
    world.api.revokeToken(canaries.token);
    await apply([...foundations(), ...thousand]);
    world.start();
    await world.clock.advance(10 * minuteMs);
    expect(world.api.requestLog.entries.length).toBeGreaterThan(5);
    expect(busiestMinute(0)).toBe(1);
    expect(world.condition('organizations', home, 'acme')).toBe('False Unauthorized');
    expect(world.condition('aiproviders', home, 'key-999')).toBe('False OrganizationNotReady');
  }, 60_000);

  it('of a token that is revoked costs one call a minute, deletes nothing, and ends with the next token', async () => {
    await apply([...foundations(), ...thousand]);
    world.start();
    await world.clock.advance(2 * minuteMs);
    expect(world.api.inspect.rows('ai_secret')).toHaveLength(1_000);
    world.api.revokeToken(canaries.token);
    const before = world.api.requestLog.entries.length;
    await world.clock.advance(10 * minuteMs);
    expect(busiestMinute(before)).toBe(1);
    expect(world.api.inspect.rows('ai_secret')).toHaveLength(1_000);
    expect(world.condition('organizations', home, 'acme')).toBe('False Unauthorized');
    world.api.addToken({ value: canaries.tokenNext, account, organizations: ['Acme'] });
    await apply([token(canaries.tokenNext)]);
    const ready = (): boolean => world.condition('organizations', home, 'acme')?.startsWith('True') === true;
    expect(await world.clock.runUntil(ready, minuteMs)).toBe(true);
  }, 60_000);

  it('of one kind leaves the other kinds to converge', async () => {
    world.api.restrict(account.email, {
      forbidden: [{ resource: 'ai_secret', verbs: ['read', 'create', 'update', 'delete'] }],
    });
    await apply(wholeScene());
    world.start();
    await world.clock.advance(5 * minuteMs);
    expect(world.condition('aiproviders', home, 'openai')).toBe('False Forbidden');
    for (const [plural, name] of [
      ['organizations', 'acme'],
      ['projects', 'support-bot'],
      ['projects', 'strict'],
      ['aiproviders', 'anthropic'],
      ['environmentvariables', 'webhook'],
    ] as const) {
      expect(world.condition(plural, home, name), `${plural}/${name}`).toMatch(/^True/);
    }
    world.api.restrict(account.email, {});
    await apply([openai()]);
    const ready = (): boolean => world.condition('aiproviders', home, 'openai')?.startsWith('True') === true;
    expect(await world.clock.runUntil(ready, 15 * minuteMs)).toBe(true);
  });
});
