import * as net from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { httpTransport } from '../../src/runtime/http-transport.ts';
import { must } from '../../src/runtime/must.ts';
import { TransportError } from '../../src/runtime/transport.ts';
import { collect } from '../kube/support/collect.ts';
import { FakeClock, settle } from './fake-clock.ts';
import { closeLoopback, failureOf, get, never, serve, serveHttp, transportTo, until } from './loopback.ts';

afterEach(closeLoopback);

describe('a request', () => {
  it('goes below the prefix of the base URL, with query, headers and body', async () => {
    const seen: unknown[] = [];
    const url = await serveHttp((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        seen.push(request.method, request.url, request.headers['x-a'], request.headers.authorization, body);
        response.writeHead(201, { 'X-Reply': 'yes' }).end('höß');
      });
    });
    const transport = transportTo(`${url}/clusters/one/`, {
      headers: () => Promise.resolve({ authorization: 'Bearer t' }),
    });
    const answer = await transport(
      { method: 'POST', path: '/api/v1', query: { a: ['1', '2'], b: 'x y' }, headers: { 'x-a': 'b' }, body: '{"ü":1}' },
      never,
    );
    expect(seen).toEqual(['POST', '/clusters/one/api/v1?a=1&a=2&b=x+y', 'b', 'Bearer t', '{"ü":1}']);
    expect(answer).toMatchObject({ status: 201, body: 'höß', headers: { 'x-reply': 'yes' } });
  });

  it('asks for the credential each time, so that a new one is used at once', async () => {
    const url = await serveHttp((request, response) => response.end(request.headers.authorization));
    let token = 'one';
    const transport = transportTo(url, { headers: () => Promise.resolve({ authorization: token }) });
    const first = await transport(get(), never);
    token = 'two';
    expect([first.body, (await transport(get(), never)).body]).toEqual(['one', 'two']);
  });

  it('shares connections with others', async () => {
    const ports = new Set<number | undefined>();
    const url = await serveHttp((request, response) => {
      ports.add(request.socket.remotePort);
      response.end();
    });
    const transport = transportTo(url);
    for (let i = 0; i < 5; i += 1) await transport(get(), never);
    expect(ports.size).toBe(1);
  });

  it('gives every answer as it is, whatever its status', async () => {
    const url = await serveHttp((_, response) => response.writeHead(503, { 'retry-after': '3' }).end('busy'));
    expect(await transportTo(url)({ ...get(), stream: true }, never)).toMatchObject({
      status: 503,
      body: 'busy',
      headers: { 'retry-after': '3' },
    });
  });

  it('that only reads is sent again when the kept connection turns out to be closed, one that writes is not', async () => {
    let requests = 0;
    const port = await serve(
      net.createServer((socket) => {
        let answered = false;
        socket.on('error', () => undefined);
        socket.on('data', () => {
          requests += 1;
          // The first request of a connection is answered; at the second the server is gone.
          if (answered) socket.resetAndDestroy();
          else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
          answered = true;
        });
      }),
    );
    const transport = transportTo(`http://127.0.0.1:${port}`);
    await transport(get(), never);
    expect((await transport(get(), never)).body).toBe('ok');
    expect(requests).toBe(3);
    expect((await failureOf(transport({ method: 'POST', path: '/', body: '{}' }, never))).failure).toBe('reset');
    expect(requests).toBe(4);
  });
});

