import { describe, expect, it } from 'vitest';
import type { AdminRequest } from '../../src/braintrust/client.ts';
import type { WireRequest } from '../../src/runtime/transport.ts';
import { answer, clientOver, failureOf, leapingClock, never, scripted } from './support.ts';

const request = (kind: AdminRequest['kind'], verb: AdminRequest['verb'] = 'list'): AdminRequest => ({
  kind,
  verb,
  method: verb === 'list' || verb === 'get' ? 'GET' : 'PUT',
  path: `/v1/${kind}`,
});

describe('a refused token', () => {
  it('costs one call a minute, however many depend on it', async () => {
    const clock = leapingClock();
    const { transport, calls } = scripted(answer(401, 'Unauthorized'));
    const client = clientOver(transport, clock);
    const all = (): Promise<Error[]> =>
      Promise.all(
        Array.from({ length: 1000 }, (_, n) => failureOf(client.send(request(n % 2 ? 'project' : 'ai_secret'), never))),
      );
    for (const error of await all()) expect(error).toMatchObject({ code: 'BraintrustUnauthorized' });
    expect(calls).toHaveLength(1);
    clock.advance(59_000);
    await all();
    expect(calls).toHaveLength(1);
    clock.advance(1_000);
    await all();
    expect(calls).toHaveLength(2);
  });

  it('is used again by all once a probe is accepted', async () => {
    const clock = leapingClock();
    const { transport } = scripted(answer(401, ''), answer(200, {}));
    const client = clientOver(transport, clock);
    await failureOf(client.send(request('project'), never));
    clock.advance(60_000);
    await client.send(request('ai_secret'), never);
    await client.send(request('project'), never);
  });

  it('is what it counts as when the organization itself may not be read', async () => {
    const { transport, calls } = scripted(answer(403, 'no'));
    const client = clientOver(transport, leapingClock());
    await failureOf(client.send(request('organization', 'get'), never));
    expect(await failureOf(client.send(request('project'), never))).toMatchObject({ withheld: true });
    expect(calls).toHaveLength(1);
  });
});

describe('one forbidden kind and verb', () => {
  const api = (wire: WireRequest) =>
    wire.path === '/v1/ai_secret' && wire.method === 'PUT' ? answer(403, 'no') : answer(200, {});

  it('leaves every other kind and verb alone', async () => {
    const { transport, calls } = scripted(api);
    const client = clientOver(transport, leapingClock());
    for (let n = 0; n < 10; n++) await failureOf(client.send(request('ai_secret', 'update'), never));
    expect(calls).toHaveLength(1);
    await client.send(request('ai_secret'), never);
    await client.send(request('env_var', 'update'), never);
    expect(calls).toHaveLength(3);
  });

  it('is tried again once a minute', async () => {
    const clock = leapingClock();
    const { transport, calls } = scripted(api);
    const client = clientOver(transport, clock);
    await failureOf(client.send(request('ai_secret', 'update'), never));
    clock.advance(60_000);
    await failureOf(client.send(request('ai_secret', 'update'), never));
    await failureOf(client.send(request('ai_secret', 'update'), never));
    expect(calls).toHaveLength(2);
  });
});
