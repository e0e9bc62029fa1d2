import { describe, expect, it } from 'vitest';
import { acme, operatorToken, type Acme } from './acme.ts';

async function projects({ call }: Acme, names: readonly string[]): Promise<void> {
  for (const name of names) await call('POST', '/v1/project', { body: { name } });
}

const namesOf = (answer: { readonly objects: readonly { readonly [field: string]: unknown }[] }): unknown[] =>
  answer.objects.map((row) => row['name']);

describe('a list', () => {
  it('is newest first, in pages by cursor in both directions', async () => {
    const world = acme();
    await projects(world, ['a', 'b', 'c', 'd', 'e']);
    const first = await world.call('GET', '/v1/project', { query: { limit: '2' } });
    expect(namesOf(first)).toEqual(['e', 'd']);
    const second = await world.call('GET', '/v1/project', {
      query: { limit: '2', starting_after: first.objects[1]?.id ?? '' },
    });
    expect(namesOf(second)).toEqual(['c', 'b']);
    const back = await world.call('GET', '/v1/project', {
      query: { limit: '1', ending_before: second.objects[0]?.id ?? '' },
    });
    expect(namesOf(back)).toEqual(['d']);
    const end = await world.call('GET', '/v1/project', {
      query: { starting_after: first.objects[1]?.id ?? '', limit: '9' },
    });
    expect(namesOf(end)).toEqual(['c', 'b', 'a']);
  });

  it('keeps a default and a largest page', async () => {
    const world = acme({ defaultPageSize: 2, largestPageSize: 3 });
    await projects(world, ['a', 'b', 'c', 'd']);
    expect((await world.call('GET', '/v1/project')).objects).toHaveLength(2);
    expect((await world.call('GET', '/v1/project', { query: { limit: '1000' } })).objects).toHaveLength(3);
  });

  it('refuses two cursors, a cursor that is gone and a limit that is no number', async () => {
    const world = acme();
    const { row } = await world.call('PUT', '/v1/ai_secret', { body: { name: 'K' } });
    const both = { starting_after: row.id, ending_before: row.id };
    expect((await world.call('GET', '/v1/ai_secret', { query: both })).status).toBe(400);
    expect((await world.call('GET', '/v1/ai_secret', { query: { limit: '-1' } })).status).toBe(400);
    await world.call('DELETE', `/v1/ai_secret/${row.id}`);
    expect((await world.call('GET', '/v1/ai_secret', { query: { starting_after: row.id } })).status).toBe(400);
  });

  it('filters by ids, by name, by type and by parent', async () => {
    const world = acme();
    await projects(world, ['a', 'b']);
    const [b, a] = (await world.call('GET', '/v1/project')).objects;
    const query = { ids: [a?.id ?? '', b?.id ?? ''] };
    expect(namesOf(await world.call('GET', '/v1/project', { query }))).toEqual(['b', 'a']);
    expect(namesOf(await world.call('GET', '/v1/project', { query: { project_name: 'a' } }))).toEqual(['a']);
    for (const project of [a, b]) {
      await world.call('POST', '/v1/project_tag', {
        body: { project_id: project?.id, name: project === a ? 'of a' : 'of b' },
      });
    }
    const tags = async (filter: Record<string, string>): Promise<unknown[]> =>
      namesOf(await world.call('GET', '/v1/project_tag', { query: filter }));
    expect(await tags({ project_id: b?.id ?? '' })).toEqual(['of b']);
    expect(await tags({ project_name: 'a' })).toEqual(['of a']);
    expect(await tags({ project_tag_name: 'of a', project_name: 'b' })).toEqual([]);
    for (const type of ['openai', 'anthropic', 'google']) {
      await world.call('PUT', '/v1/ai_secret', { body: { name: type, type } });
    }
    const types = { ai_secret_type: ['openai', 'google'] };
    expect(namesOf(await world.call('GET', '/v1/ai_secret', { query: types }))).toEqual(['google', 'openai']);
  });

  it('shows the state of some time ago, while a read by id is current', async () => {
    const world = acme({ listLagMs: 500 });
    const { row } = await world.call('PUT', '/v1/ai_secret', { body: { name: 'K', type: 'openai' } });
    expect((await world.call('GET', '/v1/ai_secret')).objects).toEqual([]);
    expect((await world.call('GET', `/v1/ai_secret/${row.id}`)).status).toBe(200);
    world.wait(500);
    await world.call('PATCH', `/v1/ai_secret/${row.id}`, { body: { type: 'azure' } });
    expect((await world.call('GET', '/v1/ai_secret')).objects[0]).toMatchObject({ type: 'openai' });
    world.wait(500);
    expect((await world.call('GET', '/v1/ai_secret')).objects[0]).toMatchObject({ type: 'azure' });
    await world.call('DELETE', `/v1/ai_secret/${row.id}`);
    expect((await world.call('GET', '/v1/ai_secret')).objects).toHaveLength(1);
    world.wait(500);
    expect((await world.call('GET', '/v1/ai_secret')).objects).toEqual([]);
  });

  it('of environment variables is filtered by object and cut at the limit without a way on', async () => {
    const world = acme();
    const scope = { object_type: 'organization', object_id: world.simulator.inspect.rows('organization')[0]?.id ?? '' };
    for (const name of ['A', 'B', 'C']) await world.call('POST', '/v1/env_var', { body: { ...scope, name } });
    const all = await world.call('GET', '/v1/env_var', { query: scope });
    expect(namesOf(all)).toEqual(['C', 'B', 'A']);
    expect(namesOf(await world.call('GET', '/v1/env_var', { query: { env_var_name: 'B' } }))).toEqual(['B']);
    expect(namesOf(await world.call('GET', '/v1/env_var', { query: { limit: '2' } }))).toEqual(['C', 'B']);
    expect((await world.call('GET', '/v1/env_var', { query: { object_type: 'galaxy' } })).status).toBe(400);
  });
});

