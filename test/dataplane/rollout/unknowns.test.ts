import { describe, expect, it } from 'vitest';
import { condition, running } from '../support/running.ts';
import { World } from '../support/world.ts';

describe('what cannot be seen', () => {
  it('rolls nothing, deletes nothing, and leaves a running plane Ready', () => {
    const world = running();
    world.declare({ version: '2.9.0' });
    world.clusterUnknown = 'not permitted to list deployments';
    expect(world.pass().changes).toEqual([]);
    expect(condition(world, 'Ready')?.status).toBe('True');
    expect(condition(world, 'Synced')).toMatchObject({ status: 'Unknown', reason: 'ClusterUnread' });
    world.clusterUnknown = undefined;
    world.secretsState = { state: 'unknown', reason: 'Secret plane, key redis: not permitted' };
    expect(world.pass().changes).toEqual([]);
    expect(condition(world, 'Ready')?.status).toBe('True');
    expect(world.log).toEqual([]);
  });

  it('does not call a plane unready because nobody could ask it', () => {
    const world = running();
    world.answers = {
      version: { state: 'unknown', reason: 'refused' },
      query: { state: 'unknown', reason: 'refused' },
    };
    world.settle();
    expect(condition(world, 'Ready')).toMatchObject({ status: 'True' });
    expect(condition(world, 'Ready')?.message).toContain('Not verified: its version (refused)');
  });

  it('does call it unready when an answer speaks against it', () => {
    const world = running();
    world.answers = {
      version: { state: 'present', value: '2.7.0' },
      query: { state: 'present', value: { works: true } },
    };
    world.settle();
    expect(condition(world, 'Ready')).toMatchObject({ status: 'False', reason: 'Verify' });
    world.answers = {
      version: { state: 'present', value: '2.8.0' },
      query: { state: 'present', value: { works: false, sentence: 'Brainstore is too old' } },
    };
    world.settle();
    expect(condition(world, 'Ready')?.message).toContain('A query fails: Brainstore is too old');
    expect(world.log).toEqual([]);
  });
});

describe('the organization', () => {
  const byReference = { organizations: undefined, organizationRef: { name: 'acme' } };
  const bound = {
    state: 'present' as const,
    value: { status: { organization: { id: '0d2a35c8-6d36-4ab8-bf2c-2f6f0a4c5c11', name: 'Acme' } } },
  };

  it('gives the plane its name and id', () => {
    const world = new World(byReference);
    world.organization = bound;
    world.settle();
    const data = world.object('ConfigMap', 'braintrust-api') as unknown as { data: Record<string, string> };
    expect(data.data).toMatchObject({ ORG_NAME: 'Acme', ALLOWED_ORG_IDS: bound.value.status.organization.id });
  });

  it('is waited for, and its absence later changes nothing', () => {
    const world = new World(byReference);
    expect(world.settle().changes).toEqual([]);
    expect(condition(world, 'Ready')).toMatchObject({ status: 'False', reason: 'OrganizationMissing' });
    world.organization = bound;
    world.settle();
    world.log.length = 0;
    world.organization = { state: 'present', value: {} };
    world.settle();
    expect(condition(world, 'Ready')).toMatchObject({ reason: 'OrganizationNotReady' });
    expect(world.log).toEqual([]);
  });
});
