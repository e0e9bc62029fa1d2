import { redact } from './redaction.ts';
import { errorCatalogue, type ErrorCode } from './error-catalogue.ts';

export interface ErrorDetail {
  /** What to do next, as a sentence; the catalogue's own where left out. */
  readonly next?: string;
  readonly cause?: unknown;
}

/**
 * Every error that a person may read: a stable code from the catalogue, a sentence that says what failed and where, and
 * the next step. The sentence is redacted here, once.
 */
export class PlanewrightError extends Error {
  override readonly name: string = 'PlanewrightError';
  readonly code: ErrorCode;
  /** What to do next. */
  readonly next: string;

  constructor(code: ErrorCode, sentence: string, detail: ErrorDetail = {}) {
    super(redact(sentence), detail.cause === undefined ? undefined : { cause: detail.cause });
    this.code = code;
    this.next = redact(detail.next ?? errorCatalogue[code].next);
  }

  /** 1 error, 3 blocked, 4 manual action. */
  get exitCode(): 1 | 3 | 4 {
    return errorCatalogue[this.code].exitCode;
  }
}

/** The sentence of anything that was thrown, redacted, without a stack. */
export function sentenceOf(error: unknown): string {
  return redact(error instanceof Error ? error.message : String(error));
}

/** As {@link sentenceOf}, and the way out where there is one, for what is told and gone on from. */
export function sentencesOf(error: unknown): string {
  const sentence = sentenceOf(error).replace(/([^.!?])$/, '$1.');
  return error instanceof PlanewrightError ? `${sentence} ${error.next}` : sentence;
}
