import * as http from 'node:http';
import * as https from 'node:https';
import * as net from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { closeLoopback, failureOf, get, never, pem, serve, serveHttp, transportTo } from './loopback.ts';

afterEach(closeLoopback);

describe('TLS', () => {
  const material = { cert: pem('server.pem'), key: pem('server.key') };
  const serveTls = (options: https.ServerOptions = {}): Promise<number> =>
    serve(
      https.createServer({ ...material, ...options }, (request, response) => {
        const { socket } = request;
        const subject = socket instanceof TLSSocket ? socket.getPeerCertificate().subject : undefined;
        response.end(subject?.CN ?? 'nobody');
      }),
    );

  it('trusts the authority that it was given, and no other', async () => {
    const url = `https://127.0.0.1:${await serveTls()}`;
    expect((await transportTo(url, { tls: { ca: pem('ca.pem') } })(get(), never)).status).toBe(200);
    expect((await transportTo(url, { tls: { extraCa: pem('ca.pem') } })(get(), never)).status).toBe(200);
    const error = await failureOf(transportTo(url)(get(), never));
    expect(error.failure).toBe('tls');
    expect(error.message).toContain('certificate');
  });

  it('checks the name, or the one that it was told', async () => {
    const port = await serveTls();
    const tls = { ca: pem('ca.pem') };
    const named = { tls: { ...tls, serverName: 'api.internal' } };
    expect((await transportTo(`https://127.0.0.1:${port}`, named)(get(), never)).status).toBe(200);
    const wrong = { tls: { ...tls, serverName: 'elsewhere.internal' } };
    expect((await failureOf(transportTo(`https://127.0.0.1:${port}`, wrong)(get(), never))).failure).toBe('tls');
  });

  it('shows its client certificate', async () => {
    const port = await serveTls({ requestCert: true, ca: pem('ca.pem') });
    const clientCert = { cert: pem('client.pem'), key: pem('client.key') };
    const tls = { ca: pem('ca.pem'), clientCert };
    expect((await transportTo(`https://127.0.0.1:${port}`, { tls })(get(), never)).body).toBe('client');
  });

  it('takes a new authority from the next request on', async () => {
    const url = `https://127.0.0.1:${await serveTls()}`;
    let ca = pem('client.pem');
    const transport = transportTo(url, { tls: () => Promise.resolve({ ca }) });
    expect((await failureOf(transport(get(), never))).failure).toBe('tls');
    ca = pem('ca.pem');
    expect((await transport(get(), never)).status).toBe(200);
  });

  it('believes anything only where it was told to', async () => {
    const url = `https://127.0.0.1:${await serveTls()}`;
    expect((await transportTo(url, { tls: { insecure: true } })(get(), never)).status).toBe(200);
  });
});

describe('a proxy', () => {
  /** A proxy that forwards and keeps what it was asked. */
  async function serveProxy(): Promise<{ url: string; asked: string[] }> {
    const asked: string[] = [];
    const proxy = http.createServer((request, response) => {
      asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
      response.end('by proxy');
    });
    proxy.on('connect', (request, client: net.Socket) => {
      asked.push(`CONNECT ${request.url ?? ''}`);
      const [host, port] = (request.url ?? '').split(':');
      const upstream = net.connect(Number(port), host, () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.pipe(client).pipe(upstream);
      });
      for (const socket of [client, upstream]) socket.on('error', () => undefined);
    });
    return { url: `http://127.0.0.1:${await serve(proxy)}`, asked };
  }

  it('is asked for http, and tunnelled through for https', async () => {
    const { url, asked } = await serveProxy();
    const port = await serve(
      https.createServer({ cert: pem('server.pem'), key: pem('server.key') }, (_, response) => response.end('secure')),
    );
    const proxyEnv = { HTTP_PROXY: url, HTTPS_PROXY: url };
    const plain = await transportTo('http://api.internal:81', { proxyEnv })(get('/x'), never);
    const secure = await transportTo(`https://127.0.0.1:${port}`, { proxyEnv, tls: { ca: pem('ca.pem') } })(
      get(),
      never,
    );
    expect([plain.body, secure.body]).toEqual(['by proxy', 'secure']);
    expect(asked).toEqual(['GET http://api.internal:81/x', `CONNECT 127.0.0.1:${port}`]);
  });

  it('is left out for the hosts of NO_PROXY', async () => {
    const { url, asked } = await serveProxy();
    const direct = await serveHttp((_, response) => response.end('direct'));
    const proxyEnv = { HTTP_PROXY: url, NO_PROXY: '127.0.0.1' };
    expect((await transportTo(direct, { proxyEnv })(get(), never)).body).toBe('direct');
    expect(asked).toEqual([]);
  });

  it('that refuses is named as the cause, without its password', async () => {
    const proxy = http.createServer();
    proxy.on('connect', (_, client: net.Socket) => client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'));
    const url = `http://user:canary-pass-3f@127.0.0.1:${await serve(proxy)}`;
    const error = await failureOf(
      transportTo('https://api.internal', { proxyEnv: { HTTPS_PROXY: url } })(get(), never),
    );
    expect(error.failure).toBe('proxy');
    expect(`${error.message} ${String(error.stack)} ${String(error.cause)}`).not.toContain('canary-pass-3f');
  });
});