describe('a token of two organizations', () => {
  const two = [{ name: 'acme' }, { name: 'globex', apiUrl: 'https://plane.globex.test' }];

  it('sees both after login, each with its own API URL', async () => {
    const { call } = acme({}, two);
    const { row } = await call('POST', '/api/apikey/login', { body: {} });
    expect(row['org_info']).toEqual([
      expect.objectContaining({ name: 'acme', api_url: null }),
      expect.objectContaining({ name: 'globex', api_url: 'https://plane.globex.test' }),
    ]);
  });

  it('must name one to create in, and gets an empty list for one it does not see', async () => {
    const { call, simulator } = acme({}, two);
    simulator.addOrganization({ name: 'initech' });
    expect((await call('POST', '/v1/project', { body: { name: 'p' } })).status).toBe(400);
    expect((await call('POST', '/v1/project', { body: { name: 'p', org_name: 'globex' } })).status).toBe(200);
    expect((await call('GET', '/v1/project', { query: { org_name: 'globex' } })).objects).toHaveLength(1);
    expect((await call('GET', '/v1/project', { query: { org_name: 'acme' } })).objects).toEqual([]);
    expect(await call('GET', '/v1/project', { query: { org_name: 'initech' } })).toMatchObject({
      status: 200,
      objects: [],
    });
    expect(namesOf(await call('GET', '/v1/organization'))).toEqual(['globex', 'acme']);
  });

  it('lists the people of its organizations, and names its own account in the audit headers', async () => {
    const { call, simulator } = acme();
    simulator.actAs({ name: 'Dana', email: 'Dana@acme.test', kind: 'person' });
    const found = await call('GET', '/v1/user', { query: { email: 'dana@acme.test' } });
    expect(found.objects).toHaveLength(1);
    const audited = await call('GET', '/v1/organization', { headers: { 'x-bt-enable-audit': 'true' } });
    expect(audited.headers['x-bt-audit-user-email']).toBe('operator@service.test');
    expect(JSON.stringify(audited)).not.toContain(operatorToken);
  });
});

describe('an answer of a later API', () => {
  it('carries fields and enum values that nobody published', async () => {
    const world = acme({ unknownInAnswers: true });
    const [organization] = (await world.call('GET', '/v1/organization')).objects;
    expect(organization).toMatchObject({
      image_rendering_mode: 'holographic',
      x_added_later: expect.anything() as unknown,
    });
  });
});
