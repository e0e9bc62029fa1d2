import { describe, expect, it } from 'vitest';
import type { EnvironmentVariableSpecInput } from '../../src/api/index.ts';
import { TestWorld } from './world.ts';

const base = { organizationRef: { name: 'acme' }, name: 'TOKEN', secretRef: { name: 'vars', key: 'token' } };
const value = 'canary-value-1';
const row = (world: TestWorld) => world.api.inspect.find('env_var', { name: 'TOKEN' });

async function synced(spec: Partial<EnvironmentVariableSpecInput> = {}): Promise<TestWorld> {
  const world = new TestWorld();
  await world.bound();
  await world.secret('vars', { token: value });
  await world.apply('Project', 'chat', { organizationRef: { name: 'acme' }, name: 'chat' });
  await world.reconcile('Project', 'chat');
  await world.apply('EnvironmentVariable', 'token', { ...base, scope: { type: 'Organization' }, ...spec });
  await world.reconcile('EnvironmentVariable', 'token');
  return world;
}

describe('a variable', () => {
  it.each([
    ['the organization', { type: 'Organization' } as const, 'organization'],
    ['a project that is declared', { type: 'Project', project: { ref: 'chat' } } as const, 'project'],
    ['a project by its name', { type: 'Project', project: { name: 'chat' } } as const, 'project'],
  ])('is set for %s, and then left alone', async (_name, scope, type) => {
    const world = await synced({ scope });
    expect(row(world)).toMatchObject({ object_type: type });
    expect(world.api.inspect.holdsSecret(row(world)?.id ?? '', value)).toBe(true);
    expect(world.said()).not.toContain('canary');
    const { api, kube } = world.mark;
    await world.clock.advance(600_000);
    await world.reconcile('EnvironmentVariable', 'token');
    expect(world.writes(api)).toEqual([]);
    expect(world.kubeCalls(kube)).toEqual([]);
  });

  it('follows its Secret and its metadata', async () => {
    const world = await synced({ metadata: { owner: 'a' } });
    await world.secret('vars', { token: 'canary-value-2' });
    await world.apply('EnvironmentVariable', 'token', {
      ...base,
      scope: { type: 'Organization' },
      metadata: { owner: 'b' },
    });
    const { api } = world.mark;
    await world.reconcile('EnvironmentVariable', 'token');
    expect(world.writes(api)).toEqual([`PATCH /v1/env_var/${row(world)?.id ?? ''}`]);
    expect(world.api.inspect.holdsSecret(row(world)?.id ?? '', 'canary-value-2')).toBe(true);
    expect(row(world)?.['metadata']).toEqual({ owner: 'b' });
  });

  it('waits for its project, and says for which', async () => {
    const world = await synced({ scope: { type: 'Project', project: { name: 'absent' } } });
    const ready = world.condition('EnvironmentVariable', 'token');
    expect(ready).toMatchObject({ status: 'False', reason: 'ProjectMissing' });
    expect(ready?.message).toContain('"absent"');
  });

  it('is removed by its id where the project’s resource went first', async () => {
    const world = await synced({ scope: { type: 'Project', project: { ref: 'chat' } } });
    await world.delete('Project', 'chat');
    await world.reconcile('Project', 'chat');
    await world.delete('EnvironmentVariable', 'token');
    await world.reconcile('EnvironmentVariable', 'token');
    expect(row(world)).toBeUndefined();
    expect(world.now('EnvironmentVariable', 'token')).toBeUndefined();
  });
});
