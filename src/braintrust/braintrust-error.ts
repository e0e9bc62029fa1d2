import type { ErrorCode } from '../runtime/error-catalogue.ts';
import { PlanewrightError } from '../runtime/errors.ts';
import { isPlainObject } from '../runtime/canonical-json.ts';
import type { WireResponse } from '../runtime/transport.ts';
import { retryAfterMs } from './retry-after.ts';

export type BraintrustErrorCode = Extract<ErrorCode, `Braintrust${string}`>;

/** `soon`: the same call may succeed in a moment. `afterChange`: only a change on either side helps. */
export type Retry = 'soon' | 'afterChange';

export interface BraintrustErrorDetail {
  readonly status?: number;
  readonly retryAfterMs?: number;
  /** The breaker or the throttle answered: nothing went out. */
  readonly withheld?: boolean;
  readonly next?: string;
  readonly cause?: unknown;
}

const retryOf = {
  BraintrustUnreachable: 'soon',
  BraintrustUnauthorized: 'afterChange',
  BraintrustForbidden: 'afterChange',
  BraintrustNotFoundOrForbidden: 'afterChange',
  BraintrustInvalid: 'afterChange',
  BraintrustCapabilityMissing: 'afterChange',
  BraintrustPlanTooLow: 'afterChange',
  BraintrustThrottled: 'soon',
  BraintrustConflict: 'soon',
  BraintrustServerError: 'soon',
  BraintrustUnexpectedAnswer: 'soon',
} as const satisfies Record<BraintrustErrorCode, Retry>;

/** A call to the admin API that did not do what was asked. */
export class BraintrustError extends PlanewrightError {
  override readonly name = 'BraintrustError';
  declare readonly code: BraintrustErrorCode;
  readonly status: number | undefined;
  readonly retry: Retry;
  readonly retryAfterMs: number | undefined;
  readonly withheld: boolean;

  constructor(code: BraintrustErrorCode, sentence: string, detail: BraintrustErrorDetail = {}) {
    super(code, sentence, {
      ...(detail.next === undefined ? {} : { next: detail.next }),
      ...(detail.cause === undefined ? {} : { cause: detail.cause }),
    });
    this.status = detail.status;
    this.retry = retryOf[code];
    this.retryAfterMs = detail.retryAfterMs;
    this.withheld = detail.withheld ?? false;
  }
}

/** By text first, because the API answers 400 to much that others would call 403, 404 or 409. */
const byText: readonly (readonly [statuses: readonly number[], text: RegExp, code: BraintrustErrorCode])[] = [
  [[400, 403, 404], /missing \w+ access|does not exist|you do not have access/i, 'BraintrustNotFoundOrForbidden'],
  [[402, 403], /\bplan\b|upgrade your|enterprise|not included|subscription/i, 'BraintrustPlanTooLow'],
];

const byStatus: Readonly<Record<number, BraintrustErrorCode>> = {
  401: 'BraintrustUnauthorized',
  402: 'BraintrustPlanTooLow',
  403: 'BraintrustForbidden',
  404: 'BraintrustCapabilityMissing',
  405: 'BraintrustCapabilityMissing',
  408: 'BraintrustServerError',
  409: 'BraintrustConflict',
  412: 'BraintrustConflict',
  425: 'BraintrustServerError',
  429: 'BraintrustThrottled',
  501: 'BraintrustCapabilityMissing',
};

/**
 * What an answer outside 2xx means. Status and text both count: there is no 404 for a missing object, and 403 stands
 * for no permission, a plan too low, a gateway that does not know the route, and (some proxies) throttling.
 */
export function classifyAnswer(answer: WireResponse, what: string, nowMs: number): BraintrustError {
  const text = answerText(answer.body);
  const wait = retryAfterMs(answer.headers['retry-after'], nowMs);
  const code = codeOf(answer.status, text);
  return new BraintrustError(code, `${what}: HTTP ${answer.status}${text === '' ? '' : `, ${JSON.stringify(text)}`}`, {
    status: answer.status,
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
}

function codeOf(status: number, text: string): BraintrustErrorCode {
  if (status === 403 && /throttl|rate.?limit|too many requests/i.test(text)) return 'BraintrustThrottled';
  for (const [statuses, pattern, code] of byText) if (statuses.includes(status) && pattern.test(text)) return code;
  const known = byStatus[status];
  if (known !== undefined) return known;
  if (status >= 500) return 'BraintrustServerError';
  return status >= 400 ? 'BraintrustInvalid' : 'BraintrustUnexpectedAnswer';
}

/** The API's own words in one line, at most 300 characters: text/plain, or the usual keys of a JSON body. */
function answerText(body: string): string {
  const trimmed = body.trim();
  if (/^<(!doctype|html)/i.test(trimmed)) return 'a web page instead of an API answer';
  let text = trimmed;
  try {
    const parsed: unknown = JSON.parse(trimmed);
    if (typeof parsed === 'string') text = parsed;
    else if (isPlainObject(parsed)) {
      const said = [parsed['error'], parsed['message'], parsed['details']].filter((part) => typeof part === 'string');
      if (said.length > 0) text = said.join(': ');
    }
  } catch {
    // Plain text is the API's ordinary way to say no.
  }
  const line = text.replace(/\s+/g, ' ');
  return line.length > 300 ? `${line.slice(0, 297)}…` : line;
}
