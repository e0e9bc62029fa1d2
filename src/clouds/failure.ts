import { isPlainObject } from '../runtime/canonical-json.ts';
import { redact } from '../runtime/redaction.ts';

/**
 * Why a call to a cloud came to nothing. `denied` says that we were not permitted to look, never that nothing is there;
 * `notFound` that the cloud says so.
 */
export type CloudFailureKind =
  'signedOut' | 'denied' | 'notFound' | 'disabled' | 'throttled' | 'conflict' | 'unreachable' | 'refused';

/** A call to a cloud that failed. The sentence names the call, and holds no secret. */
export class CloudFailure extends Error {
  override readonly name = 'CloudFailure';
  readonly kind: CloudFailureKind;
  /** The cloud's own word for it: `AccessDeniedException`, `SERVICE_DISABLED`, `AuthorizationFailed`. */
  readonly code: string;

  constructor(kind: CloudFailureKind, code: string, sentence: string, options?: { readonly cause?: unknown }) {
    super(redact(sentence), options);
    this.kind = kind;
    this.code = code;
  }
}

/**
 * What any of the clouds threw, as a failure that can be decided upon.
 * @param call What was asked, for the sentence: `secretsmanager GetSecretValue`.
 */
export function cloudFailureOf(error: unknown, call: string): CloudFailure {
  if (error instanceof CloudFailure) return error;
  const { code, status, text } = partsOf(error);
  const kind = kindOf(code, status);
  return new CloudFailure(kind, code, `${call}: ${code === '' ? '' : `${code}: `}${text}`, { cause: error });
}

/**
 * Of codes and statuses. Sources: the error tables of AWS' API references, google.rpc.Code, and the common error codes of
 * Azure Resource Manager.
 */
function kindOf(code: string, status: number | undefined): CloudFailureKind {
  const byCode = codes.find(({ pattern }) => pattern.test(code));
  if (byCode !== undefined) return byCode.kind;
  switch (status) {
    case undefined:
      return 'unreachable';
    case 401:
      return 'signedOut';
    case 403:
      return 'denied';
    case 404:
      return 'notFound';
    case 409:
      return 'conflict';
    case 429:
      return 'throttled';
    default:
      return 'refused';
  }
}

const codes: readonly { readonly pattern: RegExp; readonly kind: CloudFailureKind }[] = [
  {
    pattern:
      /^(ExpiredToken(Exception)?|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|AuthFailure|CredentialsProviderError|TokenProviderError|CredentialUnavailableError|AggregateAuthenticationError|AuthenticationError|AuthenticationRequiredError|InvalidAuthenticationToken|ExpiredAuthenticationToken|UNAUTHENTICATED|invalid_grant)$/,
    kind: 'signedOut',
  },
  {
    pattern:
      /^(SERVICE_DISABLED|accessNotConfigured|MissingSubscriptionRegistration|OptInRequired|SubscriptionRequiredException)$/,
    kind: 'disabled',
  },
  {
    pattern:
      /^(AccessDenied(Exception)?|UnauthorizedOperation|NotAuthorized|PERMISSION_DENIED|AuthorizationFailed|Forbidden|ForbiddenByRbac|ForbiddenByPolicy|LinkedAuthorizationFailed)$/,
    kind: 'denied',
  },
  {
    pattern: /(NotFound(Exception|Fault)?|^NoSuch\w+|^NOT_FOUND|^ResourceGroupNotFound)$/,
    kind: 'notFound',
  },
  {
    pattern: /^(Throttling(Exception)?|RequestLimitExceeded|TooManyRequests(Exception)?|RESOURCE_EXHAUSTED|SlowDown)$/,
    kind: 'throttled',
  },
];

function partsOf(error: unknown): {
  readonly code: string;
  readonly status: number | undefined;
  readonly text: string;
} {
  if (!(error instanceof Error)) return { code: '', status: undefined, text: String(error) };
  const { $metadata } = error as { readonly $metadata?: unknown };
  const status = isPlainObject($metadata) ? $metadata['httpStatusCode'] : (error as { status?: unknown }).status;
  const system = (error as { code?: unknown }).code;
  const named =
    error.name === 'Error' || error.name === 'TypeError' || error.name === 'AggregateError' ? '' : error.name;
  return {
    code: typeof system === 'string' && named === '' ? system : named,
    status: typeof status === 'number' ? status : undefined,
    text: error.message.split('\n')[0] ?? '',
  };
}
