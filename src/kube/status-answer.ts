import { isPlainObject } from '../runtime/canonical-json.ts';
import type { ErrorCode } from '../runtime/error-catalogue.ts';
import type { WireResponse } from '../runtime/transport.ts';
import { KubeError, type FieldConflict, type Retry } from './kube-error.ts';
import { missingRight } from './missing-right.ts';

/** What is said of a request in an error: `apply secrets acme/llm-keys`. */
export interface Attempted {
  readonly what: string;
  /** The server quotes refused values in its sentences; of these objects nothing but fields and reasons is repeated. */
  readonly confidential: boolean;
}

interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

/** `metav1.Status`, as far as it came and has the types that it should have. */
interface StatusBody {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly retryAfterSeconds: number | undefined;
  readonly causes: readonly Cause[];
}

/** The error for a refused request. */
export function errorOfAnswer(attempted: Attempted, response: WireResponse): KubeError {
  const status = parseStatus(response.body);
  const retryAfterMs = retryAfter(response.headers, status?.retryAfterSeconds);
  if (status !== undefined) return errorOfStatus(attempted, { ...status, code: response.status }, retryAfterMs);
  return errorWithoutStatus(attempted, response, retryAfterMs);
}

/** The error for the Status inside a watch's ERROR event. */
export function errorOfEvent(attempted: Attempted, object: unknown): KubeError {
  const status = statusOf(object);
  if (status !== undefined) {
    return errorOfStatus(attempted, status, retryAfter({}, status.retryAfterSeconds));
  }
  return new KubeError('KubeMalformedAnswer', `${attempted.what}: the watch sent an error without a Status.`, {
    retry: 'soon',
    httpStatus: 200,
  });
}

interface Verdict {
  readonly code: ErrorCode;
  readonly retry: Retry;
}

type Rule = (status: StatusBody) => Verdict | undefined;

/**
 * In this order: what the sentences tell goes before what the number alone tells. Server-side apply answers 500 to a
 * field that the CRD in the cluster does not have; that is no trouble of the server's (measured on 1.34).
 */
const rules: readonly Rule[] = [
  ({ code, message }) =>
    (code === 500 && message.includes('field not declared in schema')) ||
    (code === 400 && message.includes('strict decoding error') && message.includes('unknown field'))
      ? { code: 'KubeSchemaOutdated', retry: 'afterChange' }
      : undefined,
  ({ code, message }) =>
    code === 500 &&
    (message.includes('failed to create typed patch object') ||
      message.includes('duplicate entries for key') ||
      /expected .+, got /.test(message) ||
      message.includes('should not be set on objects to be created'))
      ? { code: 'KubeInvalid', retry: 'never' }
      : undefined,
  ({ code, causes }) =>
    code === 403 && causes.some((cause) => cause.reason === 'NamespaceTerminating')
      ? { code: 'KubeNamespaceTerminating', retry: 'afterChange' }
      : undefined,
  ({ code, message }) =>
    code === 403 && message.includes('exceeded quota')
      ? { code: 'KubeQuotaExceeded', retry: 'afterChange' }
      : undefined,
  ({ code, causes }) =>
    code === 409 && causes.some((cause) => cause.reason === 'FieldManagerConflict')
      ? { code: 'KubeFieldConflict', retry: 'afterChange' }
      : undefined,
  ({ code, reason }) => (code === 409 && reason === 'AlreadyExists' ? verdict('KubeAlreadyExists', 'soon') : undefined),
  // An apply that names another uid than the object's: the object was made anew since it was read.
  ({ code, causes, message }) =>
    code === 422 && (causes.some((cause) => cause.field === 'metadata.uid') || message.includes('metadata.uid:'))
      ? verdict('KubeConflict', 'soon')
      : undefined,
  ({ code }) => byNumber(code),
];

function byNumber(code: number): Verdict {
  switch (code) {
    case 401:
      return verdict('KubeUnauthorized', 'afterChange');
    case 403:
      return verdict('KubeForbidden', 'afterChange');
    case 404:
      return verdict('KubeNotFound', 'afterChange');
    case 408:
      return verdict('KubeServerError', 'soon');
    case 409:
      return verdict('KubeConflict', 'soon');
    case 410:
      return verdict('KubeExpired', 'soon');
    case 429:
      return verdict('KubeThrottled', 'soon');
    default:
      return code >= 400 && code < 500 ? verdict('KubeInvalid', 'never') : verdict('KubeServerError', 'soon');
  }
}

