import { describe, expect, it } from 'vitest';
import { Limiter } from '../../src/runtime/limiter.ts';
import { FakeClock } from './fake-clock.ts';

const never = new AbortController().signal;

function counted(limiter: Limiter, waiters: number): { passed: () => number } {
  let passed = 0;
  for (let i = 0; i < waiters; i++) void limiter.take(never).then(() => passed++);
  return { passed: () => passed };
}

describe('the limiter', () => {
  it('lets a burst pass at once and then keeps to its rate', async () => {
    const clock = new FakeClock();
    const run = counted(new Limiter(clock, { perSecond: 2, burst: 3 }), 10);
    await clock.advance(0);
    expect(run.passed()).toBe(3);
    await clock.advance(1000);
    expect(run.passed()).toBe(5);
    await clock.advance(2500);
    expect(run.passed()).toBe(10);
  });

  it('lets nobody pass before the time that a refusal named, and then goes at half the rate', async () => {
    const clock = new FakeClock();
    const limiter = new Limiter(clock, { perSecond: 2, burst: 2 });
    limiter.penalise(10_000);
    const run = counted(limiter, 4);
    await clock.advance(9_999);
    expect(run.passed()).toBe(0);
    await clock.advance(3_001);
    expect(run.passed()).toBe(3);
  });

  it('grows back to its full rate over successes', async () => {
    const clock = new FakeClock();
    const limiter = new Limiter(clock, { perSecond: 10, burst: 1 });
    limiter.penalise(0);
    for (let i = 0; i < 100; i++) limiter.reward();
    const run = counted(limiter, 30);
    await clock.advance(2_000);
    expect(run.passed()).toBeGreaterThanOrEqual(20);
  });

  it('does not let an aborted waiter hold back those behind it', async () => {
    const clock = new FakeClock();
    const limiter = new Limiter(clock, { perSecond: 1, burst: 1 });
    const first = new AbortController();
    await limiter.take(never);
    const aborted = limiter.take(first.signal);
    const run = counted(limiter, 1);
    first.abort(new Error('gone'));
    await expect(aborted).rejects.toThrow('gone');
    await clock.advance(1_000);
    expect(run.passed()).toBe(1);
  });

  it('sets no limit at an infinite rate', async () => {
    const clock = new FakeClock();
    const run = counted(new Limiter(clock, { perSecond: Infinity, burst: 1 }), 500);
    await clock.advance(0);
    expect(run.passed()).toBe(500);
  });
});
