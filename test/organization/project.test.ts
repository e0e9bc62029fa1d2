import { describe, expect, it } from 'vitest';
import type { ProjectSpecInput } from '../../src/api/index.ts';
import { TestWorld } from './world.ts';

const chat: ProjectSpecInput = { organizationRef: { name: 'acme' }, name: 'chat' };
const person = { name: 'Ann', email: 'ann@example.com', kind: 'person' } as const;
const row = (world: TestWorld) => world.api.inspect.find('project', { name: 'chat' });
const tags = (world: TestWorld) => world.api.inspect.rows('project_tag').map((tag) => tag['name']);

async function synced(spec: Partial<ProjectSpecInput> = {}, world = new TestWorld()): Promise<TestWorld> {
  await world.bound();
  await world.apply('Project', 'chat', { ...chat, ...spec });
  await world.reconcile('Project', 'chat');
  return world;
}

describe('a new project', () => {
  it('is made with its settings and tags in one pass, and then left alone', async () => {
    const world = await synced({
      description: 'talks',
      settings: { comparisonKey: 'input.q', disableRealtimeQueries: true },
      tags: [{ name: 'good', color: '#00ff00' }, { name: 'bad' }],
    });
    expect(row(world)).toMatchObject({
      description: 'talks',
      settings: { comparison_key: 'input.q', disable_realtime_queries: true },
    });
    expect(tags(world).toSorted()).toEqual(['bad', 'good']);
    expect(world.status('Project', 'chat').tags?.map(({ name }) => name)).toEqual(['good', 'bad']);
    const { api, kube } = world.mark;
    await world.clock.advance(600_000);
    await world.reconcile('Project', 'chat');
    expect(world.writes(api)).toEqual([]);
    expect(world.kubeCalls(kube)).toEqual([]);
  });

  it('has its attempt written before the call, so that a crash in between makes no second one', async () => {
    const world = new TestWorld();
    await world.bound();
    await world.apply('Project', 'chat', chat);
    world.api.inject({ method: 'POST', path: '/v1/project', fault: { kind: 'reset', acted: true } });
    await world.reconcile('Project', 'chat');
    expect(world.status('Project', 'chat').attempt).toMatchObject({ operation: 'project.create', naturalKey: 'chat' });
    world.restarted();
    await world.clock.advance(40_000);
    await world.reconcile('Project', 'chat');
    expect(world.api.inspect.rows('project')).toHaveLength(1);
    expect(world.condition('Project', 'chat')).toMatchObject({ status: 'True' });
    expect(world.status('Project', 'chat').attempt).toBeUndefined();
  });

  it('is not made a second time while the lists lag behind', async () => {
    const world = new TestWorld({ profile: { listLagMs: 20_000 } });
    await world.clock.advance(60_000);
    await synced({}, world);
    const { api } = world.mark;
    world.restarted();
    await world.reconcile('Project', 'chat');
    await world.clock.advance(60_000);
    await world.reconcile('Project', 'chat');
    expect(world.writes(api)).toEqual([]);
    expect(world.api.inspect.rows('project')).toHaveLength(1);
  });

  it('that exists is taken over, or not, as the policy says', async () => {
    for (const adoption of ['Adopt', 'Refuse'] as const) {
      const world = new TestWorld();
      world.api.actAs(person).send('POST', '/v1/project', { name: 'chat', description: 'theirs' });
      await world.clock.advance(3_600_000);
      await synced({ description: 'ours', policy: { adoption } }, world);
      expect(row(world)?.['description']).toBe(adoption === 'Adopt' ? 'ours' : 'theirs');
      expect(world.condition('Project', 'chat')).toMatchObject({ status: adoption === 'Adopt' ? 'True' : 'False' });
    }
  });
});

