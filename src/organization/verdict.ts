import type { BraintrustErrorCode } from '../braintrust/braintrust-error.ts';
import type { Unknown } from '../braintrust/observation.ts';
import type { ErrorCode } from '../runtime/error-catalogue.ts';

/** Reasons of conditions, enumerated: people and dashboards match on them. */
export type Reason =
  | 'Synced'
  | 'Observing'
  | 'Paused'
  | 'Deleting'
  | 'OrganizationMissing'
  | 'OrganizationNotAllowed'
  | 'OrganizationNotReady'
  | 'DependantsRemain'
  | 'SecretMissing'
  | 'SecretKeyMissing'
  | 'SecretUnreadable'
  | 'ConfigMapMissing'
  | 'ProjectMissing'
  | 'Conflict'
  | 'Ambiguous'
  | 'AdoptionRefused'
  | 'WithinGrace'
  | 'ConfirmationNeeded'
  | 'TargetUnhealthy'
  | 'SettingsRefused'
  | 'BrakesOn'
  | 'Fight'
  | 'CopyRefused'
  | 'Failed'
  | 'Unreachable'
  | 'Unauthorized'
  | 'Forbidden'
  | 'NotFoundOrForbidden'
  | 'Invalid'
  | 'CapabilityMissing'
  | 'PlanTooLow'
  | 'Throttled'
  | 'ServerError'
  | 'UnexpectedAnswer';

export interface Finding {
  readonly reason: Reason;
  /** What is so and what to do about it, as sentences. */
  readonly message: string;
}

/**
 * Where a resource stands after a look. `paused` was asked for, `waiting` passes by itself, `stalled` needs a person, `unknown` says that we could
 * not look, `observing` that nothing is changed because that is what was asked for. Durations are milliseconds; without one the next resync looks again.
 */
export type Verdict = Finding &
  (
    | { readonly state: 'ready' }
    | { readonly state: 'observing'; readonly asDeclared: boolean }
    | { readonly state: 'paused' }
    | { readonly state: 'waiting'; readonly afterMs?: number }
    | { readonly state: 'stalled'; readonly afterMs?: number }
    | { readonly state: 'unknown'; readonly afterMs?: number }
  );

const reasonOfCode: Readonly<Record<BraintrustErrorCode, Reason>> = {
  BraintrustUnreachable: 'Unreachable',
  BraintrustUnauthorized: 'Unauthorized',
  BraintrustForbidden: 'Forbidden',
  BraintrustNotFoundOrForbidden: 'NotFoundOrForbidden',
  BraintrustInvalid: 'Invalid',
  BraintrustCapabilityMissing: 'CapabilityMissing',
  BraintrustPlanTooLow: 'PlanTooLow',
  BraintrustThrottled: 'Throttled',
  BraintrustConflict: 'Conflict',
  BraintrustServerError: 'ServerError',
  BraintrustUnexpectedAnswer: 'UnexpectedAnswer',
};

function isBraintrustCode(code: ErrorCode): code is BraintrustErrorCode {
  return code in reasonOfCode;
}

/** A refusal that only a change can help is `stalled`; anything else is `unknown` until the next look. */
export function verdictOf(reason: Unknown): Verdict {
  const finding: Finding = {
    reason: isBraintrustCode(reason.code) ? reasonOfCode[reason.code] : 'Failed',
    message: sentences(reason.message, reason.next),
  };
  const afterMs = reason.retryAfterMs === undefined ? {} : { afterMs: reason.retryAfterMs };
  return reason.retry === 'afterChange'
    ? { state: 'stalled', ...finding, ...afterMs }
    : { state: 'unknown', ...finding, ...afterMs };
}

/** Joined with a full stop each. */
export function sentences(...parts: readonly string[]): string {
  return parts.map((part) => (/[.!?]$/.test(part) ? part : `${part}.`)).join(' ');
}
