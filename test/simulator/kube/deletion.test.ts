import { describe, expect, it } from 'vitest';
import { configMap, configMaps, jsonPatch, mergePatch, testWorld, type TestWorld } from './support/world.ts';

const one = `${configMaps}/c`;
const held = { ...configMap('c'), metadata: { name: 'c', finalizers: ['t.dev/f'] } };

function owned(name: string, owner: unknown, kind = 'ConfigMap'): Record<string, unknown> {
  const reference = { apiVersion: 'v1', kind, name: 'owner', uid: owner, blockOwnerDeletion: true };
  return { ...configMap(name), metadata: { name, ownerReferences: [reference] } };
}

async function uidOfNewOwner(world: TestWorld): Promise<unknown> {
  return (await world.ask('POST', configMaps, { body: configMap('owner') })).at('metadata', 'uid');
}

function stored(world: TestWorld, resource = '/configmaps'): string[] {
  return world.simulator.objects(resource).map((object) => object.metadata.name);
}

describe('deletion', () => {
  it('is done at once without finalizers, and says so', async () => {
    const { ask } = testWorld();
    const created = await ask('POST', configMaps, { body: configMap('c') });
    const { status, at } = await ask('DELETE', one);
    expect(status).toBe(200);
    expect([at('status'), at('details')]).toEqual([
      'Success',
      { name: 'c', kind: 'configmaps', uid: created.at('metadata', 'uid') },
    ]);
    expect((await ask('GET', one)).status).toBe(404);
  });

  it('only marks what finalizers hold; the last one to go takes the object with it', async () => {
    const world = testWorld();
    const { ask } = world;
    await ask('POST', configMaps, { body: held });
    const version = String((await ask('DELETE', one)).at('metadata', 'resourceVersion'));
    const marked = await ask('DELETE', one);
    expect(marked.at('metadata')).toMatchObject({
      deletionTimestamp: '2026-01-01T00:00:00Z',
      deletionGracePeriodSeconds: 0,
      resourceVersion: version,
    });
    const watched = await world.watch(configMaps, { resourceVersion: version });
    const released = await ask('PATCH', one, {
      type: jsonPatch,
      body: [{ op: 'remove', path: '/metadata/finalizers' }],
    });
    expect(released.status).toBe(200);
    expect((await ask('GET', one)).status).toBe(404);
    await world.clock.settle();
    expect(watched.seen()).toEqual(['DELETED c']);
  });

  it('takes no new finalizers once it has begun', async () => {
    const { ask } = testWorld();
    await ask('POST', configMaps, { body: held });
    await ask('DELETE', one);
    const { status, message } = await ask('PATCH', one, {
      type: mergePatch,
      body: { metadata: { finalizers: ['t.dev/f', 't.dev/g'] } },
    });
    expect(status).toBe(422);
    expect(message).toContain(
      'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted',
    );
  });

  it('keeps to its preconditions', async () => {
    const { ask } = testWorld();
    await ask('POST', configMaps, { body: configMap('c') });
    for (const preconditions of [{ uid: 'other' }, { resourceVersion: '1' }]) {
      const { status, message } = await ask('DELETE', one, { body: { preconditions } });
      expect(status).toBe(409);
      expect(message).toMatch(
        /^Operation cannot be fulfilled on ConfigMap "c": the (UID|ResourceVersion) in the precondition/,
      );
    }
  });

  it('of a collection takes what its selector selects', async () => {
    const world = testWorld();
    await world.ask('POST', configMaps, { body: { ...configMap('a'), metadata: { name: 'a', labels: { x: '1' } } } });
    await world.ask('POST', configMaps, { body: configMap('b') });
    await world.ask('DELETE', configMaps, { query: { labelSelector: 'x=1' } });
    expect(stored(world)).toEqual(['b']);
  });

  it('gives a pod that has a node its grace period; a second one with zero ends it', async () => {
    const world = testWorld();
    const pods = '/api/v1/namespaces/default/pods';
    const pod = (name: string, node: object): unknown => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: { containers: [{ name: 'a', image: 'a' }], terminationGracePeriodSeconds: 20, ...node },
    });
    await world.ask('POST', pods, { body: pod('p', { nodeName: 'n' }) });
    const { at } = await world.ask('DELETE', `${pods}/p`);
    expect(at('metadata')).toMatchObject({ deletionTimestamp: '2026-01-01T00:00:20Z', deletionGracePeriodSeconds: 20 });
    await world.ask('DELETE', `${pods}/p`, { query: { gracePeriodSeconds: '0' } });
    await world.ask('POST', pods, { body: pod('unscheduled', {}) });
    await world.ask('DELETE', `${pods}/unscheduled`);
    expect(stored(world, '/pods')).toEqual([]);
  });
});

