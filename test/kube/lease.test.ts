import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fencedTransport } from '../../src/kube/fence.ts';
import { kubeClient } from '../../src/kube/kube-client.ts';
import { LeaseElection, type Leadership, type LeaseOptions } from '../../src/kube/lease.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { seededRandomness } from '../../src/runtime/randomness.ts';
import type { Transport } from '../../src/runtime/transport.ts';
import { FakeClock, settle } from '../runtime/fake-clock.ts';
import { answerJson, fakeTransport, refusal } from './support/fake-transport.ts';
import { MemoryServer } from './support/memory-server.ts';

const path = '/apis/coordination.k8s.io/v1/namespaces/system/leases/operator';
const request = { method: 'PATCH', path: '/x' } as const;
let clock: FakeClock;
let server: MemoryServer;
let stop: AbortController;
const candidates: Candidate[] = [];

beforeEach(() => {
  clock = new FakeClock();
  server = new MemoryServer();
  stop = new AbortController();
});

afterEach(async () => {
  stop.abort(new Error('the test is over'));
  server.fault = () => refusal(404, 'NotFound', 'the test is over');
  for (const { election } of candidates.splice(0)) await election.release();
  await settle();
  expect(clock.sleeping, 'no timer is left behind').toBe(0);
});

interface Candidate {
  readonly election: LeaseElection;
  leadership: Leadership | undefined;
}

function candidate(
  identity: string,
  options: Partial<LeaseOptions> = {},
  transport: Transport = server.transport,
): Candidate {
  const election = new LeaseElection({
    client: kubeClient(transport),
    clock,
    randomness: seededRandomness(1),
    log: silentLog,
    namespace: 'system',
    name: 'operator',
    identity,
    ...options,
  });
  const result: Candidate = { election, leadership: undefined };
  candidates.push(result);
  election.acquire(stop.signal).then(
    (leadership) => (result.leadership = leadership),
    () => undefined, // the test is over
  );
  return result;
}

const spec = (): Record<string, unknown> => server.objects.get(path)?.['spec'] as Record<string, unknown>;
const unavailable = () => refusal(503, 'ServiceUnavailable', 'no');

describe('a lease', () => {
  it('is taken by the first and by nobody else while it is renewed', async () => {
    const first = candidate('a');
    await settle();
    const second = candidate('b');
    await clock.advance(3_600_000);
    expect(first.leadership?.isHeld()).toBe(true);
    expect(second.leadership).toBeUndefined();
    expect(spec()).toMatchObject({ holderIdentity: 'a', leaseDurationSeconds: 15, leaseTransitions: 0 });
  });

  it('goes over within 17 s when its holder falls silent', async () => {
    server.put(path, { spec: { holderIdentity: 'dead', leaseDurationSeconds: 15, leaseTransitions: 3 } });
    const second = candidate('b');
    await clock.advance(14_999);
    expect(second.leadership).toBeUndefined();
    await clock.advance(2_500);
    expect(second.leadership?.isHeld()).toBe(true);
    expect(spec()['leaseTransitions']).toBe(4);
  });

  it('goes over within 3 s when its holder gives it up', async () => {
    const first = candidate('a');
    await settle();
    const second = candidate('b');
    await clock.advance(5000);
    await first.election.release();
    expect(first.leadership?.isHeld()).toBe(false);
    await clock.advance(3000);
    expect(second.leadership?.isHeld()).toBe(true);
  });

  it.each([3_600_000, -3_600_000])('does not care for the clocks on the wall (%i ms apart)', async (skew) => {
    const first = candidate('a');
    await settle();
    clock.skewMs = skew;
    const second = candidate('b');
    await clock.advance(60_000);
    clock.skewMs = -skew;
    await clock.advance(60_000);
    expect(first.leadership?.isHeld()).toBe(true);
    expect(second.leadership).toBeUndefined();
  });

  it('is won by one when two find it free', async () => {
    const both = [candidate('a'), candidate('b')];
    await clock.advance(60_000);
    expect(both.filter(({ leadership }) => leadership?.isHeld() === true)).toHaveLength(1);
  });

  it('that was given up is won by one when two find it together', async () => {
    server.put(path, { spec: { holderIdentity: '', leaseDurationSeconds: 1 } });
    const both = [candidate('a'), candidate('b')];
    await clock.advance(1000);
    expect(both.filter(({ leadership }) => leadership !== undefined)).toHaveLength(1);
  });

  it('that somebody deleted is made anew', async () => {
    const first = candidate('a');
    await settle();
    server.objects.delete(path);
    await clock.advance(5000);
    expect(first.leadership?.isHeld()).toBe(true);
    expect(spec()['holderIdentity']).toBe('a');
  });

  it('keeps the fields of others', async () => {
    server.put(path, { spec: { holderIdentity: '', strategy: 'OldestEmulationVersion' } });
    candidate('a');
    await settle();
    expect(spec()).toMatchObject({ holderIdentity: 'a', strategy: 'OldestEmulationVersion' });
  });

  it('is refused where its times would let two lead at once', () => {
    expect(() => candidate('a', { durationMs: 10_000, renewMs: 10_000 })).toThrow('durationMs > renewMs');
    expect(() => candidate('a', { renewMs: 2_000, retryMs: 2_000 })).toThrow('retryMs');
  });
});

