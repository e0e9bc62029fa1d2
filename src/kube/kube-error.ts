import { PlanewrightError, type ErrorDetail } from '../runtime/errors.ts';
import type { ErrorCode } from '../runtime/error-catalogue.ts';

/**
 * Whether trying again can help: `soon` after a backoff; `afterChange` when somebody has changed something outside of the
 * request (a right, a quota, a CRD, another manager's field); `never` while the request stays the same.
 */
export type Retry = 'never' | 'soon' | 'afterChange';

/** Another field manager holds a field that an apply wanted to change. */
export interface FieldConflict {
  readonly manager: string;
  /** As the server writes it: `.spec.replicas`. */
  readonly field: string;
}

export interface KubeErrorDetail extends ErrorDetail {
  readonly retry: Retry;
  /** 0 where no answer came. */
  readonly httpStatus: number;
  /** `reason` of the server's Status; empty where it sent none. */
  readonly reason?: string;
  /** How long the server asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  readonly conflicts?: readonly FieldConflict[];
}

/** An API server's refusal, or the lack of an answer. */
export class KubeError extends PlanewrightError {
  override readonly name = 'KubeError';
  readonly httpStatus: number;
  readonly reason: string;
  readonly retry: Retry;
  readonly retryAfterMs: number | undefined;
  readonly conflicts: readonly FieldConflict[];

  constructor(code: ErrorCode, sentence: string, detail: KubeErrorDetail) {
    super(code, sentence, detail);
    this.httpStatus = detail.httpStatus;
    this.reason = detail.reason ?? '';
    this.retry = detail.retry;
    this.retryAfterMs = detail.retryAfterMs;
    this.conflicts = detail.conflicts ?? [];
  }
}

/** Whether `error` is a {@link KubeError} of one of these codes. */
export function isKubeError(error: unknown, ...codes: readonly ErrorCode[]): error is KubeError {
  return error instanceof KubeError && (codes.length === 0 || codes.includes(error.code));
}
