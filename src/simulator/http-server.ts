import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Randomness } from '../runtime/randomness.ts';
import type { Transport, WireRequest, WireResponse } from '../runtime/transport.ts';

export interface ServeOptions {
  readonly randomness: Randomness;
  /** Default 0: any free port. */
  readonly port?: number;
}

export interface Served {
  /** `http://127.0.0.1:<port>/<32 hex digits>`: whoever does not know it gets 404. */
  readonly url: string;
  /** Ends open streams and the listener. */
  close(): Promise<void>;
}

/**
 * Serves a handler on loopback behind an unguessable path. The path is the credential: kubectl sends no token over
 * plain HTTP, and Node cannot make a certificate for HTTPS by itself.
 */
export async function serve(handler: Transport, options: ServeOptions): Promise<Served> {
  const prefix = `/${Buffer.from(options.randomness.bytes(16)).toString('hex')}`;
  const closing = new AbortController();
  const server = createServer((incoming, outgoing) => {
    // Nothing awaits this; whatever goes wrong ends as an answer or, once that has begun, as a broken connection.
    answer(handler, prefix, incoming, outgoing, closing.signal).catch((error: unknown) => {
      if (outgoing.headersSent) outgoing.destroy();
      else
        outgoing
          .writeHead(500, { 'content-type': 'text/plain' })
          .end(error instanceof Error ? error.message : String(error));
    });
  });
  // A watch is silent for as long as nothing happens.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${prefix}`,
    close: () =>
      new Promise((resolve, reject) => {
        closing.abort(new Error('the server is closing'));
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

async function answer(
  handler: Transport,
  prefix: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://loopback');
  if (url.pathname !== prefix && !url.pathname.startsWith(`${prefix}/`)) {
    outgoing.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n');
    return;
  }
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort(new Error('the client closed the connection')));
  const signal = AbortSignal.any([closing, gone.signal]);
  const response = await handler(await wireRequest(incoming, url, prefix), signal);
  outgoing.writeHead(response.status, response.headers);
  if (response.chunks === undefined) {
    outgoing.end(response.body);
    return;
  }
  outgoing.flushHeaders();
  await stream(response.chunks, outgoing, signal);
}

async function wireRequest(incoming: IncomingMessage, url: URL, prefix: string): Promise<WireRequest> {
  const query: Record<string, string | string[]> = {};
  for (const key of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(key);
    query[key] = values.length === 1 ? (values[0] ?? '') : values;
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return {
    method: (incoming.method ?? 'GET') as WireRequest['method'],
    path: url.pathname.slice(prefix.length) || '/',
    query,
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
    stream: query['watch'] === 'true' || query['watch'] === '1',
  };
}

async function stream(
  chunks: NonNullable<WireResponse['chunks']>,
  outgoing: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const chunk of chunks) {
      // The signal ends the wait when the client goes: a listener for that on each wait would stay.
      if (!outgoing.write(chunk)) await once(outgoing, 'drain', { signal });
    }
    outgoing.end();
  } catch (error) {
    if (!signal.aborted) throw error;
    outgoing.destroy();
  }
}
