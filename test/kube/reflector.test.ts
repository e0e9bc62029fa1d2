import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kubeClient } from '../../src/kube/kube-client.ts';
import { noReflectorMetrics } from '../../src/kube/reflector-metrics.ts';
import { Reflector } from '../../src/kube/reflector.ts';
import { ObjectStore } from '../../src/kube/store.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { seededRandomness } from '../../src/runtime/randomness.ts';
import { TransportError } from '../../src/runtime/transport.ts';
import { refusal, streamOf } from './support/fake-transport.ts';
import { configMap, configMaps, type ConfigMap } from './support/types.ts';
import { settle, FakeClock } from '../runtime/fake-clock.ts';
import { WatchedServer } from './support/watched-server.ts';

let clock: FakeClock;
let server: WatchedServer;
let store: ObjectStore<ConfigMap>;
let reflector: Reflector<ConfigMap>;
let synced: boolean;
let stop: AbortController;
let ended: Promise<void>;
let staleEvents: number;

beforeEach(() => {
  clock = new FakeClock();
  server = new WatchedServer();
  stop = new AbortController();
  synced = false;
  staleEvents = 0;
});

afterEach(async () => {
  stop.abort(new Error('the test is over'));
  await ended;
  expect(clock.sleeping, 'no timer is left behind').toBe(0);
});

async function start(): Promise<void> {
  store = new ObjectStore<ConfigMap>((error) => {
    throw error;
  });
  reflector = new Reflector<ConfigMap>(
    {
      client: kubeClient(server.transport),
      clock,
      randomness: seededRandomness(1),
      log: silentLog,
      metrics: { ...noReflectorMetrics, stale: () => (staleEvents += 1) },
    },
    configMaps,
    { namespace: 'acme' },
    store,
  );
  void reflector.synced.then(() => (synced = true));
  ended = reflector.run(stop.signal);
  await settle();
}

const names = (): string[] =>
  store
    .list()
    .map((object) => object.metadata.name)
    .sort();
const fromVersions = (): unknown[] => server.watches.map((watch) => watch.request.query?.['resourceVersion']);
const expired = refusal(410, 'Expired', 'too old resource version');

describe('the first list', () => {
  it('is read page by page to its end before anything counts as synced', async () => {
    server.objects = Array.from({ length: 1200 }, (_, i) => configMap(`c${i}`, '1'));
    server.version = '40';
    await start();
    expect(server.lists.map(({ query }) => query?.['continue'])).toEqual([undefined, '500', '1000']);
    expect(store.size).toBe(1200);
    expect(synced).toBe(true);
    expect(fromVersions()).toEqual(['40']);
  });

  it('that fails is read again, and until then nothing is synced', async () => {
    server.nextLists.push(() => refusal(500, 'InternalError', 'etcd'));
    await start();
    expect(synced).toBe(false);
    await clock.advance(1000);
    expect(synced).toBe(true);
  });

  it('that breaks off after some pages is no list: nothing of it counts', async () => {
    server.objects = Array.from({ length: 600 }, (_, i) => configMap(`c${i}`, '1'));
    await start();
    server.objects = [];
    const page = { items: [], metadata: { resourceVersion: '9', continue: '500' } };
    server.nextLists.push(
      () => ({ status: 200, headers: {}, body: JSON.stringify(page) }),
      () => refusal(503, 'ServiceUnavailable', 'restarting'),
    );
    server.version = '9';
    server.nextLists.push(() => refusal(503, 'ServiceUnavailable', 'still restarting'));
    server.watch.event('ERROR', { kind: 'Status', code: 410, reason: 'Expired' });
    await settle();
    expect(store.size).toBe(600);
    await clock.advance(60_000);
    expect(store.size).toBe(0);
  });

  it('whose page token expires is read again in one piece, which cannot expire', async () => {
    server.objects = Array.from({ length: 600 }, (_, i) => configMap(`c${i}`, '1'));
    server.nextLists.push(
      () => ({
        status: 200,
        headers: {},
        body: JSON.stringify({ items: [], metadata: { resourceVersion: '1', continue: '500' } }),
      }),
      () => expired,
    );
    await start();
    expect(server.lists.at(-1)?.query).not.toHaveProperty('limit');
    expect(store.size).toBe(600);
  });

  it('whose pages go round in a circle is given up instead of read for ever', async () => {
    const page = { items: [], metadata: { resourceVersion: '1', continue: 'same' } };
    const again = () => ({ status: 200, headers: {}, body: JSON.stringify(page) });
    server.nextLists.push(again, again);
    await start();
    expect(server.lists).toHaveLength(2);
    await clock.advance(1000);
    expect(synced).toBe(true);
  });

  it('that hangs is given up', async () => {
    server.nextLists.push(() => new Promise(() => undefined));
    const client = server.transport;
    // A transport rejects when its signal is aborted, as the contract says.
    Object.assign(server, {
      transport: (request: never, signal: AbortSignal) =>
        Promise.race([
          client(request, signal),
          new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
        ]),
    });
    await start();
    await clock.advance(62_000);
    expect(synced).toBe(true);
  });
});

