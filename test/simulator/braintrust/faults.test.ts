import { describe, expect, it } from 'vitest';
import { acme, dana } from './acme.ts';

describe('an injected fault', () => {
  it('answers 429 with Retry-After, as often as it was told, and leaves no trace in the state', async () => {
    const { call, simulator } = acme();
    simulator.inject({
      method: 'POST',
      path: '/v1/project',
      times: 2,
      fault: { kind: 'throttle', retryAfterSeconds: 7 },
    });
    const body = { name: 'support' };
    expect((await call('GET', '/v1/project')).status).toBe(200);
    expect((await call('POST', '/v1/project', { body })).headers['retry-after']).toBe('7');
    expect((await call('POST', '/v1/project', { body })).status).toBe(429);
    expect(simulator.inspect.rows('project')).toEqual([]);
    expect((await call('POST', '/v1/project', { body })).status).toBe(200);
  });

  it('answers 503 during an outage until it is taken back', async () => {
    const { call, simulator } = acme();
    const end = simulator.inject({ times: Infinity, fault: { kind: 'status', status: 503, body: '<html>' } });
    expect(await call('GET', '/v1/project')).toMatchObject({ status: 503, body: '<html>' });
    end();
    expect((await call('GET', '/v1/project')).status).toBe(200);
  });

  it.each([
    ['before it acted', false, 0],
    ['after it acted', true, 1],
  ])('cuts the connection %s', async (_when, acted, projects) => {
    const { call, simulator } = acme();
    simulator.inject({ fault: { kind: 'reset', acted } });
    await expect(call('POST', '/v1/project', { body: { name: 'support' } })).rejects.toMatchObject({
      failure: 'reset',
    });
    expect(simulator.inspect.rows('project')).toHaveLength(projects);
    expect(simulator.requestLog.entries[0]).toMatchObject({ status: 0, fault: 'reset' });
    expect(simulator.requestLog.entries[0]?.created).toHaveLength(projects);
  });

  it('sends a big answer to a signed URL that takes no token', async () => {
    const { call, simulator } = acme();
    await call('POST', '/v1/project', { body: { name: 'support' } });
    simulator.inject({ skip: 1, fault: { kind: 'redirect' } });
    expect((await call('GET', '/v1/project')).status).toBe(200);
    const redirected = await call('GET', '/v1/project');
    expect(redirected.status).toBe(303);
    const location = redirected.headers['location'] ?? '';
    expect((await call('GET', location)).status).toBe(400);
    expect((await call('GET', location, { token: null })).objects).toHaveLength(1);
  });

  it('delays by the clock that was passed in', async () => {
    const { call, simulator } = acme();
    simulator.inject({ fault: { kind: 'delay', ms: 5000 } });
    await call('GET', '/v1/project');
    expect(simulator.requestLog.entries[0]?.at).toBe('2026-01-01T00:00:05.000Z');
  });
});

describe('a rate limit', () => {
  it('is kept for each account and minute', async () => {
    const { call, simulator, wait } = acme({ requestsPerMinute: 2 });
    simulator.addToken({ value: 'sk-dana', account: dana, organizations: ['acme'] });
    await call('GET', '/v1/project');
    wait(20_000);
    await call('GET', '/v1/project');
    const refused = await call('GET', '/v1/project');
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '40']);
    expect((await call('GET', '/v1/project', { token: 'sk-dana' })).status).toBe(200);
    wait(40_000);
    expect((await call('GET', '/v1/project')).status).toBe(200);
  });
});

describe('the request log', () => {
  it('says who created, updated and deleted what, and which requests could not write', async () => {
    const { call, simulator } = acme();
    const { row } = await call('PUT', '/v1/ai_secret', { body: { name: 'K', secret: 'value' } });
    const person = simulator.actAs(dana);
    person.send('PATCH', `/v1/ai_secret/${row.id}`, { type: 'azure' });
    await call('GET', '/v1/ai_secret');
    await call('DELETE', `/v1/ai_secret/${row.id}`);
    const facts = simulator.requestLog.entries.map(({ who, mutation, created, updated, deleted, wroteSecret }) => ({
      ...{ who, mutation, wroteSecret },
      ids: [created, updated, deleted].map((ids) => ids.length),
    }));
    expect(facts).toEqual([
      { who: 'operator', mutation: true, wroteSecret: true, ids: [1, 0, 0] },
      { who: 'Dana', mutation: true, wroteSecret: false, ids: [0, 1, 0] },
      { who: 'operator', mutation: false, wroteSecret: false, ids: [0, 0, 0] },
      { who: 'operator', mutation: true, wroteSecret: false, ids: [0, 0, 1] },
    ]);
    expect(simulator.requestLog.since(3)).toHaveLength(1);
  });

  it('names the person who wrote a value in the object itself', async () => {
    const { call, simulator } = acme();
    const { row } = await call('PUT', '/v1/ai_secret', { body: { name: 'K', secret: 'value' } });
    const theirs = simulator.actAs(dana).send('PATCH', `/v1/ai_secret/${row.id}`, { secret: 'another value' });
    const user = simulator.inspect.find('user', { email: dana.email });
    expect(theirs['secret_updated_by_user_id']).toBe(user?.id);
    expect(() => simulator.actAs(dana).send('GET', '/v1/project/none')).toThrow('400');
  });
});

describe('the end state', () => {
  it('is the same for the same objects, whatever their ids and times', async () => {
    const one = acme();
    const other = acme();
    other.wait(5000);
    await other.call('POST', '/v1/project', { body: { name: 'gone' } });
    await other.call('DELETE', `/v1/project/${other.simulator.inspect.find('project', { name: 'gone' })?.id ?? ''}`);
    for (const { call } of [one, other]) {
      const { row } = await call('POST', '/v1/project', { body: { name: 'support' } });
      await call('POST', '/v1/project_tag', { body: { project_id: row.id, name: 'urgent' } });
      await call('PUT', '/v1/ai_secret', { body: { name: 'K', secret: 'value' } });
    }
    expect(other.simulator.inspect.endState()).toEqual(one.simulator.inspect.endState());
    await other.call('PUT', '/v1/ai_secret', { body: { name: 'K', secret: 'another value' } });
    expect(other.simulator.inspect.endState()).not.toEqual(one.simulator.inspect.endState());
  });
});
