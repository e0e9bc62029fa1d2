import { describe, expect, it } from 'vitest';
import { BraintrustError } from '../../src/braintrust/braintrust-error.ts';
import type { AdminRequest } from '../../src/braintrust/client.ts';
import { patchAiSecret } from '../../src/braintrust/resources/ai-secret.ts';
import { postProject } from '../../src/braintrust/resources/project.ts';
import { SecretValue } from '../../src/runtime/secret-value.ts';
import { TransportError } from '../../src/runtime/transport.ts';
import { answer, canary, clientOver, failureOf, leapingClock, never, scripted } from './support.ts';

const read: AdminRequest = { kind: 'project', verb: 'list', method: 'GET', path: '/v1/project' };
const write: AdminRequest = {
  kind: 'project',
  verb: 'create',
  method: 'POST',
  path: '/v1/project',
  body: { name: 'a' },
};

describe('one call', () => {
  it('sends the token with the request and JSON with a body', async () => {
    const { transport, calls } = scripted(answer(200, {}));
    await clientOver(transport, leapingClock()).send(write, never);
    expect(calls[0]?.headers).toMatchObject({ authorization: `Bearer ${canary}`, 'content-type': 'application/json' });
    expect(calls[0]?.body).toBe('{"name":"a"}');
  });

  it('tells a created row from one that was there', async () => {
    const row = { id: '1', name: 'a' };
    const { transport } = scripted(answer(200, row), answer(200, row, { 'x-bt-found-existing': '1' }));
    const client = clientOver(transport, leapingClock());
    const project = { name: 'a', organizationName: 'acme' };
    expect((await postProject(client, project, never)).foundExisting).toBeUndefined();
    expect((await postProject(client, project, never)).foundExisting).toBe(true);
  });

  it.each([
    ['a web page with 200', answer(200, '<html>log in</html>', { 'content-type': 'text/html' })],
    ['JSON cut short', answer(200, '{"objects":[{"id"')],
    ['an empty body', answer(200, '')],
  ])('takes %s for no answer at all', async (_name, reply) => {
    const { transport } = scripted(reply);
    const error = await failureOf(clientOver(transport, leapingClock()).send(read, never));
    expect(error).toMatchObject({ code: 'BraintrustUnexpectedAnswer' });
  });

  it('names the field that an answer lacks, and no value of it', async () => {
    const { transport } = scripted(answer(200, { id: '1', preview_secret: 'abc...xyz' }));
    const error = await failureOf(
      patchAiSecret(clientOver(transport, leapingClock()), '1', { secret: new SecretValue('hush') }, never),
    );
    expect(error.message).toContain('name');
    expect(error.message).not.toMatch(/abc|hush/);
  });
});

describe('passing failures', () => {
  it('are repeated for a read', async () => {
    const { transport, calls } = scripted(
      answer(503, ''),
      new TransportError('reset', 'reset'),
      answer(200, { ok: 1 }),
    );
    expect((await clientOver(transport, leapingClock()).send(read, never)).json).toEqual({ ok: 1 });
    expect(calls).toHaveLength(3);
  });

  it('are the caller’s to decide for a write', async () => {
    const { transport, calls } = scripted(answer(503, ''));
    await failureOf(clientOver(transport, leapingClock()).send(write, never));
    expect(calls).toHaveLength(1);
  });

  it('wait for as long as a 429 asks', async () => {
    const clock = leapingClock();
    const { transport } = scripted(answer(429, '', { 'retry-after': '7' }), answer(200, {}));
    await clientOver(transport, clock).send(read, never);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(7000);
  });

  it('do not hold a worker for an hour, and nobody else calls meanwhile', async () => {
    const { transport, calls } = scripted(answer(429, '', { 'retry-after': '3600' }));
    const client = clientOver(transport, leapingClock());
    expect(await failureOf(client.send(read, never))).toMatchObject({ retryAfterMs: 3_600_000 });
    const second = await failureOf(client.send(write, never));
    expect(second).toMatchObject({ code: 'BraintrustThrottled', withheld: true });
    expect(calls).toHaveLength(1);
  });

  it('pass a foreign exception on untouched, so that a crash stays a crash', async () => {
    const crash = new Error('crash');
    const { transport } = scripted(crash);
    expect(await failureOf(clientOver(transport, leapingClock()).send(read, never))).toBe(crash);
  });
});

describe('redirects', () => {
  const seeOther = (location: string, status = 303) => answer(status, '', { location });

  it('are followed with GET and without the token', async () => {
    const origins: string[] = [];
    const store = scripted(answer(200, { objects: [] }));
    const { transport } = scripted(seeOther('https://store.example/a/b?sig=1&sig=2'));
    const client = clientOver(transport, leapingClock(), (origin) => {
      origins.push(origin);
      return store.transport;
    });
    expect((await client.send(read, never)).json).toEqual({ objects: [] });
    expect(origins).toEqual(['https://store.example']);
    expect(store.calls[0]).toMatchObject({ method: 'GET', path: '/a/b', query: { sig: ['1', '2'] } });
    expect(JSON.stringify(store.calls)).not.toContain('canary');
  });

  it.each([
    ['away from https', seeOther('http://store.example/a'), read],
    ['into a user name', seeOther('https://a:b@store.example/a'), read],
    ['with a write and its body', seeOther('https://store.example/a', 307), write],
  ])('are not followed %s', async (_name, reply, request) => {
    const store = scripted(answer(200, {}));
    const { transport } = scripted(reply);
    const error = await failureOf(clientOver(transport, leapingClock(), () => store.transport).send(request, never));
    expect(error).toBeInstanceOf(BraintrustError);
    expect(store.calls).toHaveLength(0);
  });

  it('end, also where they lead in a circle', async () => {
    const store = scripted(seeOther('https://store.example/a'));
    const { transport } = scripted(seeOther('https://store.example/a'));
    await failureOf(clientOver(transport, leapingClock(), () => store.transport).send(read, never));
    expect(store.calls.length).toBeLessThan(5);
  });
});
