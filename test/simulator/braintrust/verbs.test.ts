import { describe, expect, it } from 'vitest';
import { acme } from './acme.ts';

describe('POST', () => {
  it('answers the object that has the name already, unchanged, and says so in a header', async () => {
    const { call } = acme();
    const first = await call('POST', '/v1/project', { body: { name: 'support', description: 'first' } });
    const second = await call('POST', '/v1/project', { body: { name: 'support', description: 'second' } });
    expect(first.headers['x-bt-found-existing']).toBeUndefined();
    expect(second.headers['x-bt-found-existing']).toBe('true');
    expect(second.row).toEqual(first.row);
  });

  it('ignores the value that it was given for a secret that exists', async () => {
    const { call, simulator } = acme();
    const { row } = await call('POST', '/v1/ai_secret', {
      body: { name: 'OPENAI_API_KEY', secret: 'value-number-one' },
    });
    await call('POST', '/v1/ai_secret', { body: { name: 'OPENAI_API_KEY', secret: 'value-number-two' } });
    expect(simulator.inspect.holdsSecret(row.id, 'value-number-one')).toBe(true);
  });

  it('gives a deleted project’s name to a new one with a new id', async () => {
    const { call } = acme();
    const { row: old } = await call('POST', '/v1/project', { body: { name: 'support' } });
    await call('DELETE', `/v1/project/${old.id}`);
    const again = await call('POST', '/v1/project', { body: { name: 'support' } });
    expect(again.headers['x-bt-found-existing']).toBeUndefined();
    expect(again.row.id).not.toBe(old.id);
  });

  it('refuses a name that is taken by something the account cannot see', async () => {
    const { call, simulator } = acme();
    await call('POST', '/v1/ai_secret', { body: { name: 'OPENAI_API_KEY' } });
    simulator.restrict('operator@service.test', { hidden: ['ai_secret'] });
    expect((await call('POST', '/v1/ai_secret', { body: { name: 'OPENAI_API_KEY' } })).status).toBe(403);
  });
});

describe('PUT', () => {
  it('resets what the body leaves out, and keeps id and stored value', async () => {
    const { call, simulator } = acme();
    const { row: before } = await call('PUT', '/v1/ai_secret', {
      body: {
        name: 'OPENAI_API_KEY',
        type: 'openai',
        metadata: { api_base: 'https://a.test' },
        secret: 'a-long-value',
      },
    });
    const replaced = await call('PUT', '/v1/ai_secret', { body: { name: 'OPENAI_API_KEY' } });
    expect(replaced.row).toMatchObject({ id: before.id, type: null, metadata: null });
    expect(replaced.row['secret_updated_at']).toBe(before['secret_updated_at']);
    expect(replaced.headers['x-bt-found-existing']).toBe('true');
    expect(simulator.inspect.holdsSecret(before.id, 'a-long-value')).toBe(true);
  });

  it('clears what PATCH cannot', async () => {
    const { call } = acme();
    const { row: project } = await call('POST', '/v1/project', { body: { name: 'support' } });
    const tag = { project_id: project.id, name: 'urgent' };
    await call('PUT', '/v1/project_tag', { body: { ...tag, color: '#ff0000' } });
    expect((await call('PUT', '/v1/project_tag', { body: tag })).row).toMatchObject({ color: null });
  });

  it('is not offered for projects', async () => {
    const { call } = acme();
    expect((await call('PUT', '/v1/project', { body: { name: 'support' } })).status).toBe(501);
  });
});

describe('PATCH', () => {
  it('merges objects at every depth', async () => {
    const { call } = acme();
    const metadata = { api_base: 'https://a.test', additionalHeaders: { a: '1', b: '2' } };
    const { row } = await call('PUT', '/v1/ai_secret', { body: { name: 'K', metadata } });
    const body = { metadata: { additionalHeaders: { b: '3' } } };
    expect((await call('PATCH', `/v1/ai_secret/${row.id}`, { body })).row['metadata']).toEqual({
      api_base: 'https://a.test',
      additionalHeaders: { a: '1', b: '3' },
    });
  });

  it('ignores null, in fields and inside objects', async () => {
    const { call } = acme();
    const { row } = await call('PUT', '/v1/ai_secret', { body: { name: 'K', type: 'openai', metadata: { a: 1 } } });
    const patched = await call('PATCH', `/v1/ai_secret/${row.id}`, { body: { type: null, metadata: { a: null } } });
    expect(patched.row).toMatchObject({ type: 'openai', metadata: { a: 1 } });
  });

  it('replaces the settings of a project whole', async () => {
    const { call } = acme();
    const { row } = await call('POST', '/v1/project', { body: { name: 'support' } });
    const path = `/v1/project/${row.id}`;
    await call('PATCH', path, { body: { settings: { comparison_key: 'input', disable_realtime_queries: true } } });
    const patched = await call('PATCH', path, { body: { settings: { comparison_key: 'input.id' } } });
    expect(patched.row['settings']).toEqual({ comparison_key: 'input.id' });
  });

  it('refuses a name that another object has', async () => {
    const { call } = acme();
    await call('POST', '/v1/project', { body: { name: 'one' } });
    const { row } = await call('POST', '/v1/project', { body: { name: 'two' } });
    expect((await call('PATCH', `/v1/project/${row.id}`, { body: { name: 'one' } })).status).toBe(400);
  });

  it('needs the name of an environment variable even where it stays', async () => {
    const { call, simulator } = acme();
    const organization = simulator.inspect.rows('organization')[0];
    const scope = { object_type: 'organization', object_id: organization?.id };
    const { row } = await call('POST', '/v1/env_var', { body: { ...scope, name: 'REGION', value: 'eu' } });
    const without = await call('PATCH', `/v1/env_var/${row.id}`, { body: { value: 'us' } });
    expect(without.status).toBe(400);
    expect(without.body).toContain('name');
    const withName = await call('PATCH', `/v1/env_var/${row.id}`, { body: { name: 'REGION', value: 'us' } });
    expect(withName.status).toBe(200);
    expect(simulator.inspect.holdsSecret(row.id, 'us')).toBe(true);
  });
});

