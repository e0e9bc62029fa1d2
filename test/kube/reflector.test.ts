import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TransportError } from '../../src/runtime/transport.ts';
import { settle } from '../runtime/fake-clock.ts';
import { refusal, streamOf } from './support/fake-transport.ts';
import { expired, expiredEvent, Reflected } from './support/reflected.ts';
import { configMap } from './support/types.ts';

let world: Reflected;

beforeEach(() => {
  world = new Reflected();
});

afterEach(() => world.end());

describe('the first list', () => {
  it('is read page by page to its end before anything counts as synced', async () => {
    world.server.objects = Array.from({ length: 1200 }, (_, i) => configMap(`c${i}`, '1'));
    world.server.version = '40';
    await world.start();
    expect(world.server.lists.map(({ query }) => query?.['continue'])).toEqual([undefined, '500', '1000']);
    expect(world.store.size).toBe(1200);
    expect(world.synced).toBe(true);
    expect(world.fromVersions).toEqual(['40']);
  });

  it('that fails is read again, and until then nothing is synced', async () => {
    world.server.nextLists.push(() => refusal(500, 'InternalError', 'etcd'));
    await world.start();
    expect(world.synced).toBe(false);
    await world.clock.advance(1000);
    expect(world.synced).toBe(true);
  });

  it('that breaks off after some pages is no list: nothing of it counts', async () => {
    world.server.objects = Array.from({ length: 600 }, (_, i) => configMap(`c${i}`, '1'));
    await world.start();
    world.server.objects = [];
    const page = { items: [], metadata: { resourceVersion: '9', continue: '500' } };
    world.server.nextLists.push(
      () => ({ status: 200, headers: {}, body: JSON.stringify(page) }),
      () => refusal(503, 'ServiceUnavailable', 'restarting'),
    );
    world.server.version = '9';
    world.server.nextLists.push(() => refusal(503, 'ServiceUnavailable', 'still restarting'));
    world.server.watch.event('ERROR', expiredEvent);
    await settle();
    expect(world.store.size).toBe(600);
    await world.clock.advance(60_000);
    expect(world.store.size).toBe(0);
  });

  it('whose page token expires is read again in one piece, which cannot expire', async () => {
    world.server.objects = Array.from({ length: 600 }, (_, i) => configMap(`c${i}`, '1'));
    world.server.nextLists.push(
      () => ({
        status: 200,
        headers: {},
        body: JSON.stringify({ items: [], metadata: { resourceVersion: '1', continue: '500' } }),
      }),
      () => expired,
    );
    await world.start();
    expect(world.server.lists.at(-1)?.query).not.toHaveProperty('limit');
    expect(world.store.size).toBe(600);
  });

  it('whose pages go round in a circle is given up instead of read for ever', async () => {
    const page = { items: [], metadata: { resourceVersion: '1', continue: 'same' } };
    const again = () => ({ status: 200, headers: {}, body: JSON.stringify(page) });
    world.server.nextLists.push(again, again);
    await world.start();
    expect(world.server.lists).toHaveLength(2);
    await world.clock.advance(1000);
    expect(world.synced).toBe(true);
  });

  it('that hangs is given up', async () => {
    world.server.nextLists.push(() => new Promise(() => undefined));
    const client = world.server.transport;
    // A transport rejects when its signal is aborted, as the contract says.
    Object.assign(world.server, {
      transport: (request: never, signal: AbortSignal) =>
        Promise.race([
          client(request, signal),
          new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
        ]),
    });
    await world.start();
    await world.clock.advance(62_000);
    expect(world.synced).toBe(true);
  });
});

