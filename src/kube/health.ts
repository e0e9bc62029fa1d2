import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import { sentenceOf } from '../runtime/errors.ts';
import type { WireResponse } from '../runtime/transport.ts';

/** One question; the answer is what is wrong, or undefined. */
export interface HealthCheck {
  readonly name: string;
  readonly check: () => string | undefined;
}

export interface HealthOptions {
  /** `/healthz`: failing means that only a restart helps. A server that is away is no such thing. */
  readonly alive: readonly HealthCheck[];
  /** `/readyz`. */
  readonly ready: readonly HealthCheck[];
  /** `/metrics`. */
  readonly registry: Registry;
  /** More pages by path, such as a status page. */
  readonly pages?: Readonly<Record<string, () => WireResponse | Promise<WireResponse>>>;
}

/** Answers a GET on the health port. */
export async function answerHealth(options: HealthOptions, path: string): Promise<WireResponse> {
  const page = options.pages?.[path];
  if (page !== undefined) return page();
  switch (path) {
    case '/healthz':
      return verdictOf(options.alive);
    case '/readyz':
      return verdictOf(options.ready);
    case '/metrics':
      return {
        status: 200,
        headers: { 'content-type': options.registry.contentType },
        body: await options.registry.metrics(),
      };
    default:
      return plain(404, 'not found\n');
  }
}

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves on `host:port`; port 0 takes a free one. Rejects where it cannot. */
export async function serveHealth(options: HealthOptions, port: number, host = '0.0.0.0'): Promise<HealthServer> {
  const server = createServer((request, response) => {
    void answer(options, request.method ?? '', request.url ?? '').then(({ status, headers, body }) => {
      response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body);
    });
  });
  // Probes come one by one; a connection that is kept would only delay the end.
  server.keepAliveTimeout = 1_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

async function answer(options: HealthOptions, method: string, url: string): Promise<WireResponse> {
  if (method !== 'GET' && method !== 'HEAD') return plain(405, 'GET only\n');
  try {
    return await answerHealth(options, url.split('?')[0] ?? '');
  } catch (error) {
    return plain(500, `${sentenceOf(error)}\n`);
  }
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** The form of Kubernetes' own health pages. */
function verdictOf(checks: readonly HealthCheck[]): WireResponse {
  const lines = checks.map(({ name, check }) => {
    const wrong = problemOf(check);
    return { bad: wrong !== undefined, text: wrong === undefined ? `[+]${name} ok` : `[-]${name} failed: ${wrong}` };
  });
  const bad = lines.some((line) => line.bad);
  return plain(bad ? 503 : 200, [...lines.map(({ text }) => text), bad ? 'check failed' : 'ok', ''].join('\n'));
}

function problemOf(check: () => string | undefined): string | undefined {
  try {
    return check();
  } catch (error) {
    return sentenceOf(error);
  }
}

function plain(status: number, body: string): WireResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}
