import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { DelayHeap } from '../../src/kube/delay-heap.ts';
import { noQueueMetrics, resyncPriority, WorkQueue } from '../../src/kube/work-queue.ts';
import { seededRandomness } from '../../src/runtime/randomness.ts';
import { never } from './support/types.ts';
import { settle, FakeClock } from '../runtime/fake-clock.ts';

let clock: FakeClock;
let queue: WorkQueue;

beforeEach(() => {
  clock = new FakeClock();
  queue = new WorkQueue({ clock, randomness: seededRandomness(1), backoff: { first: 1000, cap: 300_000, jitter: 0 } });
});

async function takeAll(): Promise<string[]> {
  const taken: string[] = [];
  while (queue.length > 0) taken.push((await queue.next(never)) ?? '');
  return taken;
}

describe('a key', () => {
  it('waits once, however often it is added', async () => {
    for (const key of ['a', 'b', 'a', 'a']) queue.add(key);
    expect(await takeAll()).toEqual(['a', 'b']);
  });

  it('is never given to two workers at once, and comes again if it was added during its work', async () => {
    queue.add('a');
    await queue.next(never);
    queue.add('a');
    expect(queue.length).toBe(0);
    queue.done('a');
    expect(await takeAll()).toEqual(['a']);
  });

  it('does not come again after its work if nothing was added', async () => {
    queue.add('a');
    await queue.next(never);
    queue.done('a');
    expect(queue.length).toBe(0);
  });

  it('is given to a worker that already waits', async () => {
    const waiting = queue.next(never);
    queue.add('a');
    expect(await waiting).toBe('a');
  });

  it('leaves nothing behind when its work is over', async () => {
    for (let i = 0; i < 1000; i += 1) {
      queue.add(`k${i}`);
      await queue.next(never);
      queue.done(`k${i}`);
      queue.forget(`k${i}`);
    }
    expect([queue.length, queue.delayed, queue.working, queue.longestWaitMs]).toEqual([0, 0, 0, 0]);
  });
});

describe('priorities', () => {
  it('let news pass before the resync', async () => {
    queue.add('old', { priority: resyncPriority });
    queue.add('new');
    expect(await takeAll()).toEqual(['new', 'old']);
  });

  it('of a waiting key rise with news and never fall', async () => {
    queue.add('a', { priority: resyncPriority });
    queue.add('b', { priority: resyncPriority });
    queue.add('b');
    queue.add('b', { priority: resyncPriority });
    expect(await takeAll()).toEqual(['b', 'a']);
  });
});

describe('delays', () => {
  it('hold a key until its time, the earliest of those that it was given', async () => {
    queue.addAfter('a', 5000);
    queue.addAfter('a', 2000);
    queue.addAfter('a', 9000);
    await clock.advance(1999);
    expect(queue.length).toBe(0);
    await clock.advance(1);
    expect(await takeAll()).toEqual(['a']);
    queue.done('a');
    await clock.advance(10_000);
    expect(queue.length).toBe(0);
  });

  it('end with news', async () => {
    queue.addAfter('a', 5000);
    queue.add('a');
    expect(await takeAll()).toEqual(['a']);
    queue.done('a');
    await clock.advance(10_000);
    expect(queue.length).toBe(0);
  });

  it('need one timer, however many keys wait', () => {
    for (let i = 100; i > 0; i -= 1) queue.addAfter(`k${i}`, i * 1000);
    expect(clock.sleeping).toBe(1);
  });

  it('come up in the order of their times', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.nat(50)), { maxLength: 30 }),
        (sets) => {
          const heap = new DelayHeap();
          for (const [key, at] of sets) heap.set(key, at);
          const expected = [...new Map(sets)].map(([, at]) => at).sort((a, b) => a - b);
          const taken: number[] = [];
          for (let at = heap.next(); at !== undefined; at = heap.next()) {
            taken.push(at);
            heap.take(Infinity);
          }
          expect(taken).toEqual(expected);
        },
      ),
    );
  });
});

describe('failures', () => {
  it('wait twice as long each time, from one second to five minutes', async () => {
    const waits: number[] = [];
    for (let i = 0; i < 11; i += 1) {
      queue.add('a');
      await queue.next(never);
      waits.push(queue.retry('a'));
      queue.done('a');
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map((seconds) => seconds * 1000));
  });

  it('wait as long as the server asks, if that is longer', () => {
    expect(queue.retry('a', 60_000)).toBe(60_000);
  });

  it('of one key do not slow another', () => {
    queue.retry('a');
    queue.retry('a');
    expect(queue.retry('b')).toBe(1000);
  });

  it('start over after a success', () => {
    queue.retry('a');
    queue.retry('a');
    queue.forget('a');
    expect(queue.retry('a')).toBe(1000);
  });

  it('go on waiting when nothing but the resync comes, and end when news comes', async () => {
    queue.retry('a');
    queue.add('a', { priority: resyncPriority });
    expect(queue.length).toBe(0);
    queue.add('a');
    expect(await takeAll()).toEqual(['a']);
  });
});

describe('closing', () => {
  it('sends waiting workers home and takes nothing more', async () => {
    const waiting = queue.next(never);
    queue.addAfter('b', 1000);
    queue.close();
    queue.add('a');
    await clock.advance(2000);
    expect(await waiting).toBeUndefined();
    expect(await queue.next(never)).toBeUndefined();
    expect(clock.sleeping).toBe(0);
  });

  it('sends a worker home whose signal is aborted, and gives the key to the other', async () => {
    const leaving = new AbortController();
    const first = queue.next(leaving.signal);
    const second = queue.next(never);
    leaving.abort();
    queue.add('a');
    expect([await first, await second]).toEqual([undefined, 'a']);
  });
});

describe('what it reports', () => {
  it('is how long keys waited and how long the work took', async () => {
    const seen: [string, number][] = [];
    queue = new WorkQueue({
      clock,
      randomness: seededRandomness(1),
      metrics: {
        ...noQueueMetrics,
        waited: (ms) => seen.push(['waited', ms]),
        worked: (ms) => seen.push(['worked', ms]),
      },
    });
    queue.add('a');
    await clock.advance(300);
    expect(queue.longestWaitMs).toBe(300);
    await queue.next(never);
    await clock.advance(70);
    expect(queue.longestWorkMs).toBe(70);
    queue.done('a');
    await settle();
    expect(seen).toEqual([
      ['waited', 300],
      ['worked', 70],
    ]);
  });
});
