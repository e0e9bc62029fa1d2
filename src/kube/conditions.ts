import { rfc3339 } from '../runtime/clock.ts';

/** `metav1.Condition`. */
export interface Condition extends ConditionState {
  readonly observedGeneration?: number;
  readonly lastTransitionTime: string;
}

/** A condition as a decision states it: without the times, which depend on what was there before. */
export interface ConditionState {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  /** One CamelCase word from a fixed list. */
  readonly reason: string;
  /** A sentence that names the next step. */
  readonly message: string;
}

/** The longest message that `metav1.Condition` allows, in characters. */
const messageLimit = 32_768;

/**
 * `previous` with these states put in. A transition time moves only when `status` changes, so that a pass that changes
 * nothing writes nothing; conditions of other types stay as they are.
 *
 * @param generation of the spec that the states speak of.
 */
export function withConditions(
  previous: readonly Condition[],
  states: readonly ConditionState[],
  now: number,
  generation: number | undefined,
): readonly Condition[] {
  const before = new Map(previous.map((condition) => [condition.type, condition]));
  const result = new Map(before);
  for (const { type, status, reason, message } of states) {
    const old = before.get(type);
    result.set(type, {
      type,
      status,
      reason,
      message: message.slice(0, messageLimit),
      lastTransitionTime: old?.status === status ? old.lastTransitionTime : rfc3339(now),
      ...(generation === undefined ? {} : { observedGeneration: generation }),
    });
  }
  return [...result.values()];
}

/** Where an object stands, in kstatus' terms, and why. */
export interface Standing {
  /** `unknown`: what would decide it cannot be seen now; it is looked at again. */
  readonly is: 'current' | 'inProgress' | 'stalled' | 'unknown';
  readonly reason: string;
  readonly message: string;
}

const readyOf = { current: 'True', inProgress: 'False', stalled: 'False', unknown: 'Unknown' } as const;

/**
 * Ready, Reconciling and Stalled for a standing: what Argo CD and Flux read (kstatus). Reconciling and Stalled are never
 * both True; Reconciling goes with everything that is tried again without anybody's help.
 */
export function standingConditions({ is, reason, message }: Standing): readonly ConditionState[] {
  const trying = is === 'inProgress' || is === 'unknown';
  return [
    { type: 'Ready', status: readyOf[is], reason, message },
    { type: 'Reconciling', status: trying ? 'True' : 'False', reason, message: trying ? message : '' },
    {
      type: 'Stalled',
      status: is === 'stalled' ? 'True' : 'False',
      reason,
      message: is === 'stalled' ? message : '',
    },
  ];
}
