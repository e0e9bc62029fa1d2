import { describe, expect, it } from 'vitest';
import { condition, running } from '../support/running.ts';
import { World } from '../support/world.ts';

describe('refusals', () => {
  it('refuses to go back, and keeps what runs', () => {
    const world = running('2.9.0');
    world.declare({ version: '2.8.0' });
    world.settle();
    expect(world.log).toEqual([]);
    expect(condition(world, 'Stalled')).toMatchObject({ status: 'True', reason: 'DowngradeRefused' });
    expect(condition(world, 'Ready')?.message).toContain('Set spec.version to 2.9.0 or to a newer release.');
  });

  it('refuses images in which the API is newer than Brainstore', () => {
    const world = running();
    world.declare({ images: { api: { tag: 'v2.9.0' } } });
    world.settle();
    expect(condition(world, 'Stalled')).toMatchObject({ status: 'True', reason: 'ApiNewerThanBrainstore' });
    expect(world.log).toEqual([]);
  });

  it.each([
    ['CacheLargerThanVolume', { brainstore: { writer: { cache: { size: '1000Gi', volumeSize: '1000Gi' } } } }],
    ['VariableOfTheContract', { api: { extraEnv: [{ name: 'BRAINSTORE_URL', value: 'http://x' }] } }],
  ])('says %s where the spec cannot work', (reason, changes) => {
    const world = running();
    world.declare(changes);
    world.settle();
    expect(condition(world, 'Stalled')).toMatchObject({ status: 'True', reason });
    expect(world.log).toEqual([]);
  });

  it('leaves the names to the plane that was there first, and says which that is', () => {
    const world = new World();
    world.olderPlane = 'first';
    world.settle();
    expect(condition(world, 'Stalled')).toMatchObject({ status: 'True', reason: 'Conflict' });
    expect(condition(world, 'Ready')?.message).toContain('DataPlane first was there first');
    expect(world.log).toEqual([]);
  });

  it('takes over a plane of the vendor chart, unless the policy refuses', () => {
    const world = running();
    for (const [key, object] of world.objects) {
      const { name, namespace, uid, generation } = { namespace: '', uid: '', generation: 0, ...object.metadata };
      world.objects.set(key, { ...object, metadata: { name, namespace, uid, generation } });
    }
    world.status = undefined;
    world.declare({ policy: { adoption: 'Refuse' } });
    world.settle();
    expect(condition(world, 'Stalled')).toMatchObject({ status: 'True', reason: 'AlreadyExists' });
    expect(world.log).toEqual([]);
    world.declare({ policy: { adoption: 'Adopt' } });
    world.settle();
    expect(world.status).toMatchObject({ phase: 'Ready', currentVersion: '2.8.0' });
    expect(world.templates('braintrust-api')).toBe(1);
  });
});

describe('hands off', () => {
  it('reports and changes nothing when it may only observe', () => {
    const world = running();
    world.acting = false;
    world.declare({ version: '2.9.0' });
    const decision = world.look();
    expect(decision.changes.length).toBeGreaterThan(0);
    const synced = decision.status.conditions?.find((one) => one.type === 'Synced');
    expect(synced).toMatchObject({ status: 'False', reason: 'Observing' });
    expect(synced?.message).toContain('update Deployment brainstore-reader');
    expect(decision.status.rollout).toBeUndefined();
  });

  it('does not even look when paused', () => {
    const world = running();
    world.declare({ version: '2.9.0', policy: { management: 'Paused' } });
    world.settle();
    expect(world.log).toEqual([]);
    expect(condition(world, 'Synced')).toMatchObject({ status: 'Unknown', reason: 'Paused' });
    expect(condition(world, 'Ready')?.status).toBe('True');
  });

  it('changes nothing of a plane that is being deleted', () => {
    const world = running();
    const before = structuredClone(world.status);
    world.deleting = true;
    world.declare({ version: '2.9.0' });
    world.settle();
    expect(world.log).toEqual([]);
    expect(world.status).toEqual(before);
  });
});