describe('settings', () => {
  it('that are not declared survive a change of those that are', async () => {
    const world = await synced({ settings: { comparisonKey: 'input' } });
    const id = row(world)?.id ?? '';
    world.api.actAs(person).send('PATCH', `/v1/project/${id}`, {
      settings: { comparison_key: 'input', disable_realtime_queries: true },
    });
    // Not seen by a resync yet.
    await world.apply('Project', 'chat', { ...chat, settings: { comparisonKey: 'input.id' } });
    await world.reconcile('Project', 'chat');
    expect(row(world)?.['settings']).toMatchObject({ comparison_key: 'input.id', disable_realtime_queries: true });
  });

  it('that are no longer declared are handed back, not cleared', async () => {
    const world = await synced({ settings: { comparisonKey: 'input.id' } });
    const { api } = world.mark;
    await world.apply('Project', 'chat', chat);
    await world.reconcile('Project', 'chat');
    expect(world.writes(api)).toEqual([]);
    expect(row(world)?.['settings']).toMatchObject({ comparison_key: 'input.id' });
  });
});

describe('tags', () => {
  const theirs = (world: TestWorld): void => {
    const id = row(world)?.id ?? '';
    world.api.actAs(person).send('PUT', '/v1/project_tag', { project_id: id, name: 'theirs' });
  };

  it('of others stay where the list is additive', async () => {
    const world = await synced({ tags: [{ name: 'ours' }] });
    theirs(world);
    await world.clock.advance(600_000);
    await world.reconcile('Project', 'chat');
    expect(tags(world).toSorted()).toEqual(['ours', 'theirs']);
  });

  it('of others go where it is authoritative', async () => {
    const world = await synced({ tags: [{ name: 'ours' }], tagManagement: 'Authoritative' });
    theirs(world);
    await world.clock.advance(600_000);
    await world.reconcile('Project', 'chat');
    expect(tags(world)).toEqual(['ours']);
  });

  it('keep what is not declared of them', async () => {
    const world = await synced({ tags: [{ name: 'ours', color: '#00ff00' }] });
    const tag = world.api.inspect.find('project_tag', { name: 'ours' });
    world.api
      .actAs(person)
      .send('PATCH', `/v1/project_tag/${tag?.id ?? ''}`, { description: 'theirs', color: '#ff0000' });
    await world.clock.advance(600_000);
    await world.reconcile('Project', 'chat');
    expect(world.api.inspect.find('project_tag', { name: 'ours' })).toMatchObject({
      color: '#00ff00',
      description: 'theirs',
    });
  });
});

describe('deletion', () => {
  it('leaves the project and its data by default', async () => {
    const world = await synced();
    await world.delete('Project', 'chat');
    await world.reconcile('Project', 'chat');
    expect(world.now('Project', 'chat')).toBeUndefined();
    expect(row(world)).toBeDefined();
  });

  it('removes it where that is declared', async () => {
    const world = await synced({ policy: { deletion: 'Delete' } });
    await world.delete('Project', 'chat');
    await world.reconcile('Project', 'chat');
    expect(row(world)).toBeUndefined();
    expect(world.now('Project', 'chat')).toBeUndefined();
  });

  it('of very many at once halts with the list until a person confirms', async () => {
    const world = new TestWorld();
    await world.bound();
    const names = Array.from({ length: 12 }, (_, n) => `p${n}`);
    for (const name of names) {
      await world.apply('Project', name, { ...chat, name, policy: { deletion: 'Delete' } });
      await world.reconcile('Project', name);
    }
    for (const name of names) await world.delete('Project', name);
    for (const name of names) await world.reconcile('Project', name);
    expect(world.api.inspect.rows('project')).toHaveLength(7);
    expect(world.condition('Project', 'p11', 'Stalled')).toMatchObject({ status: 'True', reason: 'BrakesOn' });
    const told = world.events.filter(({ about, reason }) => about === 'Organization acme' && reason === 'BrakesOn');
    expect(told.at(-1)?.message).toMatch(/p5.*p11/s);
    const until = new Date(world.clock.now() + 600_000).toISOString();
    const connection = { organizationName: 'Acme', tokenSecretRef: { name: 'owner', key: 'token' } };
    await world.apply(
      'Organization',
      'acme',
      { connection },
      { annotations: { 'planewright.dev/confirm-deletions': until } },
    );
    for (const name of names) await world.reconcile('Project', name);
    expect(world.api.inspect.rows('project')).toEqual([]);
  });
});