describe('leadership', () => {
  it('survives an API server that is away for a few seconds', async () => {
    const first = candidate('a');
    await settle();
    server.fault = unavailable;
    await clock.advance(7_000);
    server.fault = () => undefined;
    await clock.advance(60_000);
    expect(first.leadership?.signal.aborted).toBe(false);
  });

  it('ends, for its holder, before another may begin', async () => {
    const first = candidate('a');
    await settle();
    // The holder alone is cut off.
    const second = candidate('b', {}, (...call) => usual(...call));
    const usual = server.transport;
    await clock.advance(6_000);
    server.fault = (sent) =>
      sent.method === 'PATCH' && sent.body?.includes('"a"') === true ? unavailable() : undefined;
    let overlapped = false;
    for (let ms = 0; ms < 30_000; ms += 100) {
      await clock.advance(100);
      overlapped ||= first.leadership?.isHeld() === true && second.leadership?.isHeld() === true;
    }
    expect(overlapped).toBe(false);
    expect(first.leadership?.signal.reason).toMatchObject({ code: 'LeadershipLost' });
    expect(second.leadership?.isHeld()).toBe(true);
  });

  it('ends at once when another turns out to lead', async () => {
    const first = candidate('a');
    await settle();
    server.put(path, { spec: { holderIdentity: 'b', leaseDurationSeconds: 15 } });
    await clock.advance(2_500);
    expect(first.leadership?.signal.reason).toMatchObject({ code: 'LeadershipLost' });
  });

  it('ends when a renewal hangs', async () => {
    let hang = false as boolean;
    const first = candidate('a', {}, (sent, signal) =>
      hang
        ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
        : server.transport(sent, signal),
    );
    await settle();
    hang = true;
    await clock.advance(15_000);
    hang = false;
    expect(first.leadership?.signal.aborted).toBe(true);
  });

  it('is told when it begins and when it ends', async () => {
    const told: boolean[] = [];
    const first = candidate('a', { onChange: (leading) => told.push(leading) });
    await settle();
    await first.election.release();
    expect(told).toEqual([true, false]);
  });
});

describe('the fence', () => {
  async function fenced(): Promise<{ send: Transport; sent: () => number; leader: Candidate }> {
    const leader = candidate('a');
    await settle();
    if (leader.leadership === undefined) throw new Error('nobody leads');
    const inner = fakeTransport(() => answerJson({}));
    return { send: fencedTransport(inner.transport, leader.leadership), sent: () => inner.requests.length, leader };
  }

  it('lets everything pass while the lease is held', async () => {
    const { send } = await fenced();
    expect((await send(request, stop.signal)).status).toBe(200);
  });

  it('holds writes back, and lets reads pass, once leadership is lost', async () => {
    const { send, sent } = await fenced();
    server.fault = unavailable;
    await clock.advance(12_000);
    await expect(send(request, stop.signal)).rejects.toMatchObject({ code: 'LeadershipLost' });
    expect(sent()).toBe(0);
    expect((await send({ method: 'GET', path: '/x' }, stop.signal)).status).toBe(200);
  });

  it('holds writes back after the process stood still, before any timer could tell', async () => {
    const { send, sent, leader } = await fenced();
    clock.stall(20_000);
    expect(leader.leadership?.signal.aborted).toBe(false);
    await expect(send(request, stop.signal)).rejects.toMatchObject({ code: 'LeadershipLost' });
    expect(sent()).toBe(0);
    await clock.advance(1);
    expect(leader.leadership?.signal.aborted).toBe(true);
  });

  it('breaks off a write that is under way when leadership is lost', async () => {
    const leader = candidate('a');
    await settle();
    if (leader.leadership === undefined) throw new Error('nobody leads');
    const send = fencedTransport(
      (_, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
      leader.leadership,
    );
    const write = expect(send(request, stop.signal)).rejects.toMatchObject({ code: 'LeadershipLost' });
    server.fault = unavailable;
    await clock.advance(12_000);
    await write;
  });
});
