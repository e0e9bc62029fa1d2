import { expect, it } from 'vitest';
import { scaledClock } from '../../src/simulator/scaled-clock.ts';
import { FakeClock } from '../runtime/fake-clock.ts';

it('shows thirty seconds in one, on the wall, in durations and in sleeps alike', async () => {
  const base = new FakeClock();
  const fast = scaledClock(base, 30);
  const wall = fast.now();
  let awake = false;
  void fast.sleep(30_000).then(() => (awake = true));
  await base.advance(999);
  expect(awake).toBe(false);
  await base.advance(1);
  expect(awake).toBe(true);
  expect(fast.now() - wall).toBe(30_000);
  expect(fast.monotonic()).toBe(30_000);
});
