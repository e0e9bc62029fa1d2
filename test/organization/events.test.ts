import { describe, expect, it } from 'vitest';
import { key, openai, TestWorld } from './world.ts';

describe('events', () => {
  it('leave a creation to the condition, and tell of a change to what was there', async () => {
    const world = new TestWorld();
    await world.bound();
    await world.secret('llm-keys', { openai: key });
    await world.apply('AIProvider', 'openai', openai);
    await world.reconcile('AIProvider', 'openai');
    expect(world.condition('AIProvider', 'openai')).toMatchObject({ status: 'True', reason: 'Synced' });
    expect(world.events).toEqual([]);
    await world.secret('llm-keys', { openai: `${key}-2` });
    await world.reconcile('AIProvider', 'openai');
    expect(world.events).toMatchObject([{ about: 'AIProvider openai', type: 'Normal', reason: 'SecretChanged' }]);
  });
});
