import type { Randomness } from './randomness.ts';

export interface BackoffOptions {
  /** Delay after the first failure, in milliseconds. */
  readonly first: number;
  /** No delay is longer, in milliseconds. */
  readonly cap: number;
  /** Growth per failure. Default 2. */
  readonly factor?: number;
  /** Share of the delay that chance may take away, 0 to 1. Default 0.2: enough to part clients that failed together. */
  readonly jitter?: number;
}

/** Milliseconds to wait after `failures` failures in a row (1 = the first). Grows exponentially up to the cap. */
export function backoffDelay(options: BackoffOptions, failures: number, randomness: Randomness): number {
  const { first, cap, factor = 2, jitter = 0.2 } = options;
  const full = Math.min(cap, first * factor ** Math.max(0, failures - 1));
  return Math.round(full * (1 - jitter * randomness.fraction()));
}
