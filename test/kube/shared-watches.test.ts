import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kubeClient } from '../../src/kube/kube-client.ts';
import { noReflectorMetrics } from '../../src/kube/reflector-metrics.ts';
import { SharedWatches } from '../../src/kube/shared-watches.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { seededRandomness } from '../../src/runtime/randomness.ts';
import type { Transport, WireRequest } from '../../src/runtime/transport.ts';
import { answerJson, refusal } from './support/fake-transport.ts';
import { configMap, configMaps, secrets, type ConfigMap } from './support/types.ts';
import { settle, FakeClock } from '../runtime/fake-clock.ts';
import { WatchedServer } from './support/watched-server.ts';

let clock: FakeClock;
let server: WatchedServer;
let watches: SharedWatches;
let stop: AbortController;

beforeEach(() => {
  clock = new FakeClock();
  server = new WatchedServer();
  stop = new AbortController();
  watches = sharedWatches(server.transport);
});

afterEach(async () => {
  stop.abort(new Error('the test is over'));
  await watches.ended();
});

function sharedWatches(transport: Transport): SharedWatches {
  const client = kubeClient(transport);
  return new SharedWatches({
    client,
    clock,
    randomness: seededRandomness(1),
    log: silentLog,
    metrics: noReflectorMetrics,
  });
}

describe('watches', () => {
  it('of the same type and scope are one, however many controllers ask', async () => {
    const first = watches.watch<ConfigMap>(configMaps, { namespace: 'acme' });
    const second = watches.watch<ConfigMap>(configMaps, { namespace: 'acme' });
    const other = watches.watch<ConfigMap>(configMaps, { namespace: 'acme', labelSelector: 'a=b' });
    watches.start(stop.signal);
    await settle();
    expect(second).toBe(first);
    expect(other).not.toBe(first);
    expect(server.lists).toHaveLength(2);
  });

  it('begin with start, and those asked for later at once', async () => {
    watches.watch(configMaps);
    await settle();
    expect(server.lists).toHaveLength(0);
    watches.start(stop.signal);
    watches.watch(secrets);
    await settle();
    expect(server.lists).toHaveLength(2);
  });

  it('are synced together only when the last of them is', async () => {
    server.nextLists.push(() => refusal(500, '', 'no'));
    watches.watch(configMaps);
    watches.watch(secrets);
    watches.start(stop.signal);
    let synced = false;
    void watches.synced().then(() => (synced = true));
    await settle();
    expect(synced).toBe(false);
    await clock.advance(1000);
    expect(synced).toBe(true);
  });

  it('end with the signal', async () => {
    watches.watch(configMaps);
    watches.start(stop.signal);
    await settle();
    stop.abort(new Error('stopping'));
    await expect(watches.ended()).resolves.toBeUndefined();
    expect(server.watch.closed).toBe(true);
  });
});

describe('watches by namespace', () => {
  it('never ask for anything beyond the namespaces that they were given', async () => {
    const asked: WireRequest[] = [];
    watches = sharedWatches((request, signal) => {
      asked.push(request);
      return server.transport(request, signal);
    });
    const namespaces = watches.namespaces(secrets, { metadataOnly: true });
    watches.start(stop.signal);
    namespaces.set(['acme', 'beta']);
    await settle();
    expect(new Set(asked.map((request) => request.path))).toEqual(
      new Set(['/api/v1/namespaces/acme/secrets', '/api/v1/namespaces/beta/secrets']),
    );
  });

  it('share one store, from which a namespace goes when it is no longer watched', async () => {
    watches = sharedWatches((request, signal) => {
      const namespace = request.path.split('/')[4] ?? '';
      return request.stream === true
        ? server.transport(request, signal)
        : Promise.resolve(
            answerJson({
              items: [configMap(`in-${namespace}`, '1', { namespace })],
              metadata: { resourceVersion: '1' },
            }),
          );
    });
    const namespaces = watches.namespaces<ConfigMap>(configMaps);
    namespaces.set(['acme', 'beta']);
    watches.start(stop.signal);
    await settle();
    expect(namespaces.store.list().map((object) => object.metadata.name)).toEqual(['in-acme', 'in-beta']);
    namespaces.set(['beta', 'gamma']);
    await settle();
    expect(namespaces.store.list().map((object) => object.metadata.name)).toEqual(['in-beta', 'in-gamma']);
    expect(namespaces.namespaces).toEqual(['beta', 'gamma']);
    expect(server.watches.map((watch) => watch.closed)).toEqual([true, false, false]);
  });

  it('tell an unwatched, an unread and a read namespace apart, and why one cannot be read', async () => {
    const namespaces = watches.namespaces(secrets);
    server.nextLists.push(() => refusal(403, 'Forbidden', 'secrets is forbidden'));
    namespaces.add('acme');
    watches.start(stop.signal);
    await settle();
    expect(namespaces.health('beta')).toBeUndefined();
    expect(namespaces.health('acme')).toMatchObject({ synced: false, error: { code: 'KubeForbidden' } });
    await clock.advance(1000);
    expect(namespaces.health('acme')).toMatchObject({ synced: true, error: undefined });
  });

  it('leave no trace of a namespace that was removed', async () => {
    const namespaces = watches.namespaces(secrets);
    watches.start(stop.signal);
    for (let i = 0; i < 50; i += 1) {
      namespaces.add(`n${i}`);
      await settle();
      namespaces.remove(`n${i}`);
    }
    await settle();
    expect(watches.health()).toEqual([]);
    expect(clock.sleeping).toBe(0);
  });
});
