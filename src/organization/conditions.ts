import type { Condition, Drift } from '../api/index.ts';
import { rfc3339 } from '../runtime/clock.ts';
import { redact } from '../runtime/redaction.ts';
import type { Finding, Verdict } from './verdict.ts';

type Three = 'True' | 'False' | 'Unknown';
type Said = Finding & { readonly status: Three };
/** What was corrected stays readable until something else happens. */
const correctedReason = 'Corrected';

export interface Report {
  readonly verdict: Verdict;
  readonly drift: readonly Drift[];
  /** Fields that somebody had changed and that were set back in this pass. */
  readonly corrected: readonly string[];
}

/**
 * Ready, Synced, Drifted, and kstatus' Reconciling and Stalled. A condition whose status stays keeps its time, so that a
 * pass that changed nothing gives the same conditions, byte for byte.
 */
export function conditionsOf(
  report: Report,
  previous: readonly Condition[],
  generation: number | undefined,
  nowMs: number,
): Condition[] {
  const { verdict } = report;
  const said = { reason: verdict.reason, message: verdict.message };
  const quiet: Finding = { reason: verdict.reason, message: '' };
  const ready = readiness(verdict);
  const all: Readonly<Record<string, Omit<Said, 'reason'> & { readonly reason: string }>> = {
    Ready: { status: ready, ...said },
    Synced: { status: ready, ...said },
    Drifted: drifted(report, previous),
    Reconciling: verdict.state === 'waiting' ? { status: 'True', ...said } : { status: 'False', ...quiet },
    Stalled: verdict.state === 'stalled' ? { status: 'True', ...said } : { status: 'False', ...quiet },
  };
  return Object.entries(all).map(([type, { status, reason, message }]) => {
    const before = previous.find((condition) => condition.type === type);
    return {
      type,
      status,
      ...(generation === undefined ? {} : { observedGeneration: generation }),
      lastTransitionTime: before?.status === status ? before.lastTransitionTime : rfc3339(nowMs),
      reason,
      message: redact(message).slice(0, 32_768),
    };
  });
}

/** A resource that is only observed is ready when what was seen is as declared. */
function readiness(verdict: Verdict): Three {
  switch (verdict.state) {
    case 'ready':
      return 'True';
    case 'observing':
      return verdict.asDeclared ? 'True' : 'False';
    case 'unknown':
      return 'Unknown';
    case 'waiting':
    case 'stalled':
      return 'False';
  }
}

function drifted(report: Report, previous: readonly Condition[]): { status: Three; reason: string; message: string } {
  const { drift, corrected, verdict } = report;
  if (drift.length > 0) {
    const fields = drift.map(({ field }) => field).join(', ');
    const reason = verdict.reason === 'Fight' ? 'Fight' : 'Differs';
    return { status: 'True', reason, message: `Not as declared: ${fields}. status.drift has the details.` };
  }
  if (corrected.length > 0) {
    const message = `Changed by somebody else and set back as declared: ${corrected.join(', ')}.`;
    return { status: 'False', reason: correctedReason, message };
  }
  if (verdict.state !== 'ready' && verdict.state !== 'observing') {
    return { status: 'Unknown', reason: verdict.reason, message: '' };
  }
  const before = previous.find(({ type }) => type === 'Drifted');
  if (before?.reason === correctedReason && before.status === 'False') {
    return { status: 'False', reason: correctedReason, message: before.message };
  }
  return { status: 'False', reason: 'AsDeclared', message: '' };
}
