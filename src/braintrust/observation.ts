import type { ErrorCode } from '../runtime/error-catalogue.ts';
import type { BraintrustError, Retry } from './braintrust-error.ts';

/** Why something could not be learnt: serialisable, so that a decision made on it can be printed and replayed. */
export interface Unknown {
  readonly code: ErrorCode;
  /** A redacted sentence. */
  readonly message: string;
  readonly next: string;
  readonly retry: Retry;
  readonly retryAfterMs?: number;
}

/**
 * What was seen of one remote object. `provenAbsent` rests on a complete answer in which the object would have been;
 * a refusal, a list cut short or a stale mirror is `unknown`, and nothing is created or deleted on it.
 */
export type Observation<T> =
  | { readonly state: 'present'; readonly value: T }
  | { readonly state: 'provenAbsent' }
  | { readonly state: 'unknown'; readonly reason: Unknown };

export const provenAbsent: Observation<never> = { state: 'provenAbsent' };

export function present<T>(value: T): Observation<T> {
  return { state: 'present', value };
}

export function unknownBecause(error: BraintrustError): Observation<never> {
  return { state: 'unknown', reason: reasonOf(error) };
}

export function reasonOf(error: BraintrustError): Unknown {
  return {
    code: error.code,
    message: error.message,
    next: error.next,
    retry: error.retry,
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
  };
}
