import type { DataPlanePhase } from '../../api/index.ts';

/** Why nothing new is begun. What is there already is still kept as it was. */
export interface Hindrance {
  /** `stalled` needs a person, `waiting` something else in the cluster, `unknown` another look. */
  readonly hindrance: 'stalled' | 'waiting' | 'unknown';
  readonly reason: string;
  /** Why, as sentences that end with the next step. */
  readonly message: string;
}

export function isHindrance(value: object): value is Hindrance {
  return 'hindrance' in value;
}

/** What one pass makes of the plane. */
export type Verdict =
  | { readonly kind: 'ready'; readonly message: string }
  /** On its way; `phase` says where. */
  | { readonly kind: 'rolling'; readonly phase: DataPlanePhase; readonly message: string }
  /** On its way, but nothing moves: a person has to look. */
  | { readonly kind: 'halted'; readonly phase: DataPlanePhase; readonly reason: string; readonly message: string }
  | ({ readonly kind: 'hindered' } & Hindrance)
  | { readonly kind: 'paused' }
  | { readonly kind: 'deleting' };
