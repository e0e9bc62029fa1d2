import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../src/simulator/virtual-clock.ts';

describe('the virtual clock', () => {
  it('wakes sleepers in the order of their time, and of their arrival among equals', async () => {
    const clock = new VirtualClock(0);
    const woken: string[] = [];
    for (const [name, ms] of [
      ['late', 20],
      ['first', 10],
      ['second', 10],
    ] as const) {
      void clock.sleep(ms).then(() => woken.push(`${name}@${clock.now()}`));
    }
    await clock.advance(30);
    expect(woken).toEqual(['first@10', 'second@10', 'late@20']);
    expect(clock.now()).toBe(30);
  });

  it('does not move time while a promise chain of any depth still runs', async () => {
    const clock = new VirtualClock(0);
    let finishedAt: number | undefined;
    const chain = async (): Promise<void> => {
      for (let step = 0; step < 500; step += 1) await Promise.resolve();
      finishedAt = clock.now();
    };
    void clock.sleep(5).then(() => undefined);
    void chain();
    await clock.advance(10);
    expect(finishedAt).toBe(0);
  });

  it('does not let a deadline pass while a tracked call is under way', async () => {
    const clock = new VirtualClock(0);
    const seen: string[] = [];
    let answer: (() => void) | undefined;
    const call = clock.tracked(
      () => new Promise((resolve) => (answer = () => resolve({ status: 200, headers: {}, body: '' }))),
    );
    void clock.sleep(1000).then(() => seen.push('deadline'));
    void call({ method: 'GET', path: '/' }, new AbortController().signal).then(() => seen.push('answer'));
    const run = clock.advance(2000);
    // A real timer stands for the socket: the clock must wait for it however long it takes.
    setTimeout(() => answer?.(), 5);
    await run;
    expect(seen).toEqual(['answer', 'deadline']);
  });

  it('rejects a sleep with the reason of its signal', async () => {
    const clock = new VirtualClock(0);
    const controller = new AbortController();
    const sleep = clock.sleep(1000, controller.signal);
    controller.abort(new Error('enough'));
    await expect(sleep).rejects.toThrow('enough');
    expect(clock.sleeping).toBe(0);
  });

  it('takes the timers of a killed process and leaves those of the others', async () => {
    const clock = new VirtualClock(0);
    const [one, other] = [clock.process(), clock.process()];
    const woken: string[] = [];
    void one.sleep(10).then(() => woken.push('one'));
    void other.sleep(10).then(() => woken.push('other'));
    one.kill();
    void one.sleep(5).then(() => woken.push('one again'));
    await clock.advance(100);
    expect(woken).toEqual(['other']);
  });

  it('says whether a condition was reached within a limit, and stops at once when it is', async () => {
    const clock = new VirtualClock(0);
    let done = false;
    void clock.sleep(70).then(() => (done = true));
    void clock.sleep(500).then(() => undefined);
    expect(await clock.runUntil(() => done, 50)).toBe(false);
    expect(await clock.runUntil(() => done, 50)).toBe(true);
    expect(clock.now()).toBe(70);
  });

  it('runs work to its end and says so when nothing can end it', async () => {
    const clock = new VirtualClock(0);
    const work = async (): Promise<string> => {
      await clock.sleep(3_600_000);
      return 'done';
    };
    expect(await clock.run(work())).toBe('done');
    await expect(clock.run(new Promise(() => undefined), 1000)).rejects.toThrow('did not end within 1000 ms');
  });
});
