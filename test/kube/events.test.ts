import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EventBudget } from '../../src/kube/event-budget.ts';
import { Events } from '../../src/kube/events.ts';
import { kubeClient } from '../../src/kube/kube-client.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { FakeClock } from '../runtime/fake-clock.ts';
import { refusal } from './support/fake-transport.ts';
import { MemoryServer } from './support/memory-server.ts';
import { configMap } from './support/types.ts';

let clock: FakeClock;
let server: MemoryServer;
let stop: AbortController;
let events: Events;
let ended: Promise<void>;

beforeEach(() => {
  clock = new FakeClock();
  server = new MemoryServer();
  stop = new AbortController();
  events = new Events({
    client: kubeClient(server.transport),
    clock,
    log: silentLog,
    component: 'test-operator',
    instance: 'pod-1',
  });
  ended = events.run(stop.signal);
});

afterEach(async () => {
  stop.abort(new Error('the test is over'));
  await expect(ended).resolves.toBeUndefined();
});

const warning = (message: string): { type: 'Warning'; reason: string; message: string } => ({
  type: 'Warning',
  reason: 'Refused',
  message,
});
const written = (): Record<string, unknown>[] => [...server.objects.values()];

describe('an event', () => {
  it('is written beside its object, and says of what and by whom', async () => {
    events.record(configMap('a', '7'), warning('no'));
    await clock.advance(0);
    expect(written()).toEqual([
      expect.objectContaining({
        type: 'Warning',
        reason: 'Refused',
        message: 'no',
        count: 1,
        reportingComponent: 'test-operator',
        involvedObject: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          namespace: 'acme',
          name: 'a',
          uid: 'uid-a',
          resourceVersion: '7',
        },
      }),
    ]);
    expect(server.requests[0]?.path).toBe('/api/v1/namespaces/acme/events');
  });

  it('that repeats is counted in one object, written at most once a minute', async () => {
    for (let i = 0; i < 100; i += 1) events.record(configMap('a', '7'), warning('no'));
    await clock.advance(61_000);
    events.record(configMap('a', '8'), warning('no'));
    await clock.advance(0);
    expect(written()).toHaveLength(1);
    expect(written()[0]?.['count']).toBe(101);
    expect(server.writes).toHaveLength(2);
  });

  it('that the server has forgotten meanwhile is written anew', async () => {
    events.record(configMap('a', '7'), warning('no'));
    await clock.advance(61_000);
    server.objects.clear();
    events.record(configMap('a', '7'), warning('no'));
    await clock.advance(0);
    expect(written()[0]?.['count']).toBe(2);
  });

  it('never carries a credential', async () => {
    events.record(configMap('a', '7'), warning('refused the token sk-canary4711abc'));
    await clock.advance(0);
    expect(JSON.stringify(server.requests)).not.toContain('canary4711');
  });

  it('that cannot be written is dropped, and the next is written', async () => {
    server.fault = () => refusal(403, 'Forbidden', 'namespace is being terminated');
    events.record(configMap('a', '7'), warning('one'));
    await clock.advance(0);
    server.fault = () => undefined;
    events.record(configMap('a', '7'), warning('two'));
    await clock.advance(0);
    expect(written().map(({ message }) => message)).toEqual(['two']);
  });
});

describe('one object', () => {
  it('that keeps saying something new is silenced, and others are not', async () => {
    for (let i = 0; i < 100; i += 1) events.record(configMap('loud', '7'), warning(`number ${i}`));
    events.record(configMap('quiet', '7'), warning('mine'));
    await clock.advance(0);
    expect(written().filter(({ message }) => message !== 'mine')).toHaveLength(25);
    expect(written().filter(({ message }) => message === 'mine')).toHaveLength(1);
  });

  it('may speak again after a while', () => {
    const budget = new EventBudget(clock);
    for (let i = 0; i < 25; i += 1) expect(budget.take('a')).toBe(true);
    expect(budget.take('a')).toBe(false);
    clock.stall(300_000);
    expect([budget.take('a'), budget.take('a')]).toEqual([true, false]);
  });
});