describe('garbage collection', () => {
  it('deletes what has lost its owner, and what that owned', async () => {
    const world = testWorld();
    const uid = await uidOfNewOwner(world);
    await world.ask('POST', configMaps, { body: owned('child', uid) });
    await world.ask('DELETE', `${configMaps}/owner`);
    await world.clock.advance(1000);
    expect(stored(world)).toEqual([]);
  });

  it('takes an object of the same name made later for another', async () => {
    const world = testWorld();
    const uid = await uidOfNewOwner(world);
    await world.ask('POST', configMaps, { body: owned('child', uid) });
    await world.ask('DELETE', `${configMaps}/owner`);
    await uidOfNewOwner(world);
    await world.clock.advance(1000);
    expect(stored(world)).toEqual(['owner']);
  });

  it('keeps what has another owner left, and what is owned by a kind it cannot look up', async () => {
    const world = testWorld();
    const uid = await uidOfNewOwner(world);
    await world.ask('POST', configMaps, { body: owned('unknown', 'u', 'Widget') });
    await world.ask('POST', configMaps, { body: owned('child', uid) });
    await world.clock.advance(1000);
    expect(stored(world)).toEqual(['child', 'owner', 'unknown']);
  });

  it('in the foreground, the owner goes last', async () => {
    const world = testWorld();
    const uid = await uidOfNewOwner(world);
    await world.ask('POST', configMaps, { body: owned('child', uid) });
    const watched = await world.watch(configMaps, { resourceVersion: '0' });
    await world.ask('DELETE', `${configMaps}/owner`, { query: { propagationPolicy: 'Foreground' } });
    await world.clock.advance(2000);
    expect(watched.seen().filter((event) => event.startsWith('DELETED'))).toEqual(['DELETED child', 'DELETED owner']);
  });

  it('leaves orphans without their reference', async () => {
    const world = testWorld();
    const uid = await uidOfNewOwner(world);
    await world.ask('POST', configMaps, { body: owned('child', uid) });
    await world.ask('DELETE', `${configMaps}/owner`, { query: { propagationPolicy: 'Orphan' } });
    await world.clock.advance(2000);
    expect(stored(world)).toEqual(['child']);
    expect(world.simulator.objects('/configmaps')[0]?.metadata.ownerReferences).toEqual([]);
  });
});

describe('the end of a namespace', () => {
  const secrets = '/api/v1/namespaces/acme/secrets';
  const inAcme = '/api/v1/namespaces/acme/configmaps';

  async function terminating(finalizers: string[]): Promise<TestWorld> {
    const world = testWorld({ namespaces: ['acme', 'default'] });
    await world.ask('POST', secrets, { body: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'token' } } });
    await world.ask('POST', inAcme, { body: { ...configMap('c'), metadata: { name: 'c', finalizers } } });
    await world.ask('DELETE', '/api/v1/namespaces/acme');
    return world;
  }

  it('refuses new content, events too, and lets updates pass', async () => {
    const world = await terminating(['t.dev/f']);
    const { status, message, at } = await world.ask('POST', inAcme, { body: configMap('d') });
    expect([status, at('reason'), at('details', 'causes', 0, 'reason')]).toEqual([
      403,
      'Forbidden',
      'NamespaceTerminating',
    ]);
    expect(message).toBe(
      'configmaps "d" is forbidden: unable to create new content in namespace acme because it is being terminated',
    );
    const event = { apiVersion: 'v1', kind: 'Event', metadata: { name: 'e' }, involvedObject: {} };
    expect((await world.ask('POST', '/api/v1/namespaces/acme/events', { body: event })).status).toBe(403);
    expect((await world.apply(`${inAcme}/e`, configMap('e'))).status).toBe(403);
    expect((await world.ask('PATCH', `${inAcme}/c`, { type: mergePatch, body: { data: { a: '1' } } })).status).toBe(
      200,
    );
  });

  it('takes a Secret away while what needs it still waits for its finalizer', async () => {
    const world = await terminating(['t.dev/f']);
    await world.clock.advance(4_900);
    expect(stored(world, '/secrets')).toEqual(['token']);
    await world.clock.advance(200);
    expect([stored(world, '/secrets'), stored(world)]).toEqual([[], ['c']]);
    const { at } = await world.ask('GET', '/api/v1/namespaces/acme');
    expect(at('status', 'conditions')).toMatchObject([
      { type: 'NamespaceDeletionDiscoveryFailure', status: 'False' },
      {
        type: 'NamespaceContentRemaining',
        status: 'True',
        message: 'Some resources are remaining: configmaps. has 1 resource instances',
      },
      {
        type: 'NamespaceFinalizersRemaining',
        status: 'True',
        message: 'Some content in the namespace has finalizers remaining: t.dev/f in 1 resource instances',
      },
    ]);
  });

  it('comes after the last finalizer', async () => {
    const world = await terminating(['t.dev/f']);
    await world.clock.advance(60_000);
    await world.ask('PATCH', `${inAcme}/c`, { type: mergePatch, body: { metadata: { finalizers: null } } });
    await world.clock.advance(4_400);
    expect(stored(world, '/namespaces')).toEqual(['acme', 'default']);
    await world.clock.advance(200);
    expect(stored(world, '/namespaces')).toEqual(['default']);
  });

  it('comes by itself when nothing holds it', async () => {
    const world = await terminating([]);
    expect(await world.clock.runUntilIdle(60_000)).toBe(true);
    expect(stored(world, '/namespaces')).toEqual(['default']);
  });
});
