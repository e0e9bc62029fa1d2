import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { answerHealth, serveHealth, type HealthOptions } from '../../src/kube/health.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { httpTransport } from '../../src/runtime/http-transport.ts';
import { never } from './support/types.ts';

const fine = { name: 'fine', check: () => undefined };
const broken = { name: 'broken', check: () => 'it does not turn' };
const throwing = {
  name: 'throwing',
  check: () => {
    throw new Error('the check failed, with the key sk-canary0815x');
  },
};

function options(overrides: Partial<HealthOptions> = {}): HealthOptions {
  return { alive: [fine], ready: [fine, broken], registry: new Registry(), ...overrides };
}

describe('the health port', () => {
  it('is well while every check is, and names the one that is not', async () => {
    expect(await answerHealth(options(), '/healthz')).toMatchObject({ status: 200, body: '[+]fine ok\nok\n' });
    expect(await answerHealth(options(), '/readyz')).toMatchObject({
      status: 503,
      body: '[+]fine ok\n[-]broken failed: it does not turn\ncheck failed\n',
    });
  });

  it('takes a check that throws for a failed one, and repeats no credential', async () => {
    const answer = await answerHealth(options({ alive: [throwing] }), '/healthz');
    expect(answer.status).toBe(503);
    expect(answer.body).not.toContain('canary0815');
  });

  it('serves metrics and pages over HTTP, and nothing else', async () => {
    const page = { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>status</p>' };
    const server = await serveHealth(options({ pages: { '/status': () => page } }), 0, '127.0.0.1');
    const transport = httpTransport({ baseUrl: `http://127.0.0.1:${server.port}`, clock: systemClock });
    const get = (path: string): ReturnType<typeof transport> => transport({ method: 'GET', path }, never);
    try {
      expect((await get('/metrics')).headers['content-type']).toContain('text/plain');
      expect((await get('/status')).body).toBe('<p>status</p>');
      expect((await get('/else')).status).toBe(404);
      expect((await transport({ method: 'POST', path: '/healthz' }, never)).status).toBe(405);
    } finally {
      transport.close();
      await server.close();
    }
  });

  it('says so when its port is taken', async () => {
    const first = await serveHealth(options(), 0, '127.0.0.1');
    await expect(serveHealth(options(), first.port, '127.0.0.1')).rejects.toThrow('EADDRINUSE');
    await first.close();
  });
});
