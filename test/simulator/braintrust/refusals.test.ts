import { describe, expect, it } from 'vitest';
import { acme } from './acme.ts';

const nobody = '00000000-0000-4000-8000-000000000000';

describe('a request that the API refuses', () => {
  it.each([
    ['an extra key', 'POST', '/v1/project', { name: 'x', id: nobody }, 'Extraneous key "id"'],
    ['an extra key in settings', 'PATCH', '/v1/project/{project}', { settings: { zz: 1 } }, 'Extraneous key "zz"'],
    ['an empty name', 'POST', '/v1/project', { name: '' }, 'name'],
    ['a missing name', 'POST', '/v1/ai_secret', {}, 'name'],
    ['a wrong type', 'PATCH', '/v1/organization/{organization}', { is_universal_api: 'yes' }, 'is_universal_api'],
    ['an unknown enum value', 'PATCH', '/v1/organization/{organization}', { image_rendering_mode: 'x' }, 'image_'],
    ['an invalid uuid in the body', 'POST', '/v1/project_tag', { project_id: 'p', name: 'x' }, 'Invalid uuid'],
    ['an invalid uuid in the path', 'GET', '/v1/project/p', undefined, 'Invalid uuid'],
    ['an id that is not there', 'GET', `/v1/project/${nobody}`, undefined, 'does not exist'],
    ['a parent that is not there', 'POST', '/v1/project_tag', { project_id: nobody, name: 'x' }, 'does not exist'],
    ['an organization it does not see', 'POST', '/v1/project', { name: 'x', org_name: 'other' }, 'does not exist'],
    [
      'a function that is not there',
      'POST',
      '/v1/env_var',
      { object_type: 'function', object_id: nobody, name: 'x' },
      'Function does not exist or you do not have access',
    ],
  ] as const)('answers 400 as text to %s', async (_what, method, path, body, text) => {
    const { call, simulator } = acme();
    const { row } = await call('POST', '/v1/project', { body: { name: 'support' } });
    const organization = simulator.inspect.rows('organization')[0]?.id ?? '';
    const filled = path.replace('{project}', row.id).replace('{organization}', organization);
    const answer = await call(method, filled, { body });
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toContain('text/plain');
    expect(answer.body).toContain(text);
  });

  it('answers 400 to a body that is not JSON or does not say so', async () => {
    const { call, simulator } = acme();
    const headers = { authorization: 'Bearer bt-st-operator', 'content-type': 'application/json' };
    const request = { method: 'POST', path: '/v1/project', headers, body: '{' } as const;
    expect((await simulator.handle(request, new AbortController().signal)).status).toBe(400);
    const plain = await call('POST', '/v1/project', { body: { name: 'x' }, headers: { 'content-type': 'text/plain' } });
    expect(plain.status).toBe(400);
  });

  it('answers 401 without a token, with an unknown one and with a revoked one', async () => {
    const { call, simulator } = acme();
    expect((await call('GET', '/v1/project', { token: null })).status).toBe(401);
    expect((await call('GET', '/v1/project', { token: 'sk-unknown' })).status).toBe(401);
    simulator.revokeToken('bt-st-operator');
    expect((await call('GET', '/v1/project')).status).toBe(401);
    expect(simulator.requestLog.entries.map((entry) => entry.who)).toEqual(['anonymous', 'unknown', 'unknown']);
  });

  it('tells a missing right from an empty list', async () => {
    const { call, simulator } = acme();
    const { row } = await call('POST', '/v1/project', { body: { name: 'support' } });
    simulator.restrict('operator@service.test', { hidden: ['project'] });
    expect(await call('GET', '/v1/project')).toMatchObject({ status: 200, objects: [] });
    expect((await call('GET', `/v1/project/${row.id}`)).status).toBe(400);
    simulator.restrict('operator@service.test', { forbidden: [{ resource: 'project', verbs: ['read'] }] });
    expect((await call('GET', '/v1/project')).status).toBe(403);
    expect((await call('GET', '/v1/ai_secret')).status).toBe(200);
  });

  it('answers 403 where the plan does not include a field', async () => {
    const { call, simulator } = acme({}, [{ name: 'acme', plan: 'Pro' }]);
    const path = `/v1/organization/${simulator.inspect.rows('organization')[0]?.id ?? ''}`;
    const refused = await call('PATCH', path, { body: { api_url: 'https://plane.acme.test' } });
    expect(refused.status).toBe(403);
    expect(refused.body).toContain('Enterprise');
    expect((await call('PATCH', path, { body: { image_rendering_mode: 'blocked' } })).status).toBe(200);
  });
});

describe('a request that the stand-in does not know', () => {
  it.each([
    ['GET', '/v1/group', 'GET /v1/group'],
    ['PATCH', '/v1/organization/members', 'PATCH /v1/organization/members'],
    ['GET', '/v1/project?name=support', '"name"'],
    ['GET', '/v1/env_var?starting_after=x', '"starting_after"'],
    ['GET', '/v1/env_var?org_name=acme', '"org_name"'],
  ] as const)('is refused by name: %s %s', async (method, target, named) => {
    const { call } = acme();
    const [path = '', parameter] = target.split('?');
    const [key = '', value = ''] = (parameter ?? '').split('=');
    const answer = await call(method, path, parameter === undefined ? {} : { query: { [key]: value } });
    expect(answer.status).toBe(501);
    expect(answer.body).toContain(named);
  });

  it('is a plain 404 where the API of July 2026 had no such route', async () => {
    expect((await acme({ api: 'july-2026' }).call('GET', '/v1/project_group')).status).toBe(404);
    expect((await acme({ api: 'newest' }).call('GET', '/v1/project_group')).status).toBe(501);
  });

  it('includes later fields and enum values on an older API', async () => {
    const older = acme({ api: 'july-2026' });
    const { row } = await older.call('POST', '/v1/project', { body: { name: 'support' } });
    const body = { settings: { monitor_charts_use_metrics_start: true } };
    expect((await older.call('PATCH', `/v1/project/${row.id}`, { body })).body).toContain('Extraneous key');
    const newer = acme({ api: 'newest' });
    const { row: same } = await newer.call('POST', '/v1/project', { body: { name: 'support' } });
    expect((await newer.call('PATCH', `/v1/project/${same.id}`, { body })).status).toBe(200);
  });
});

describe('what needs no token', () => {
  it('is the greeting, and /ping, which the hosted API does not have', async () => {
    const { call } = acme();
    expect(await call('GET', '/v1', { token: null })).toMatchObject({ status: 200, body: 'Hello World' });
    expect((await call('GET', '/ping', { token: null })).status).toBe(404);
    expect((await acme({ host: 'plane' }).call('GET', '/ping', { token: null })).status).toBe(200);
  });
});
