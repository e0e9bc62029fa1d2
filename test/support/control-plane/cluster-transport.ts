import { Agent, request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { requestTarget, TransportError } from '../../../src/runtime/transport.ts';
import type { Transport, WireResponse } from '../../../src/runtime/transport.ts';

export interface ClusterTransportOptions {
  readonly url: string;
  readonly caPem: string;
  /** Sent as bearer token. */
  readonly token: string;
}

/**
 * HTTPS to the control plane under test, and no more: it shares no code with the transport of Planewright, so that the
 * two cannot share a mistake.
 */
export function clusterTransport(options: ClusterTransportOptions): Transport {
  const agent = new Agent({ ca: options.caPem, keepAlive: true });
  return async (request, signal) => {
    // Node sends the body of a DELETE without saying how long it is, unless told.
    const length = request.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(request.body)) };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = httpsRequest(
        `${options.url}${requestTarget(request)}`,
        {
          agent,
          method: request.method,
          signal,
          headers: {
            accept: 'application/json',
            ...request.headers,
            authorization: `Bearer ${options.token}`,
            ...length,
          },
        },
        resolve,
      );
      outgoing.once('error', (cause: Error & { code?: string }) => {
        if (signal.aborted) reject(cause);
        else reject(new TransportError(cause.code === 'ECONNREFUSED' ? 'refused' : 'reset', cause.message, { cause }));
      });
      outgoing.end(request.body);
    });
    response.setEncoding('utf8');
    return answer(response, request.stream === true);
  };
}

async function answer(response: IncomingMessage, stream: boolean): Promise<WireResponse> {
  const status = response.statusCode ?? 0;
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  if (stream && status >= 200 && status < 300) {
    return { status, headers, body: '', chunks: response as AsyncIterable<string> };
  }
  let body = '';
  for await (const chunk of response as AsyncIterable<string>) body += chunk;
  return { status, headers, body };
}
