import { beforeEach, describe, expect, it } from 'vitest';
import { Controller } from '../../src/kube/controller.ts';
import { kubeClient } from '../../src/kube/kube-client.ts';
import { LeaseElection } from '../../src/kube/lease.ts';
import { Manager, type ManagerOptions } from '../../src/kube/manager.ts';
import { noReflectorMetrics } from '../../src/kube/reflector-metrics.ts';
import { SharedWatches } from '../../src/kube/shared-watches.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { seededRandomness } from '../../src/runtime/randomness.ts';
import { FakeClock, settle } from '../runtime/fake-clock.ts';
import { refusal } from './support/fake-transport.ts';
import { MemoryServer } from './support/memory-server.ts';
import { configMap, configMaps } from './support/types.ts';
import { WatchedServer } from './support/watched-server.ts';

let clock: FakeClock;
let server: WatchedServer;
let leaseServer: MemoryServer;
let stop: AbortController;
let watches: SharedWatches;
let order: string[];
let reconcile: (signal: AbortSignal) => Promise<void>;
let manager: Manager;

beforeEach(() => {
  clock = new FakeClock();
  server = new WatchedServer();
  leaseServer = new MemoryServer();
  stop = new AbortController();
  order = [];
  reconcile = () => Promise.resolve();
  const context = { clock, randomness: seededRandomness(1), log: silentLog };
  watches = new SharedWatches({ ...context, client: kubeClient(server.transport), metrics: noReflectorMetrics });
  server.objects = [configMap('a', '1')];
  server.nextLists.push(() => {
    order.push('list');
    return refusal(503, '', 'not yet');
  });
});

function start(extra: Partial<ManagerOptions> = {}): Promise<void> {
  const context = { clock, randomness: seededRandomness(1), log: silentLog };
  const watch = watches.watch(configMaps);
  manager = new Manager({
    ...context,
    watches,
    election: new LeaseElection({
      ...context,
      client: kubeClient(leaseServer.transport),
      namespace: 'system',
      name: 'operator',
      identity: 'me',
      onChange: (leads) => order.push(leads ? 'leads' : 'leads no more'),
    }),
    lead: () => {
      const controller = new Controller({
        ...context,
        name: 'test',
        reconcile: async ({ name }, signal) => {
          order.push(`reconcile ${name}`);
          await reconcile(signal);
          return { outcome: 'done' };
        },
      });
      watch.store.subscribe(controller.enqueue);
      return [controller];
    },
    serveHealth: () => {
      order.push('health up');
      return Promise.resolve({
        close: () => {
          order.push('health down');
          return Promise.resolve();
        },
      });
    },
    ...extra,
  });
  return manager.run(stop.signal);
}

/** A pass that lasts until `finish` or its signal. */
function lastingPass(): { finish: () => void } {
  const pass = { finish: (): void => undefined };
  reconcile = (signal) =>
    new Promise((resolve, reject) => {
      pass.finish = () => resolve();
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
  return pass;
}

const stopNow = (): void => stop.abort(new Error('SIGTERM'));

describe('a manager', () => {
  it('starts health, watches, lease and work in this order, and ends in the reverse', async () => {
    const run = start();
    await clock.advance(2000);
    stopNow();
    await run;
    expect(order).toEqual(['health up', 'list', 'leads', 'reconcile a', 'leads no more', 'health down']);
    expect(server.watch.closed).toBe(true);
    expect(clock.sleeping).toBe(0);
  });

  it('gives the lease up when it ends, and not before the last work has ended', async () => {
    const pass = lastingPass();
    const run = start();
    await clock.advance(2000);
    stopNow();
    await clock.advance(20_000);
    const held = (): unknown =>
      (leaseServer.objects.values().next().value?.['spec'] as Record<string, unknown>)['holderIdentity'];
    expect([order.at(-1), held()]).toEqual(['reconcile a', 'me']);
    pass.finish();
    await run;
    expect(held()).toBe('');
  });

  it('breaks off work that does not end in time, and ends', async () => {
    lastingPass();
    const run = start();
    await clock.advance(2000);
    stopNow();
    await clock.advance(25_000);
    await run;
    expect(order.at(-1)).toBe('health down');
  });

  it('ends with an error, its work broken off, when it leads no more', async () => {
    lastingPass();
    const run = expect(start()).rejects.toMatchObject({ code: 'LeadershipLost' });
    await clock.advance(2000);
    leaseServer.fault = () => refusal(503, '', 'away');
    await clock.advance(12_000);
    await run;
    expect(order.slice(-2)).toEqual(['leads no more', 'health down']);
  });

  it('stops in good order while it still waits for its first list or for the lease', async () => {
    const run = start();
    await settle();
    stopNow();
    await expect(run).resolves.toBeUndefined();
    expect(order).toEqual(['health up', 'list', 'health down']);
    expect(clock.sleeping).toBe(0);
  });

  it('waits, warm, while another leads', async () => {
    const path = '/apis/coordination.k8s.io/v1/namespaces/system/leases/operator';
    leaseServer.put(path, { spec: { holderIdentity: 'other', leaseDurationSeconds: 15 } });
    const run = start();
    await clock.advance(10_000);
    expect(watches.health()[0]?.health.synced).toBe(true);
    expect(manager.checks().ready[0]?.check()).toBeUndefined();
    expect(order).not.toContain('leads');
    stopNow();
    await run;
  });

  it('begins without a kind that cannot be read, and says which it is', async () => {
    for (let i = 0; i < 20; i += 1) server.nextLists.push(() => refusal(403, 'Forbidden', 'configmaps is forbidden'));
    const run = start();
    await clock.advance(31_000);
    expect(order).toContain('leads');
    expect(manager.checks().ready[0]?.check()).toContain('configmaps is forbidden');
    stopNow();
    await run;
  });

  it('calls itself dead when a pass has ignored its end, and not when the server is away', async () => {
    reconcile = () => new Promise(() => undefined);
    void start();
    await clock.advance(2000);
    server.nextWatches.push(...Array.from({ length: 100 }, () => () => refusal(503, '', 'away')));
    server.watch.end();
    const alive = (): (string | undefined)[] => manager.checks().alive.map(({ check }) => check());
    await clock.advance(14 * 60_000);
    expect(alive()).toEqual([undefined, undefined]);
    await clock.advance(2 * 60_000);
    expect(alive()).toEqual([undefined, 'a pass of test does not end']);
    stopNow();
    await clock.advance(60_000);
  });

  it('does not fall with what runs beside it', async () => {
    const run = start({ background: [() => Promise.reject(new Error('events'))] });
    await clock.advance(2000);
    expect(order).toContain('reconcile a');
    stopNow();
    await expect(run).resolves.toBeUndefined();
  });
});
