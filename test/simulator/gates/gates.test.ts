import { describe, expect, it } from 'vitest';
import type { Transport, WireRequest } from '../../../src/runtime/transport.ts';
import { describeCall, type Fault } from '../../../src/simulator/gates/fault.ts';
import { callGates, recordCalls, withFaults } from '../../../src/simulator/gates/gates.ts';
import { VirtualClock } from '../../../src/simulator/virtual-clock.ts';

const live = new AbortController().signal;
const put: WireRequest = { method: 'PUT', path: '/thing', query: { force: 'true' }, body: 'canary-secret' };
const get: WireRequest = { method: 'GET', path: '/thing' };

/** Counts what reaches it; a GET answers the count of writes so far. */
function standIn(): { transport: Transport; writes: () => number } {
  let writes = 0;
  return {
    transport: (request) => {
      if (request.method !== 'GET') writes += 1;
      return Promise.resolve({ status: 200, headers: {}, body: String(writes) });
    },
    writes: () => writes,
  };
}

async function settled(clock: VirtualClock, work: Promise<unknown>): Promise<boolean> {
  let done = false;
  const mark = (): void => void (done = true);
  work.then(mark, mark);
  await clock.settle();
  return done;
}

describe('fault gates', () => {
  it('record every call of all stand-ins under one count, without bodies', async () => {
    const gates = callGates({ clock: new VirtualClock(0) });
    const thing = standIn();
    await gates.guard('kube', thing.transport)(put, live);
    await gates.guard('braintrust', thing.transport)(get, live);
    expect(gates.trace).toMatchObject([
      { call: 0, to: 'kube', method: 'PUT', target: '/thing?force=true', mutation: true, status: 200 },
      { call: 1, to: 'braintrust', method: 'GET', target: '/thing', mutation: false, status: 200 },
    ]);
    expect(JSON.stringify(gates.trace)).not.toContain('canary');
  });

  it('record one transport alone, and change nothing', async () => {
    const thing = standIn();
    const { transport, trace } = recordCalls('kube', thing.transport, new VirtualClock(0));
    expect((await transport(put, live)).body).toBe('1');
    expect(trace.map(describeCall)).toEqual(['kube PUT /thing?force=true']);
  });

  it.each<[Fault['kind'] & ('crash-before' | 'crash-after'), number]>([
    ['crash-before', 0],
    ['crash-after', 1],
  ])('%s: the process hears nothing more, and %i writes were carried out', async (kind, writes) => {
    const clock = new VirtualClock(0);
    const thing = standIn();
    const crashes: string[] = [];
    const gates = callGates({
      clock,
      plan: { faults: [{ call: 0, fault: { kind } }] },
      onCrash: (crash) => crashes.push(crash.message),
    });
    const dead = gates.guard('kube', thing.transport);
    expect(await settled(clock, dead(put, live))).toBe(false);
    expect(await settled(clock, dead(get, live))).toBe(false);
    expect(thing.writes()).toBe(writes);
    expect(crashes).toEqual(['the process died at call 0, kube PUT /thing?force=true']);
    const reborn = gates.guard('kube', thing.transport);
    expect((await reborn(get, live)).status).toBe(200);
    expect(gates.trace.at(-1)?.epoch).toBe(1);
  });

  it('a call that was under way when the process died is carried out and never answered', async () => {
    const clock = new VirtualClock(0);
    const gates = callGates({ clock });
    let finish: (() => void) | undefined;
    const slow: Transport = () =>
      new Promise((resolve) => (finish = () => resolve({ status: 200, headers: {}, body: '' })));
    const call = gates.guard('kube', slow)(put, live);
    gates.kill();
    finish?.();
    expect(await settled(clock, call)).toBe(false);
  });

  it('an error answer comes instead of the call, or after it', async () => {
    const clock = new VirtualClock(0);
    const thing = standIn();
    const instead = withFaults('kube', thing.transport, plan({ kind: 'answer', status: 503 }), clock);
    expect((await instead(put, live)).status).toBe(503);
    expect(thing.writes()).toBe(0);
    const after = withFaults('kube', thing.transport, plan({ kind: 'answer-after', status: 503 }), clock);
    expect((await after(put, live)).status).toBe(503);
    expect(thing.writes()).toBe(1);
  });

  it('no answer leaves it open whether the server acted', async () => {
    const clock = new VirtualClock(0);
    const thing = standIn();
    for (const when of ['before', 'after'] as const) {
      const gate = withFaults('kube', thing.transport, plan({ kind: 'no-answer', failure: 'reset', when }), clock);
      await expect(gate(put, live)).rejects.toMatchObject({ failure: 'reset' });
    }
    expect(thing.writes()).toBe(1);
  });

  it('a delay takes virtual time', async () => {
    const clock = new VirtualClock(0);
    const gate = withFaults('kube', standIn().transport, plan({ kind: 'delay', ms: 5000, when: 'after' }), clock);
    await clock.run(gate(put, live));
    expect(clock.now()).toBe(5000);
  });

  it('a duplicate is carried out twice', async () => {
    const thing = standIn();
    await withFaults('kube', thing.transport, plan({ kind: 'duplicate' }), new VirtualClock(0))(put, live);
    expect(thing.writes()).toBe(2);
  });

  it('a stale read answers what the same read got before', async () => {
    const thing = standIn();
    const faults = { faults: [{ call: 2, fault: { kind: 'stale-read' } as const }] };
    const gate = withFaults('kube', thing.transport, faults, new VirtualClock(0));
    await gate(get, live);
    await gate(put, live);
    expect((await gate(get, live)).body).toBe('0');
    expect((await gate(get, live)).body).toBe('1');
  });

  it('says when a planned call is another one, and lets it pass', async () => {
    const gates = callGates({
      clock: new VirtualClock(0),
      plan: { faults: [{ call: 0, expect: 'kube DELETE /other', fault: { kind: 'answer', status: 500 } }] },
    });
    expect((await gates.guard('kube', standIn().transport)(put, live)).status).toBe(200);
    expect(gates.divergences).toEqual([
      'call 0 was planned as "kube DELETE /other" and was "kube PUT /thing?force=true"',
    ]);
  });

  it.each<[Fault, string[] | 'reset']>([
    [{ kind: 'drop-event', event: 1 }, ['a', 'c']],
    [{ kind: 'repeat-event', event: 1 }, ['a', 'b', 'b', 'c']],
    [{ kind: 'end-stream', event: 1, reset: false }, ['a']],
    [{ kind: 'end-stream', event: 1, reset: true }, 'reset'],
  ])('%o on a stream', async (fault, expected) => {
    const gate = withFaults('kube', streaming('a', 'b', 'c'), plan(fault), new VirtualClock(0));
    const read = async (): Promise<string[]> => {
      const { chunks = [] } = await gate({ ...get, stream: true }, live);
      const got: string[] = [];
      for await (const chunk of chunks) got.push(chunk);
      return got;
    };
    if (expected === 'reset') await expect(read()).rejects.toMatchObject({ failure: 'reset' });
    else expect(await read()).toEqual(expected);
  });

  it('a silent stream stays open until the reader gives it up', async () => {
    const clock = new VirtualClock(0);
    const controller = new AbortController();
    const gate = withFaults('kube', streaming('a', 'b'), plan({ kind: 'silence', event: 1 }), clock);
    const got: string[] = [];
    const read = async (): Promise<void> => {
      const { chunks = [] } = await gate({ ...get, stream: true }, controller.signal);
      for await (const chunk of chunks) got.push(chunk);
    };
    const reading = read();
    expect(await settled(clock, reading)).toBe(false);
    expect(got).toEqual(['a']);
    controller.abort(new Error('no sign of life'));
    await expect(reading).rejects.toThrow('no sign of life');
  });
});

function plan(fault: Fault): { faults: { call: number; fault: Fault }[] } {
  return { faults: [{ call: 0, fault }] };
}

function streaming(...lines: string[]): Transport {
  return () =>
    Promise.resolve({
      status: 200,
      headers: {},
      body: '',
      chunks: (async function* () {
        for (const line of lines) {
          await Promise.resolve();
          yield line;
        }
      })(),
    });
}