describe('the watch', () => {
  it('brings additions, changes and deletions', async () => {
    world.server.objects = [configMap('a', '1'), configMap('b', '1')];
    await world.start();
    world.server.watch.event('ADDED', configMap('c', '2'));
    world.server.watch.event('DELETED', configMap('a', '3'));
    world.server.watch.event('MODIFIED', configMap('b', '4', { labels: { x: 'y' } }));
    await settle();
    expect(world.names).toEqual(['b', 'c']);
    expect(world.store.get({ namespace: 'acme', name: 'b' })?.metadata.labels).toEqual({ x: 'y' });
  });

  it('is refused at first: it is tried again, with longer and longer waits', async () => {
    for (let i = 0; i < 20; i += 1) world.server.nextWatches.push(() => refusal(403, 'Forbidden', 'no watch'));
    await world.start();
    expect(world.reflector.health().error?.code).toBe('KubeForbidden');
    await world.clock.advance(60_000);
    // It lists meanwhile: slow polling is better than a store that stands still.
    expect(world.server.lists.length).toBeGreaterThan(4);
    expect(world.server.lists.length).toBeLessThan(9);
    world.server.objects = [configMap('late', '5')];
    await world.clock.advance(40_000);
    expect(world.names).toEqual(['late']);
  });

  it('that a busy server puts off waits as long as the server asks', async () => {
    world.server.nextWatches.push(() => ({ status: 429, headers: { 'retry-after': '20' }, body: '' }));
    await world.start();
    await world.clock.advance(19_900);
    expect(world.server.watches).toHaveLength(0);
    await world.clock.advance(200);
    expect(world.server.watches).toHaveLength(1);
    expect(world.server.lists).toHaveLength(1);
  });

  it.each([500, 502, 503, 504])('that cannot be opened (%i) is opened again', async (code) => {
    world.server.nextWatches.push(() => refusal(code, '', 'no'));
    await world.start();
    await world.clock.advance(1000);
    expect(world.server.watches).toHaveLength(1);
  });

  it('goes on where it was after the connection was reset, without another list', async () => {
    await world.start();
    world.server.watch.event('ADDED', configMap('a', '7'));
    await settle();
    world.server.watch.fail(new TransportError('reset', 'the connection was reset'));
    await world.clock.advance(1000);
    expect(world.fromVersions).toEqual(['1', '7']);
    expect(world.server.lists).toHaveLength(1);
  });

  it('goes on where it was, at once, when the server ends it in good order', async () => {
    await world.start();
    await world.clock.advance(5000);
    world.server.watch.event('BOOKMARK', { metadata: { resourceVersion: '30' } });
    await settle();
    world.server.watch.end();
    await settle();
    expect(world.fromVersions).toEqual(['1', '30']);
    expect(world.server.lists).toHaveLength(1);
  });

  it('that ends as soon as it is opened does not make us run in circles', async () => {
    for (let i = 0; i < 1000; i += 1) world.server.nextWatches.push(() => streamOf());
    await world.start();
    await world.clock.advance(60_000);
    expect(1000 - world.server.nextWatches.length).toBeLessThan(10);
  });

  it.each([
    ['as an HTTP answer', () => world.server.nextWatches.push(() => expired)],
    [
      'as an event',
      () =>
        world.server.nextWatches.push(() => streamOf(`${JSON.stringify({ type: 'ERROR', object: expiredEvent })}\n`)),
    ],
  ])('lists again at once when its version is too old (410 %s)', async (_, arrange) => {
    world.server.objects = [configMap('a', '1')];
    arrange();
    await world.start();
    expect(world.server.lists).toHaveLength(2);
    expect(world.server.watches).toHaveLength(1);
  });

  it('that is always too old does not make us list in circles', async () => {
    for (let i = 0; i < 1000; i += 1) world.server.nextWatches.push(() => expired);
    await world.start();
    await world.clock.advance(60_000);
    expect(world.server.lists.length).toBeLessThan(10);
  });

  it('lists again after an ERROR event of another kind: a server that is confused may have lost our place', async () => {
    await world.start();
    world.server.objects = [configMap('missed', '5')];
    world.server.version = '5';
    world.server.watch.event('ERROR', { kind: 'Status', code: 500, reason: 'InternalError', message: 'confused' });
    await world.clock.advance(1000);
    expect(world.names).toEqual(['missed']);
    expect(world.server.watches).toHaveLength(2);
  });

  it('goes on where it was after an ERROR event that says that the server is busy', async () => {
    await world.start();
    world.server.watch.event('ERROR', { kind: 'Status', code: 504, reason: 'Timeout', message: 'busy' });
    await world.clock.advance(1000);
    expect(world.fromVersions).toEqual(['1', '1']);
  });

  it('lists again after a torn line, since an event may be lost in it', async () => {
    await world.start();
    world.server.objects = [configMap('torn', '5')];
    world.server.version = '5';
    world.server.watch.send('{"type":"ADDED","object":{"metada\n');
    await world.clock.advance(1000);
    expect(world.names).toEqual(['torn']);
  });

  it('that goes silent without closing is given up and opened again', async () => {
    await world.start();
    await world.clock.advance(149_000);
    expect(world.server.watches).toHaveLength(1);
    await world.clock.advance(2_000);
    expect(world.server.watches).toHaveLength(2);
    expect(world.server.watches[0]?.closed).toBe(true);
    expect(world.server.lists).toHaveLength(1);
  });

  it('lives on bookmarks alone', async () => {
    await world.start();
    for (let version = 2; version < 12; version += 1) {
      await world.clock.advance(60_000);
      world.server.watch.event('BOOKMARK', { metadata: { resourceVersion: String(version) } });
    }
    await settle();
    expect(world.server.watches).toHaveLength(1);
    expect(world.reflector.health().staleMs).toBe(0);
  });

  it('asks the server to end it, at times that chance spreads', async () => {
    await world.start();
    const asked = Number(world.server.watch.request.query?.['timeoutSeconds']);
    expect(asked).toBeGreaterThan(300);
    expect(asked).toBeLessThanOrEqual(600);
  });
});

describe('stopping', () => {
  it('closes the watch and is no error', async () => {
    await world.start();
    world.stop.abort(new Error('stopping'));
    await expect(world.ended).resolves.toBeUndefined();
    expect(world.server.watch.closed).toBe(true);
    expect(world.reflector.health().error).toBeUndefined();
  });

  it('does not wait for a backoff', async () => {
    world.server.nextLists.push(() => refusal(500, '', 'no'));
    await world.start();
    world.stop.abort(new Error('stopping'));
    await expect(world.ended).resolves.toBeUndefined();
  });
});