describe('the watch', () => {
  it('brings additions, changes and deletions', async () => {
    server.objects = [configMap('a', '1'), configMap('b', '1')];
    await start();
    server.watch.event('ADDED', configMap('c', '2'));
    server.watch.event('DELETED', configMap('a', '3'));
    server.watch.event('MODIFIED', configMap('b', '4', { labels: { x: 'y' } }));
    await settle();
    expect(names()).toEqual(['b', 'c']);
    expect(store.get({ namespace: 'acme', name: 'b' })?.metadata.labels).toEqual({ x: 'y' });
  });

  it('is refused at first: it is tried again, with longer and longer waits', async () => {
    for (let i = 0; i < 20; i += 1) server.nextWatches.push(() => refusal(403, 'Forbidden', 'no watch'));
    await start();
    expect(reflector.health().error?.code).toBe('KubeForbidden');
    await clock.advance(60_000);
    // It lists meanwhile: slow polling is better than a store that stands still.
    expect(server.lists.length).toBeGreaterThan(4);
    expect(server.lists.length).toBeLessThan(9);
    server.objects = [configMap('late', '5')];
    await clock.advance(40_000);
    expect(names()).toEqual(['late']);
  });

  it('that a busy server puts off waits as long as the server asks', async () => {
    server.nextWatches.push(() => ({ status: 429, headers: { 'retry-after': '20' }, body: '' }));
    await start();
    await clock.advance(19_900);
    expect(server.watches).toHaveLength(0);
    await clock.advance(200);
    expect(server.watches).toHaveLength(1);
    expect(server.lists).toHaveLength(1);
  });

  it.each([500, 502, 503, 504])('that cannot be opened (%i) is opened again', async (code) => {
    server.nextWatches.push(() => refusal(code, '', 'no'));
    await start();
    await clock.advance(1000);
    expect(server.watches).toHaveLength(1);
  });

  it('goes on where it was after the connection was reset, without another list', async () => {
    await start();
    server.watch.event('ADDED', configMap('a', '7'));
    await settle();
    server.watch.fail(new TransportError('reset', 'the connection was reset'));
    await clock.advance(1000);
    expect(fromVersions()).toEqual(['1', '7']);
    expect(server.lists).toHaveLength(1);
  });

  it('goes on where it was, at once, when the server ends it in good order', async () => {
    await start();
    await clock.advance(5000);
    server.watch.event('BOOKMARK', { metadata: { resourceVersion: '30' } });
    await settle();
    server.watch.end();
    await settle();
    expect(fromVersions()).toEqual(['1', '30']);
    expect(server.lists).toHaveLength(1);
  });

  it('that ends as soon as it is opened does not make us run in circles', async () => {
    for (let i = 0; i < 1000; i += 1) server.nextWatches.push(() => streamOf());
    await start();
    await clock.advance(60_000);
    expect(1000 - server.nextWatches.length).toBeLessThan(10);
  });

  it.each([
    ['as an HTTP answer', () => server.nextWatches.push(() => expired)],
    [
      'as an event',
      () =>
        server.nextWatches.push(() =>
          streamOf(`${JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } })}\n`),
        ),
    ],
  ])('lists again at once when its version is too old (410 %s)', async (_, arrange) => {
    server.objects = [configMap('a', '1')];
    arrange();
    await start();
    expect(server.lists).toHaveLength(2);
    expect(server.watches).toHaveLength(1);
  });

  it('that is always too old does not make us list in circles', async () => {
    for (let i = 0; i < 1000; i += 1) server.nextWatches.push(() => expired);
    await start();
    await clock.advance(60_000);
    expect(server.lists.length).toBeLessThan(10);
  });

  it('lists again after an ERROR event of another kind: a server that is confused may have lost our place', async () => {
    await start();
    server.objects = [configMap('missed', '5')];
    server.version = '5';
    server.watch.event('ERROR', { kind: 'Status', code: 500, reason: 'InternalError', message: 'confused' });
    await clock.advance(1000);
    expect(names()).toEqual(['missed']);
    expect(server.watches).toHaveLength(2);
  });

  it('goes on where it was after an ERROR event that says that the server is busy', async () => {
    await start();
    server.watch.event('ERROR', { kind: 'Status', code: 504, reason: 'Timeout', message: 'busy' });
    await clock.advance(1000);
    expect(fromVersions()).toEqual(['1', '1']);
  });

  it('lists again after a torn line, since an event may be lost in it', async () => {
    await start();
    server.objects = [configMap('torn', '5')];
    server.version = '5';
    server.watch.send('{"type":"ADDED","object":{"metada\n');
    await clock.advance(1000);
    expect(names()).toEqual(['torn']);
  });

  it('that goes silent without closing is given up and opened again', async () => {
    await start();
    await clock.advance(149_000);
    expect(server.watches).toHaveLength(1);
    await clock.advance(2_000);
    expect(server.watches).toHaveLength(2);
    expect(server.watches[0]?.closed).toBe(true);
    expect(server.lists).toHaveLength(1);
  });

  it('lives on bookmarks alone', async () => {
    await start();
    for (let version = 2; version < 12; version += 1) {
      await clock.advance(60_000);
      server.watch.event('BOOKMARK', { metadata: { resourceVersion: String(version) } });
    }
    await settle();
    expect(server.watches).toHaveLength(1);
    expect(reflector.health().staleMs).toBe(0);
  });

  it('asks the server to end it, at times that chance spreads', async () => {
    await start();
    const asked = Number(server.watch.request.query?.['timeoutSeconds']);
    expect(asked).toBeGreaterThan(300);
    expect(asked).toBeLessThanOrEqual(600);
  });
});

