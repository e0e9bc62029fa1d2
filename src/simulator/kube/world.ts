import type { Clock } from '../../runtime/clock.ts';
import type { Randomness } from '../../runtime/randomness.ts';
import type { KindRegistry } from './kinds.ts';
import type { Store } from './store.ts';

/** What every handler of one simulated API server works on. */
export interface World {
  readonly store: Store;
  readonly kinds: KindRegistry;
  readonly clock: Clock;
  readonly randomness: Randomness;
}
