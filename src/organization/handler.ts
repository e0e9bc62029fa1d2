import type { Drift } from '../api/index.ts';
import type { Change } from './change.ts';
import type { Session } from './context.ts';
import type { EngineState } from './engine-state.ts';
import type { Dependant } from './kinds.ts';
import type { StatusPatch } from './status.ts';
import type { Verdict } from './verdict.ts';

/** What a pass has to work with: the resource, and the way to its organization. */
export interface Scope<R> {
  readonly engine: EngineState;
  readonly resource: R;
  readonly session: Session;
}

/** What `decide` answers. Serialisable: `diff` prints it, tests compare it. */
export interface Decision {
  /** How it stands when the changes have been made, or as it is where there are none. */
  readonly verdict: Verdict;
  /** In the order in which they must be made. */
  readonly changes: readonly Change[];
  /** Where the real thing differs from what is declared. */
  readonly drift: readonly Drift[];
  readonly status: StatusPatch;
}

export interface Acted {
  readonly status: StatusPatch;
  /** The world was not as decided: nothing more is done on this decision, and it is decided anew at once. */
  readonly contradicted?: boolean;
  /** Stops here with this verdict though no call was refused. */
  readonly verdict?: Verdict;
}

/** One kind that lives in an organization. `O` is what gather found; `decide` sees nothing else. */
export interface Handler<R extends Dependant, O> {
  gather(scope: Scope<R>, signal: AbortSignal): Promise<O>;
  decide(resource: R, observed: O, nowMs: number): Decision;
  /** Carries out one change; `done` is the status as earlier changes of this pass left it. */
  act(scope: Scope<R>, change: Change, observed: O, done: StatusPatch, signal: AbortSignal): Promise<Acted>;
  /** A write was contradicted or its outcome is not known: what the mirror says of this kind is read again. */
  doubt(scope: Scope<R>, observed: O): void;
  /** The remote object that was found. */
  remoteId(observed: O): string | undefined;
  /** Whether something outside of the cluster's own garbage collection must be undone on deletion. */
  hasDeletionWork(resource: R): boolean;
}

export const nothing: Acted = { status: {} };

export function standing(verdict: Verdict, status: StatusPatch = {}): Decision {
  return { verdict, changes: [], drift: [], status };
}
