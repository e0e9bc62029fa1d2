import type { Clock } from '../runtime/clock.ts';

/**
 * A clock that runs `factor` times as fast as `base`, so that a demonstration shows minutes of waiting in seconds and
 * everything in it still agrees on what time it is.
 */
export function scaledClock(base: Clock, factor: number): Clock {
  const wallStart = base.now();
  const start = base.monotonic();
  const elapsed = (): number => (base.monotonic() - start) * factor;
  return {
    now: () => wallStart + elapsed(),
    monotonic: elapsed,
    sleep: (ms, signal) => base.sleep(ms / factor, signal),
  };
}
