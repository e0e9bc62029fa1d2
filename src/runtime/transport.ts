/**
 * The one shape in which everything talks to everything: plain requests in, plain responses out. The HTTP client is one
 * implementation; a simulator's handler is another, so that the fault sweep runs without sockets.
 */
export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
  /** Absolute path, percent-encoded, without a query: `/api/v1/namespaces/acme/secrets`. */
  readonly path: string;
  /** Decoded query values; a list repeats the key. */
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** True for a watch: a 2xx answer then carries `chunks` instead of a body read to its end. */
  readonly stream?: boolean;
}

export interface WireResponse {
  readonly status: number;
  /** Lower-case names; a repeated header is joined by a comma and a space. */
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body as UTF-8; empty where `chunks` is set. */
  readonly body: string;
  /** The decoded text as it arrives, split anywhere; only for a 2xx answer to a streaming request. */
  readonly chunks?: AsyncIterable<string>;
}

/**
 * Sends one request. Any answer that came, whatever its status, resolves; only the absence of an answer throws
 * {@link TransportError} (or the signal's reason, when it was aborted).
 */
export type Transport = (request: WireRequest, signal: AbortSignal) => Promise<WireResponse>;

/** Why no (whole) answer came. `reset` and `timeout` leave it open whether the server acted. */
export type TransportFailure = 'refused' | 'dns' | 'tls' | 'reset' | 'timeout' | 'proxy' | 'malformed';

export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly failure: TransportFailure;
  constructor(failure: TransportFailure, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.failure = failure;
  }
}

/** `path?query` as it goes on the wire. */
export function requestTarget(request: Pick<WireRequest, 'path' | 'query'>): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(request.query ?? {})) {
    for (const one of typeof value === 'string' ? [value] : value) parameters.append(key, one);
  }
  const text = parameters.toString();
  return text === '' ? request.path : `${request.path}?${text}`;
}
