import type { Condition, Drift } from '../api/index.ts';
import { standingConditions, withConditions, type ConditionState, type Standing } from '../kube/conditions.ts';
import { redact } from '../runtime/redaction.ts';
import type { Verdict } from './verdict.ts';

/** What was corrected stays readable until something else happens. */
const correctedReason = 'Corrected';

export interface Report {
  readonly verdict: Verdict;
  readonly drift: readonly Drift[];
  /** Fields that somebody had changed and that were set back in this pass. */
  readonly corrected: readonly string[];
}

/**
 * Ready, Synced, Drifted, and kstatus' Reconciling and Stalled. A pass that changed nothing gives the same conditions,
 * byte for byte.
 */
export function conditionsOf(
  report: Report,
  previous: readonly Condition[],
  generation: number | undefined,
  nowMs: number,
): Condition[] {
  const standing = standingOf(report.verdict);
  const ready = standing.find(({ type }) => type === 'Ready');
  const states = [
    ...standing,
    ...(ready === undefined ? [] : [{ ...ready, type: 'Synced' }]),
    drifted(report, previous),
  ];
  const redacted = states.map((state) => ({ ...state, message: redact(state.message) }));
  const before = previous.map(({ observedGeneration, ...rest }) => ({
    ...rest,
    ...(observedGeneration === undefined ? {} : { observedGeneration }),
  }));
  return [...withConditions(before, redacted, nowMs, generation)];
}

const isOf = {
  ready: 'current',
  waiting: 'inProgress',
  stalled: 'stalled',
  unknown: 'unknown',
} as const satisfies Partial<Record<Verdict['state'], Standing['is']>>;

function standingOf(verdict: Verdict): readonly ConditionState[] {
  const { reason, message } = verdict;
  switch (verdict.state) {
    case 'ready':
    case 'waiting':
    case 'stalled':
    case 'unknown':
      return standingConditions({ is: isOf[verdict.state], reason, message });
    case 'observing':
      // Ready when what is seen is as declared; nobody is at work either way.
      return still({ status: verdict.asDeclared ? 'True' : 'False', reason, message });
    case 'paused':
      return still({ status: 'Unknown', reason, message });
  }
}

function still(ready: Omit<ConditionState, 'type'>): readonly ConditionState[] {
  const quiet = { status: 'False', reason: ready.reason, message: '' } as const;
  return [
    { type: 'Ready', ...ready },
    { type: 'Reconciling', ...quiet },
    { type: 'Stalled', ...quiet },
  ];
}

function drifted({ drift, corrected, verdict }: Report, previous: readonly Condition[]): ConditionState {
  const type = 'Drifted';
  if (drift.length > 0) {
    const fields = drift.map(({ field }) => field).join(', ');
    const reason = verdict.reason === 'Fight' ? 'Fight' : 'Differs';
    return { type, status: 'True', reason, message: `Not as declared: ${fields}. status.drift has the details.` };
  }
  if (corrected.length > 0) {
    const message = `Changed by somebody else and set back as declared: ${corrected.join(', ')}.`;
    return { type, status: 'False', reason: correctedReason, message };
  }
  if (verdict.state !== 'ready' && verdict.state !== 'observing') {
    return { type, status: 'Unknown', reason: verdict.reason, message: '' };
  }
  const before = previous.find((condition) => condition.type === type);
  if (before?.reason === correctedReason && before.status === 'False') {
    return { type, status: 'False', reason: correctedReason, message: before.message };
  }
  return { type, status: 'False', reason: 'AsDeclared', message: '' };
}
