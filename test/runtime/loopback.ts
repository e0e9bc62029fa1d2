import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import type * as net from 'node:net';
import { systemClock } from '../../src/runtime/clock.ts';
import { httpTransport, type HttpTransport, type HttpTransportOptions } from '../../src/runtime/http-transport.ts';
import { TransportError, type WireRequest } from '../../src/runtime/transport.ts';

export const never = new AbortController().signal;
/** A file of the fixtures. */
export const pem = (name: string): string => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), 'utf8');
const cleanUp: (() => unknown)[] = [];

/** Ends everything that was opened since. For `afterEach`. */
export async function closeLoopback(): Promise<void> {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
}

/** Serves on loopback; gives the port. */
export async function serve(server: net.Server): Promise<number> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        for (const socket of sockets) socket.destroy();
      }),
  );
  return (server.address() as net.AddressInfo).port;
}

export async function serveHttp(handle: http.RequestListener): Promise<string> {
  return `http://127.0.0.1:${await serve(http.createServer(handle))}`;
}

export function transportTo(baseUrl: string, options: Partial<HttpTransportOptions> = {}): HttpTransport {
  const transport = httpTransport({ baseUrl, clock: systemClock, ...options });
  cleanUp.push(() => transport.close());
  return transport;
}

export const get = (path = '/'): WireRequest => ({ method: 'GET', path });

export async function failureOf(work: Promise<unknown>): Promise<TransportError> {
  const error: unknown = await work.then(
    () => 'an answer',
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof TransportError)) throw new Error(`expected a TransportError, got ${String(error)}`);
  return error;
}

/** Waits for what a socket does in its own time. */
export async function until(reached: () => boolean): Promise<void> {
  for (let turn = 0; turn < 2000 && !reached(); turn += 1) await systemClock.sleep(1);
  if (!reached()) throw new Error('it did not come about within two seconds');
}
