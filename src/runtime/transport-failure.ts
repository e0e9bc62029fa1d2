import { DeadlineExceeded } from './abort.ts';
import { TransportError, type TransportFailure } from './transport.ts';

const byCode: Readonly<Record<string, TransportFailure>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  EHOSTDOWN: 'refused',
  ENETUNREACH: 'refused',
  ENETDOWN: 'refused',
  EADDRNOTAVAIL: 'refused',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EAI_NODATA: 'dns',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  ERR_STREAM_PREMATURE_CLOSE: 'reset',
  EPROTO: 'tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
};

const byPrefix: readonly (readonly [string, TransportFailure])[] = [
  ['ERR_TLS_', 'tls'],
  ['ERR_SSL_', 'tls'],
  ['CERT_', 'tls'],
  ['UNABLE_TO_', 'tls'],
  ['ERR_PROXY_', 'proxy'],
  ['HPE_', 'malformed'],
];

const sentences: Readonly<Record<TransportFailure, string>> = {
  refused: 'the connection was refused',
  dns: 'the host name could not be resolved',
  tls: 'no secure connection came about',
  reset: 'the connection broke off',
  timeout: 'no answer came in time',
  proxy: 'the proxy did not let the connection through',
  malformed: 'the answer is not HTTP as it should be',
};

/**
 * What Node threw, as a {@link TransportError}: which failure, at which host. Node's own sentence is kept for TLS alone,
 * where it names the trouble and cannot hold a credential; a proxy's may hold the password of its URL.
 */
export function transportErrorOf(host: string, error: unknown): TransportError {
  if (error instanceof TransportError) return error;
  const code = codeOf(error);
  const failure = error instanceof DeadlineExceeded ? 'timeout' : failureOf(code);
  const own = failure === 'tls' && error instanceof Error ? `: ${error.message}` : '';
  const named = code === '' ? '' : ` (${code})`;
  return new TransportError(
    failure,
    `${host}: ${sentences[failure]}${own}${named}`,
    failure === 'proxy' ? {} : { cause: error },
  );
}

function failureOf(code: string): TransportFailure {
  return byCode[code] ?? byPrefix.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'reset';
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  // With several addresses for one name, Node reports all of them together.
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