describe('time', () => {
  it('does not go back when a server that lags behind repeats old events, also not for the next watch', async () => {
    await start();
    server.watch.event('ADDED', configMap('a', '12'));
    server.watch.event('MODIFIED', configMap('a', '11'));
    await settle();
    server.watch.fail(new TransportError('reset', 'reset'));
    await clock.advance(1000);
    expect(store.get({ namespace: 'acme', name: 'a' })?.metadata.resourceVersion).toBe('12');
    expect(staleEvents).toBe(1);
    expect(fromVersions()).toEqual(['1', '12']);
  });

  it('does not go back when a list is older than what was seen', async () => {
    server.objects = [configMap('a', '90')];
    server.version = '100';
    await start();
    const old = { items: [], metadata: { resourceVersion: '50' } };
    server.nextLists.push(() => ({ status: 200, headers: {}, body: JSON.stringify(old) }));
    server.watch.event('ERROR', { kind: 'Status', code: 410, reason: 'Expired' });
    await settle();
    expect(names()).toEqual(['a']);
    await clock.advance(2000);
    expect(server.lists).toHaveLength(3);
    expect(names()).toEqual(['a']);
  });

  it('goes back with a server that was restored from a backup, once it insists', async () => {
    server.objects = [configMap('a', '90')];
    server.version = '100';
    await start();
    server.objects = [configMap('a', '20'), configMap('b', '30')];
    server.version = '50';
    server.watch.event('ERROR', { kind: 'Status', code: 410, reason: 'Expired' });
    await clock.advance(10_000);
    expect(names()).toEqual(['a', 'b']);
    expect(store.get({ namespace: 'acme', name: 'a' })?.metadata.resourceVersion).toBe('20');
    expect(fromVersions().at(-1)).toBe('50');
  });

  it('finds a deletion that it missed while it was disconnected', async () => {
    server.objects = [configMap('a', '1'), configMap('b', '1')];
    await start();
    server.objects = [configMap('b', '1')];
    server.version = '9';
    server.watch.event('ERROR', { kind: 'Status', code: 410, reason: 'Expired' });
    await settle();
    expect(names()).toEqual(['b']);
  });

  it('takes events that come twice once', async () => {
    await start();
    const told: string[] = [];
    store.subscribe((key) => told.push(key.name));
    server.watch.event('ADDED', configMap('a', '2'));
    server.watch.event('ADDED', configMap('a', '2'));
    await settle();
    expect(told).toEqual(['a']);
  });
});

describe('health', () => {
  it('tells how old the view is while the server is away, and that the loop is alive all the same', async () => {
    await start();
    for (let i = 0; i < 100; i += 1) {
      server.nextWatches.push(() => {
        throw new TransportError('refused', 'connection refused');
      });
    }
    server.watch.fail(new TransportError('reset', 'reset'));
    await clock.advance(300_000);
    const health = reflector.health();
    expect(health.staleMs).toBeGreaterThanOrEqual(300_000);
    expect(health.idleMs).toBeLessThanOrEqual(30_000);
    expect(health.error?.code).toBe('KubeUnreachable');
    server.nextWatches.length = 0;
    await clock.advance(31_000);
    server.watch.event('BOOKMARK', { metadata: { resourceVersion: '9' } });
    await settle();
    expect(reflector.health()).toMatchObject({ staleMs: 0, error: undefined });
  });
});

describe('stopping', () => {
  it('closes the watch and is no error', async () => {
    await start();
    stop.abort(new Error('stopping'));
    await expect(ended).resolves.toBeUndefined();
    expect(server.watch.closed).toBe(true);
    expect(reflector.health().error).toBeUndefined();
  });

  it('does not wait for a backoff', async () => {
    server.nextLists.push(() => refusal(500, '', 'no'));
    await start();
    stop.abort(new Error('stopping'));
    await expect(ended).resolves.toBeUndefined();
  });
});