function verdict(code: ErrorCode, retry: Retry): Verdict {
  return { code, retry };
}

function errorOfStatus(attempted: Attempted, status: StatusBody, retryAfterMs: number | undefined): KubeError {
  let found: Verdict = byNumber(status.code);
  for (const rule of rules) {
    const answer = rule(status);
    if (answer === undefined) continue;
    found = answer;
    break;
  }
  const right = found.code === 'KubeForbidden' ? missingRight(status.message) : undefined;
  const said = right?.sentence ?? (attempted.confidential ? withoutValues(status) : status.message);
  return new KubeError(found.code, `${attempted.what}: ${said === '' ? `HTTP ${status.code}` : said}`, {
    ...(right !== undefined && { next: right.next }),
    retry: found.retry,
    httpStatus: status.code,
    reason: status.reason,
    conflicts: status.causes.flatMap(conflictOf),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** `HTTP 422 Invalid (data.key, type)`: the server's own sentence may quote the value that it refused. */
function withoutValues(status: StatusBody): string {
  const fields = status.causes.map((cause) => cause.field).filter((field) => field !== '');
  const where = fields.length === 0 ? '' : ` (${fields.join(', ')})`;
  return `HTTP ${status.code} ${status.reason}`.trimEnd() + where;
}

function conflictOf(cause: Cause): FieldConflict[] {
  if (cause.reason !== 'FieldManagerConflict') return [];
  const manager = /conflict with "([^"]*)"/.exec(cause.message)?.[1] ?? 'an unnamed manager';
  return [{ manager, field: cause.field }];
}

function errorWithoutStatus(attempted: Attempted, response: WireResponse, retryAfterMs: number | undefined): KubeError {
  const plain = (response.headers['content-type'] ?? '').startsWith('text/plain');
  const detail = { httpStatus: response.status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  // The API server answers in plain text where no such kind is served, and with a Status where no such object is.
  if (response.status === 404 && plain) {
    return new KubeError('KubeKindMissing', `${attempted.what}: the API server does not serve this kind.`, {
      ...detail,
      retry: 'afterChange',
    });
  }
  const known = response.status === 401 || response.status === 403 || response.status >= 429;
  const { code, retry } = known ? byNumber(response.status) : verdict('KubeMalformedAnswer', 'soon');
  return new KubeError(code, `${attempted.what}: HTTP ${response.status} without a Status.`, { ...detail, retry });
}

function parseStatus(body: string): StatusBody | undefined {
  try {
    return statusOf(JSON.parse(body));
  } catch {
    return undefined; // not JSON: the caller tells what came instead
  }
}

function statusOf(value: unknown): StatusBody | undefined {
  if (!isPlainObject(value) || value['kind'] !== 'Status') return undefined;
  const details = isPlainObject(value['details']) ? value['details'] : {};
  const causes = Array.isArray(details['causes']) ? details['causes'].filter(isPlainObject) : [];
  return {
    code: typeof value['code'] === 'number' ? value['code'] : 500,
    reason: text(value['reason']),
    message: text(value['message']),
    retryAfterSeconds: typeof details['retryAfterSeconds'] === 'number' ? details['retryAfterSeconds'] : undefined,
    causes: causes.map((cause) => ({
      reason: text(cause['reason']),
      message: text(cause['message']),
      field: text(cause['field']),
    })),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/**
 * Milliseconds from a Retry-After header (seconds, or a date, which is compared with the answer's own Date so that the
 * two clocks need not agree) or from the Status.
 */
function retryAfter(headers: WireResponse['headers'], seconds: number | undefined): number | undefined {
  const header = headers['retry-after']?.trim() ?? '';
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const wait = Date.parse(header) - Date.parse(headers['date'] ?? '');
  if (!Number.isNaN(wait)) return Math.max(0, wait);
  return seconds === undefined ? undefined : seconds * 1000;
}
