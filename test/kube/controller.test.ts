import { beforeEach, describe, expect, it } from 'vitest';
import { Controller, noControllerMetrics, type ControllerOptions } from '../../src/kube/controller.ts';
import { KubeError } from '../../src/kube/kube-error.ts';
import { keyText } from '../../src/kube/object-key.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { seededRandomness } from '../../src/runtime/randomness.ts';
import { FakeClock, settle } from '../runtime/fake-clock.ts';

let clock: FakeClock;
let running: AbortController;
let stopping: AbortController;
let ended: Promise<void>;
let passes: string[];

beforeEach(() => {
  clock = new FakeClock();
  running = new AbortController();
  stopping = new AbortController();
  passes = [];
});

function start(reconcile: ControllerOptions['reconcile'], extra: Partial<ControllerOptions> = {}): Controller {
  const controller = new Controller({
    name: 'test',
    clock,
    randomness: seededRandomness(1),
    log: silentLog,
    backoff: { first: 1000, cap: 300_000, jitter: 0 },
    reconcile: (key, signal) => {
      passes.push(keyText(key));
      return reconcile(key, signal);
    },
    ...extra,
  });
  ended = controller.run(running.signal, stopping.signal);
  return controller;
}

const key = (name: string): { namespace: string; name: string } => ({ namespace: 'acme', name });
const done = { outcome: 'done' } as const;
/** A pass that lasts until its signal is aborted. */
const lasting = (signal: AbortSignal): Promise<typeof done> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

describe('a pass', () => {
  it('that throws, or rejects with anything at all, harms no other key and is tried again', async () => {
    const controller = start(({ name }) => {
      if (name === 'throws') throw new TypeError("Cannot read properties of undefined (reading 'spec')");
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the case in hand
      return name === 'rejects' ? Promise.reject('a string') : Promise.resolve(done);
    });
    for (const name of ['throws', 'rejects', 'fine']) controller.enqueue(key(name));
    await settle();
    expect(passes).toEqual(['acme/throws', 'acme/rejects', 'acme/fine']);
    await clock.advance(1000);
    expect(passes.slice(3)).toEqual(['acme/throws', 'acme/rejects']);
  });

  it('that fails waits longer each time, and not at all any more after a success', async () => {
    let fail = true;
    const controller = start(() => Promise.resolve(fail ? { outcome: 'retry', error: new Error('no') } : done));
    controller.enqueue(key('a'));
    await clock.advance(6999);
    expect(passes).toHaveLength(3);
    fail = false;
    await clock.advance(1);
    expect(passes).toHaveLength(4);
    expect(controller.queue.failures('acme/a')).toBe(0);
  });

  it('waits as long as the server asked', async () => {
    const error = new KubeError('KubeThrottled', 'busy', { retry: 'soon', httpStatus: 429, retryAfterMs: 30_000 });
    start(() => Promise.reject(error)).enqueue(key('a'));
    await clock.advance(29_999);
    expect(passes).toHaveLength(1);
    await clock.advance(1);
    expect(passes).toHaveLength(2);
  });

  it('comes again after the time that it names', async () => {
    start(() => Promise.resolve({ outcome: 'requeue', afterMs: 600_000 })).enqueue(key('a'));
    await clock.advance(1_800_000);
    expect(passes).toHaveLength(4);
  });

  it('that takes too long is ended and tried again', async () => {
    const controller = start((_, signal) => lasting(signal), { deadlineMs: 5000 });
    controller.enqueue(key('a'));
    await clock.advance(6001);
    expect(passes).toHaveLength(2);
  });

  it('that ignores its end is told by how long it goes on', async () => {
    const controller = start(() => new Promise(() => undefined), { deadlineMs: 5000 });
    controller.enqueue(key('a'));
    await clock.advance(600_000);
    expect(controller.queue.longestWorkMs).toBe(600_000);
  });
});

describe('workers', () => {
  it('work on different keys at once, and never on one key together', async () => {
    let now = 0;
    let most = 0;
    const perKey = new Map<string, number>();
    const controller = start(
      async ({ name }) => {
        most = Math.max(most, (now += 1));
        perKey.set(name, (perKey.get(name) ?? 0) + 1);
        expect(perKey.get(name)).toBe(1);
        await clock.sleep(100);
        perKey.set(name, 0);
        now -= 1;
        return done;
      },
      { workers: 4 },
    );
    for (let round = 0; round < 5; round += 1) {
      for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) controller.enqueue(key(name));
      await clock.advance(50);
    }
    await clock.advance(1000);
    expect(most).toBe(4);
  });

  it('take what happens before what merely exists', async () => {
    const controller = start(() => Promise.resolve(done));
    controller.enqueue(key('there'), true);
    controller.enqueue(key('existing'), true);
    controller.enqueue(key('changed'));
    await settle();
    // The first was given to the worker that waited already.
    expect(passes).toEqual(['acme/there', 'acme/changed', 'acme/existing']);
  });
});

describe('a key that wakes itself up', () => {
  it('has to rest, and is reported once a minute', async () => {
    const hot: string[] = [];
    let counted = 0;
    const controller = start(
      (pass) => {
        controller.enqueue(pass);
        return Promise.resolve(done);
      },
      {
        onHotLoop: ({ name }) => hot.push(name),
        metrics: { ...noControllerMetrics, hotLoop: () => (counted += 1) },
      },
    );
    controller.enqueue(key('a'));
    await clock.advance(59_999);
    expect(passes).toHaveLength(60);
    expect([hot, counted]).toEqual([['a'], 1]);
    await clock.advance(60_000);
    expect(passes).toHaveLength(120);
    expect(hot).toEqual(['a', 'a']);
  });
});

describe('stopping', () => {
  it('in good order lets what is under way end, and begins nothing', async () => {
    let finish: () => void = () => undefined;
    const controller = start(() => new Promise((resolve) => (finish = () => resolve(done))));
    controller.enqueue(key('a'));
    controller.enqueue(key('b'));
    await settle();
    stopping.abort(new Error('SIGTERM'));
    let over = false;
    void ended.then(() => (over = true));
    await settle();
    expect([passes, over]).toEqual([['acme/a'], false]);
    finish();
    await ended;
    expect(passes).toEqual(['acme/a']);
  });

  it('at once ends what is under way, and counts it for no failure', async () => {
    const controller = start((_, signal) => lasting(signal));
    controller.enqueue(key('a'));
    await settle();
    running.abort(new Error('leadership is lost'));
    await ended;
    expect(controller.queue.failures('acme/a')).toBe(0);
    expect(clock.sleeping).toBe(0);
  });
});

describe('memory', () => {
  it('does not grow with the keys that came and went', async () => {
    const controller = start(() => Promise.resolve(done));
    for (let i = 0; i < 2000; i += 1) {
      controller.enqueue(key(`k${i}`));
      if (i % 100 === 99) await clock.advance(60_000);
    }
    await settle();
    expect([controller.queue.length, controller.queue.delayed, controller.queue.working]).toEqual([0, 0, 0]);
    expect(passes).toHaveLength(2000);
  });
});
