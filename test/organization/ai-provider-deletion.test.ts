import { describe, expect, it } from 'vitest';
import { row, synced } from './synced-provider.ts';
import { key, openai, TestWorld, token } from './world.ts';

describe('deletion', () => {
  it('takes the remote key away, then the finalizer', async () => {
    const world = await synced();
    await world.delete('AIProvider', 'openai');
    await world.reconcile('AIProvider', 'openai');
    expect(row(world)).toBeUndefined();
    expect(world.now('AIProvider', 'openai')).toBeUndefined();
  });

  it('leaves it where the policy is to retain it', async () => {
    const world = await synced({ policy: { deletion: 'Retain' } });
    expect(world.now('AIProvider', 'openai')?.metadata.finalizers).toBeUndefined();
    await world.delete('AIProvider', 'openai');
    expect(world.now('AIProvider', 'openai')).toBeUndefined();
    expect(row(world)).toBeDefined();
  });

  it('waits while the API cannot be reached, and finishes when it can', async () => {
    const world = await synced();
    await world.delete('AIProvider', 'openai');
    const end = world.api.inject({ path: '/v1/ai_secret', times: Infinity, fault: { kind: 'status', status: 503 } });
    await world.reconcile('AIProvider', 'openai');
    expect(world.now('AIProvider', 'openai')).toBeDefined();
    expect(world.condition('AIProvider', 'openai')).toMatchObject({ status: 'Unknown' });
    end();
    await world.clock.advance(60_000);
    await world.reconcile('AIProvider', 'openai');
    expect(world.now('AIProvider', 'openai')).toBeUndefined();
    expect(row(world)).toBeUndefined();
  });

  it('is finished by a new engine after the remote delete was done and the finalizer not removed', async () => {
    const world = await synced();
    await world.delete('AIProvider', 'openai');
    world.api.inject({ method: 'DELETE', path: '/v1/ai_secret', fault: { kind: 'reset', acted: true } });
    await world.reconcile('AIProvider', 'openai');
    await world.clock.advance(60_000);
    world.restarted();
    await world.reconcile('AIProvider', 'openai');
    expect(world.now('AIProvider', 'openai')).toBeUndefined();
  });

  it('hands the key over to another resource that declares it', async () => {
    const world = await synced();
    await world.clock.advance(1_000);
    await world.apply('AIProvider', 'heir', openai);
    await world.reconcile('AIProvider', 'heir');
    expect(world.condition('AIProvider', 'heir', 'Stalled')).toMatchObject({ reason: 'Conflict' });
    expect(world.condition('AIProvider', 'heir')?.message).toContain('acme/openai');
    await world.delete('AIProvider', 'openai');
    await world.reconcile('AIProvider', 'openai');
    await world.reconcile('AIProvider', 'heir');
    expect(row(world)).toBeDefined();
    expect(world.condition('AIProvider', 'heir')).toMatchObject({ status: 'True' });
  });
});

describe('refusals', () => {
  it('for good stall it, and are not repeated until something changes', async () => {
    const world = new TestWorld();
    await world.bound();
    await world.secret('llm-keys', { openai: key });
    await world.apply('AIProvider', 'openai', openai);
    world.api.inject({
      method: 'PUT',
      path: '/v1/ai_secret',
      times: Infinity,
      fault: { kind: 'status', status: 400, body: 'Extraneous key' },
    });
    const { api } = world.mark;
    for (let pass = 0; pass < 20; pass++) {
      await world.reconcile('AIProvider', 'openai');
      await world.clock.advance(10_000);
    }
    expect(world.writes(api)).toHaveLength(1);
    expect(world.condition('AIProvider', 'openai', 'Stalled')).toMatchObject({ status: 'True', reason: 'Invalid' });
    await world.apply('AIProvider', 'openai', { ...openai, metadata: { models: ['a'] } });
    await world.reconcile('AIProvider', 'openai');
    expect(world.writes(api)).toHaveLength(2);
  });

  it('of this kind leave the others alone', async () => {
    const world = new TestWorld();
    await world.bound();
    await world.secret('llm-keys', { openai: key });
    world.api.restrict('operator@bt', { forbidden: [{ resource: 'ai_secret', verbs: ['update', 'create'] }] });
    await world.apply('AIProvider', 'openai', openai);
    await world.apply('Project', 'chat', { organizationRef: { name: 'acme' }, name: 'chat' });
    await world.reconcile('AIProvider', 'openai');
    await world.reconcile('Project', 'chat');
    expect(world.condition('AIProvider', 'openai')).toMatchObject({ reason: 'Forbidden' });
    expect(world.condition('Project', 'chat')).toMatchObject({ status: 'True' });
  });

  it('of the token make a thousand dependants wait on one call a minute', async () => {
    const world = new TestWorld();
    await world.bound();
    await world.secret('llm-keys', { openai: key });
    for (let n = 0; n < 50; n++) await world.apply('AIProvider', `p${n}`, { ...openai, name: `KEY_${n}` });
    world.api.revokeToken(token);
    const { api } = world.mark;
    for (let n = 0; n < 50; n++) await world.reconcile('AIProvider', `p${n}`);
    await world.reconcile('Organization', 'acme');
    for (let n = 0; n < 50; n++) await world.reconcile('AIProvider', `p${n}`);
    expect(world.calls(api)).toHaveLength(1);
    expect(world.condition('Organization', 'acme')).toMatchObject({ reason: 'Unauthorized' });
    expect(world.condition('AIProvider', 'p7')).toMatchObject({ status: 'False', reason: 'OrganizationNotReady' });
  });
});
