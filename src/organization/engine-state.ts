import type { Brakes } from './brakes.ts';
import type { EngineOptions } from './context.ts';
import type { Fights } from './fights.ts';
import type { OwnResources } from './own-resources.ts';
import type { Secrets } from './secrets.ts';
import type { Sessions } from './sessions.ts';

/** What one engine keeps between passes. Losing it costs calls or time, never correctness. */
export interface EngineState {
  readonly options: EngineOptions;
  readonly secrets: Secrets;
  readonly sessions: Sessions;
  readonly brakes: Brakes;
  readonly fights: Fights;
  readonly own: OwnResources;
  /** What was refused last, by UID: a pause ends early when something else is to be done. */
  readonly refused: Map<string, string>;
}
