import type { Transport, WireRequest, WireResponse } from '../../../src/runtime/transport.ts';

export interface FakeTransport {
  readonly transport: Transport;
  /** Every request, in order. */
  readonly requests: WireRequest[];
}

/** A transport that answers by function and keeps what it was asked. */
export function fakeTransport(
  answer: (request: WireRequest, signal: AbortSignal) => WireResponse | Promise<WireResponse>,
): FakeTransport {
  const requests: WireRequest[] = [];
  return {
    requests,
    transport: async (request, signal) => {
      requests.push(request);
      return answer(request, signal);
    },
  };
}

export function answerJson(body: unknown, status = 200, headers: Record<string, string> = {}): WireResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

export function refusal(
  code: number,
  reason: string,
  message: string,
  details: Record<string, unknown> = {},
): WireResponse {
  return answerJson({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message, details }, code);
}

/** A watch whose text is given at once. */
export function streamOf(...chunks: readonly string[]): WireResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: '',
    // eslint-disable-next-line @typescript-eslint/require-await -- an iterable of chunks is asynchronous by its contract
    chunks: (async function* () {
      yield* chunks;
    })(),
  };
}