describe('DELETE', () => {
  it('answers the object, and a second time that it is missing', async () => {
    const { call } = acme();
    const { row } = await call('PUT', '/v1/ai_secret', { body: { name: 'K' } });
    expect((await call('DELETE', `/v1/ai_secret/${row.id}`)).row.id).toBe(row.id);
    expect((await call('DELETE', `/v1/ai_secret/${row.id}`)).status).toBe(400);
  });

  it('leaves a project readable by id with deleted_at, and out of the list', async () => {
    const { call } = acme();
    const { row } = await call('POST', '/v1/project', { body: { name: 'support' } });
    const tag = await call('POST', '/v1/project_tag', { body: { project_id: row.id, name: 'urgent' } });
    await call('DELETE', `/v1/project/${row.id}`);
    expect((await call('GET', `/v1/project/${row.id}`)).row['deleted_at']).toEqual(expect.any(String));
    expect((await call('GET', '/v1/project')).objects).toEqual([]);
    expect((await call('PATCH', `/v1/project/${row.id}`, { body: { name: 'x' } })).status).toBe(400);
    expect((await call('GET', `/v1/project_tag/${tag.row.id}`)).status).toBe(400);
    expect((await call('GET', '/v1/project_tag')).objects).toEqual([]);
  });

  it('takes a provider key by name on the collection, except behind an API gateway', async () => {
    const open = acme();
    await open.call('PUT', '/v1/ai_secret', { body: { name: 'K' } });
    expect((await open.call('DELETE', '/v1/ai_secret', { body: { name: 'K' } })).status).toBe(200);
    expect(open.simulator.inspect.rows('ai_secret')).toEqual([]);
    const gated = acme({ routing: 'apiGateway' });
    await gated.call('PUT', '/v1/ai_secret', { body: { name: 'K' } });
    expect((await gated.call('DELETE', '/v1/ai_secret', { body: { name: 'K' } })).status).toBe(403);
    expect(gated.simulator.inspect.rows('ai_secret')).toHaveLength(1);
  });
});

describe('a stored secret', () => {
  it('is in no answer and not in the request log', async () => {
    const { call, simulator } = acme();
    const canary = 'canary-5f1c2a-value';
    const created = await call('PUT', '/v1/ai_secret', { body: { name: 'K', secret: canary } });
    const patched = await call('PATCH', `/v1/ai_secret/${created.row.id}`, { body: { secret: canary } });
    const listed = await call('GET', '/v1/ai_secret');
    const refused = await call('PUT', '/v1/ai_secret', { body: { name: 'K', secret: [canary] } });
    const seen = JSON.stringify([
      created,
      patched,
      listed,
      refused,
      simulator.requestLog.entries,
      simulator.inspect.endState(),
    ]);
    expect(seen).not.toContain(canary);
    expect(refused.status).toBe(400);
  });

  it('moves its preview and its time only when a value is written', async () => {
    const { call, wait } = acme();
    const { row: first } = await call('PUT', '/v1/ai_secret', { body: { name: 'K', secret: 'abcdefghijklmnop' } });
    expect(first['preview_secret']).toBe('abc...nop');
    wait(1000);
    const { row: renamed } = await call('PATCH', `/v1/ai_secret/${first.id}`, { body: { type: 'openai' } });
    expect(renamed['secret_updated_at']).toBe(first['secret_updated_at']);
    expect(renamed['updated_at']).not.toBe(first['updated_at']);
    const { row: written } = await call('PATCH', `/v1/ai_secret/${first.id}`, { body: { secret: 'short' } });
    expect(written['preview_secret']).toBe('********');
    expect(written['secret_updated_at']).not.toBe(first['secret_updated_at']);
  });

  it('shows a second write of the same instant as a later one', async () => {
    const { call } = acme();
    const { row: first } = await call('PUT', '/v1/ai_secret', { body: { name: 'K', secret: 'abcdefghijklmnop' } });
    const { row: second } = await call('PATCH', `/v1/ai_secret/${first.id}`, { body: { secret: 'abcdefghijklmnop' } });
    const moments = [first, second].map((row) => row['secret_updated_at']);
    expect(moments).toEqual([...new Set(moments)].sort());
  });

  it('of a project is classified by its type', async () => {
    const { call } = acme();
    const { row } = await call('POST', '/v1/project', { body: { name: 'support' } });
    const body = { object_type: 'project', object_id: row.id, name: 'OPENAI_API_KEY', secret_type: 'openai' };
    expect((await call('PUT', '/v1/env_var', { body })).row['secret_category']).toBe('ai_provider');
  });
});