describe('a stream', () => {
  it('is given as it arrives, never cut within a character', async () => {
    const bytes = Buffer.from('{"name":"żółć😀"}\n');
    const url = await serveHttp((_, response) => {
      void (async () => {
        for (const byte of bytes) {
          response.write(Buffer.from([byte]));
          await settle();
        }
        response.end();
      })();
    });
    const answer = await transportTo(url)({ ...get(), stream: true }, never);
    let text = '';
    for await (const chunk of answer.chunks ?? []) {
      expect(chunk).not.toContain('\uFFFD');
      text += chunk;
    }
    expect(text).toBe(bytes.toString());
  });

  it('ends with the reason of its signal, and its connection is closed', async () => {
    let closed = false;
    const url = await serveHttp((request, response) => {
      response.write('one\n');
      request.socket.on('close', () => (closed = true));
    });
    const stop = new AbortController();
    const answer = await transportTo(url)({ ...get(), stream: true }, stop.signal);
    const why = new Error('stopping');
    const reading = (async () => {
      for await (const chunk of answer.chunks ?? []) if (chunk !== '') stop.abort(why);
    })();
    await expect(reading).rejects.toBe(why);
    await until(() => closed);
  });

  it('whose reader leaves closes its connection', async () => {
    let closed = false;
    const url = await serveHttp((request, response) => {
      response.write('one\n');
      request.socket.on('close', () => (closed = true));
    });
    const answer = await transportTo(url)({ ...get(), stream: true }, never);
    for await (const chunk of answer.chunks ?? []) if (chunk !== '') break;
    await until(() => closed);
  });

  it('that breaks off is an error, not an end', async () => {
    const url = await serveHttp((request, response) => {
      response.write('one\n');
      void settle().then(() => request.socket.destroy());
    });
    const answer = await transportTo(url)({ ...get(), stream: true }, never);
    expect((await failureOf(collect(must(answer.chunks, 'a stream was asked for')))).failure).toBe('reset');
  });

  it('does not take a connection from the requests, however many there are', async () => {
    const url = await serveHttp((request, response) => {
      if (request.url === '/watch') response.write('\n');
      else response.end('ok');
    });
    const stop = new AbortController();
    const transport = transportTo(url);
    for (let i = 0; i < 40; i += 1) await transport({ ...get('/watch'), stream: true }, stop.signal);
    expect((await transport(get(), never)).body).toBe('ok');
    stop.abort(new Error('the test is over'));
  });
});

describe('no answer', () => {
  it('because nobody listens', async () => {
    const server = net.createServer();
    const port = await serve(server);
    await closeLoopback();
    const error = await failureOf(transportTo(`http://127.0.0.1:${port}`)(get(), never));
    expect(error.failure).toBe('refused');
    expect(error.message).toContain(`127.0.0.1:${port}`);
  });

  it('because the name does not exist', async () => {
    expect((await failureOf(transportTo('http://no-such-host.invalid')(get(), never))).failure).toBe('dns');
  });

  it('because the connection broke off, also in the middle of the body', async () => {
    const url = await serveHttp((request, response) => {
      if (request.url === '/body') {
        response.writeHead(200, { 'content-length': '100' });
        response.write('half');
      }
      void settle().then(() => request.socket.destroy());
    });
    expect((await failureOf(transportTo(url)(get(), never))).failure).toBe('reset');
    expect((await failureOf(transportTo(url)(get('/body'), never))).failure).toBe('reset');
  });

  it('because what answered does not speak HTTP', async () => {
    const port = await serve(net.createServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n')));
    expect((await failureOf(transportTo(`http://127.0.0.1:${port}`)(get(), never))).failure).toBe('malformed');
  });

  it.each([
    ['the first byte', '/silent', { bodyMs: Infinity }],
    ['the end of the body', '/half', { answerMs: Infinity }],
  ])('because %s did not come in time', async (_, path, timeouts) => {
    const clock = new FakeClock();
    const url = await serveHttp((request, response) => {
      if (request.url === '/half') response.writeHead(200, { 'content-length': '100' }).write('half');
    });
    let failure: TransportError | undefined;
    void failureOf(transportTo(url, { clock, timeouts })(get(path), never)).then((error) => (failure = error));
    for (let turn = 0; failure === undefined && turn < 1000; turn += 1) {
      await systemClock.sleep(1);
      await clock.advance(60_000);
    }
    expect(failure?.failure).toBe('timeout');
    expect(clock.sleeping).toBe(0);
  });

  it('because the answer is longer than anybody would send', async () => {
    const url = await serveHttp((_request, response) => response.end('x'.repeat(2000)));
    expect((await failureOf(transportTo(url, { maxBodyBytes: 1000 })(get(), never))).failure).toBe('malformed');
  });

  it('because it was aborted gives the reason of the abort', async () => {
    const url = await serveHttp(() => undefined);
    const stop = new AbortController();
    const answer = transportTo(url)(get(), stop.signal);
    const why = new Error('stopping');
    stop.abort(why);
    await expect(answer).rejects.toBe(why);
  });
});

describe('a base URL', () => {
  it.each(['ftp://host', 'host:443', 'https://host?x=1', 'https://user:pass@host', ''])(
    'such as %j is refused',
    (url) => {
      expect(() => httpTransport({ baseUrl: url, clock: systemClock })).toThrow(TransportError);
    },
  );
});
