import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { seededRandomness, systemRandomness } from '../../src/runtime/randomness.ts';
import type { Transport, WireRequest } from '../../src/runtime/transport.ts';
import { serve, type Served } from '../../src/simulator/http-server.ts';

let served: Served | undefined;

afterEach(async () => {
  await served?.close();
  served = undefined;
});

async function serving(handler: Transport): Promise<string> {
  served = await serve(handler, { randomness: systemRandomness });
  return served.url;
}

interface Got {
  readonly status: number;
  readonly text: string;
}

function get(
  url: string,
  options: { method?: string; body?: string; onChunk?: (text: string) => void } = {},
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method: options.method ?? 'GET', headers: { 'content-type': 'application/json' } },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          text += chunk;
          options.onChunk?.(chunk);
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
        answer.on('error', reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(options.body);
  });
}

describe('the HTTP adapter', () => {
  it('hands a request over as it came, without the prefix', async () => {
    const seen: WireRequest[] = [];
    const url = await serving((wire) => {
      seen.push(wire);
      return Promise.resolve({ status: 201, headers: { 'content-type': 'text/plain' }, body: 'Grüße' });
    });
    const answer = await get(`${url}/a/b%2Fc?x=1&x=2&y=%26`, { method: 'POST', body: '{"ü":1}' });
    expect(answer).toEqual({ status: 201, text: 'Grüße' });
    expect(seen[0]).toMatchObject({
      method: 'POST',
      path: '/a/b%2Fc',
      query: { x: ['1', '2'], y: '&' },
      body: '{"ü":1}',
    });
  });

  it('answers 404 to whoever does not know the prefix, and does not ask the handler', async () => {
    let asked = 0;
    const url = await serving(() => {
      asked += 1;
      return Promise.resolve({ status: 200, headers: {}, body: '' });
    });
    const { origin, pathname } = new URL(url);
    expect(pathname).toMatch(/^\/[0-9a-f]{32}$/);
    for (const path of ['/', '/api', pathname.slice(0, -1), `${pathname}0`]) {
      expect((await get(origin + path)).status).toBe(404);
    }
    expect(asked).toBe(0);
  });

  it('makes another prefix each time', async () => {
    const handler: Transport = () => Promise.resolve({ status: 200, headers: {}, body: '' });
    const randomness = seededRandomness(1);
    const [one, two] = [await serve(handler, { randomness }), await serve(handler, { randomness })];
    expect(new URL(one.url).pathname).not.toBe(new URL(two.url).pathname);
    await Promise.all([one.close(), two.close()]);
  });

  it('sends the lines of a stream as they come', async () => {
    let next: (() => void) | undefined;
    const url = await serving(() =>
      Promise.resolve({
        status: 200,
        headers: {},
        body: '',
        chunks: (async function* () {
          yield 'one\n';
          await new Promise<void>((resolve) => (next = resolve));
          yield 'two\n';
        })(),
      }),
    );
    const chunks: string[] = [];
    const answer = await get(`${url}/watch?watch=true`, {
      onChunk: (chunk) => {
        chunks.push(chunk);
        next?.();
      },
    });
    expect(chunks).toEqual(['one\n', 'two\n']);
    expect(answer.text).toBe('one\ntwo\n');
  });

  it('tells the handler when the client goes away', async () => {
    let gone: (() => void) | undefined;
    const left = new Promise<void>((resolve) => (gone = resolve));
    let arrived: (() => void) | undefined;
    const there = new Promise<void>((resolve) => (arrived = resolve));
    const url = await serving((_wire, signal) => {
      arrived?.();
      signal.addEventListener('abort', () => gone?.(), { once: true });
      return new Promise(() => undefined);
    });
    const outgoing = request(`${url}/slow`);
    outgoing.on('error', () => undefined);
    outgoing.end();
    await there;
    outgoing.destroy();
    await left;
  });

  it('answers 500 with the sentence when the handler fails', async () => {
    const url = await serving(() => Promise.reject(new Error('it broke')));
    expect(await get(`${url}/x`)).toEqual({ status: 500, text: 'it broke' });
  });
});
