import { describe, expect, it } from 'vitest';
import { configMap, configMaps, jsonPatch, mergePatch, strategicPatch, testWorld } from './support/world.ts';

const one = `${configMaps}/c`;

describe('creating and changing objects', () => {
  it('gives a new object its identity, time and version', async () => {
    const { ask } = testWorld();
    const { status, at } = await ask('POST', configMaps, { body: configMap('c', { a: '1' }) });
    expect(status).toBe(201);
    expect(at('metadata')).toMatchObject({
      name: 'c',
      namespace: 'default',
      creationTimestamp: '2026-01-01T00:00:00Z',
    });
    expect(at('metadata', 'uid')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('makes names from a prefix', async () => {
    const { ask } = testWorld();
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'c-' } };
    const names = [await ask('POST', configMaps, { body }), await ask('POST', configMaps, { body })].map((a) =>
      a.at('metadata', 'name'),
    );
    expect(names[0]).toMatch(/^c-[a-z0-9]{5}$/);
    expect(names[1]).not.toBe(names[0]);
  });

  it.each([
    ['a name that is taken', configMap('c'), 409, 'AlreadyExists', 'configmaps "c" already exists'],
    [
      'an absent namespace',
      configMap('x'),
      404,
      'NotFound',
      'namespaces "nowhere" not found',
      '/api/v1/namespaces/nowhere/configmaps',
    ],
    [
      'a version',
      { ...configMap('x'), metadata: { name: 'x', resourceVersion: '5' } },
      500,
      undefined,
      'resourceVersion should not be set on objects to be created',
    ],
    [
      'a bad name',
      configMap('A_b'),
      422,
      'Invalid',
      /^ConfigMap "A_b" is invalid: metadata.name: Invalid value: "A_b": a lowercase RFC 1123 subdomain/,
    ],
    [
      'another namespace in the body',
      { ...configMap('x'), metadata: { name: 'x', namespace: 'other' } },
      400,
      'BadRequest',
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
    [
      'a bad key',
      configMap('x', { 'a b': '1' }),
      422,
      'Invalid',
      /data\[a b\]: Invalid value: "a b": a valid config key/,
    ],
  ])('refuses to create with %s', async (_case, body, status, reason, message, path = configMaps) => {
    const { ask } = testWorld();
    await ask('POST', configMaps, { body: configMap('c') });
    const answer = await ask('POST', path, { body });
    expect([answer.status, answer.at('reason')]).toEqual([status, reason]);
    expect(answer.message).toMatch(message);
  });

  it('says what is not there by its name and resource', async () => {
    const { ask } = testWorld();
    const { status, body } = await ask('GET', one);
    expect(status).toBe(404);
    expect(body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'configmaps "c" not found',
      reason: 'NotFound',
      details: { name: 'c', kind: 'configmaps' },
      code: 404,
    });
  });

  it('replaces with the live version or none, and refuses a stale one', async () => {
    const { ask } = testWorld();
    const created = await ask('POST', configMaps, { body: configMap('c', { a: '1' }) });
    const versioned = (data: Record<string, string>): unknown => ({
      ...configMap('c', data),
      metadata: created.at('metadata'),
    });
    expect((await ask('PUT', one, { body: versioned({ a: '2' }) })).status).toBe(200);
    const stale = await ask('PUT', one, { body: versioned({ a: '3' }) });
    expect([stale.status, stale.at('reason')]).toEqual([409, 'Conflict']);
    expect((await ask('PUT', one, { body: configMap('c', { a: '4' }) })).at('data')).toEqual({ a: '4' });
  });

  it('does not create by PUT', async () => {
    expect((await testWorld().ask('PUT', one, { body: configMap('c') })).status).toBe(404);
  });

  it('keeps the version of an object that a write does not change', async () => {
    const { ask } = testWorld();
    const created = await ask('POST', configMaps, { body: configMap('c', { a: '1' }) });
    const same = await ask('PATCH', one, { type: mergePatch, body: { data: { a: '1' } } });
    expect(same.at('metadata', 'resourceVersion')).toBe(created.at('metadata', 'resourceVersion'));
  });

  it('ignores what a client says about uid, creation and generation', async () => {
    const { ask } = testWorld();
    const created = await ask('POST', configMaps, { body: configMap('c') });
    const { at } = await ask('PATCH', one, {
      type: mergePatch,
      body: { metadata: { creationTimestamp: '1999-01-01T00:00:00Z', labels: { a: 'b' } } },
    });
    expect(at('metadata', 'creationTimestamp')).toBe(created.at('metadata', 'creationTimestamp'));
    expect(at('metadata', 'labels')).toEqual({ a: 'b' });
  });

  it('stores what stringData says as data, encoded', async () => {
    const { ask } = testWorld();
    const body = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { key: 'value' } };
    const { at } = await ask('POST', '/api/v1/namespaces/default/secrets', { body });
    expect(at('data')).toEqual({ key: Buffer.from('value').toString('base64') });
    expect([at('stringData'), at('type')]).toEqual([undefined, 'Opaque']);
  });

  it('keeps an immutable ConfigMap as it is', async () => {
    const { ask } = testWorld();
    await ask('POST', configMaps, { body: { ...configMap('c', { a: '1' }), immutable: true } });
    const { status, message } = await ask('PATCH', one, { type: mergePatch, body: { data: { a: '2' } } });
    expect(status).toBe(422);
    expect(message).toContain('data: Forbidden: field is immutable when `immutable` is set');
  });

  it('prunes unknown fields with a warning, or refuses them when asked to be strict', async () => {
    const { ask } = testWorld();
    const body = { ...configMap('c'), zz: 1 };
    const strict = await ask('POST', configMaps, { body, query: { fieldValidation: 'Strict' } });
    expect(strict.status).toBe(400);
    expect(strict.message).toContain('strict decoding error: unknown field "zz"');
    const pruned = await ask('POST', configMaps, { body });
    expect(pruned.headers['warning']).toBe('299 - "unknown field \\"zz\\""');
    expect(pruned.at('zz')).toBeUndefined();
  });

  it('changes nothing in a dry run', async () => {
    const { ask, simulator } = testWorld();
    await ask('POST', configMaps, { body: configMap('c'), query: { dryRun: 'All' } });
    expect(simulator.objects('/configmaps')).toEqual([]);
  });
});

describe('patches', () => {
  it('merge: null removes, and a stale version is a conflict', async () => {
    const { ask } = testWorld();
    await ask('POST', configMaps, { body: configMap('c', { a: '1', b: '2' }) });
    expect((await ask('PATCH', one, { type: mergePatch, body: { data: { a: null } } })).at('data')).toEqual({ b: '2' });
    const stale = await ask('PATCH', one, { type: mergePatch, body: { metadata: { resourceVersion: '1' } } });
    expect(stale.status).toBe(409);
  });

  it('JSON: a failed test and an absent path are refused alike', async () => {
    const { ask } = testWorld();
    await ask('POST', configMaps, { body: configMap('c', { a: '1' }) });
    for (const operation of [
      { op: 'test', path: '/data/a', value: '2' },
      { op: 'remove', path: '/data/b' },
    ]) {
      const { status, message } = await ask('PATCH', one, { type: jsonPatch, body: [operation] });
      expect(status).toBe(422);
      expect(message).toBe('the server rejected our request due to an error in our request');
    }
    const good = [
      { op: 'test', path: '/data/a', value: '1' },
      { op: 'replace', path: '/data/a', value: '2' },
    ];
    expect((await ask('PATCH', one, { type: jsonPatch, body: good })).at('data')).toEqual({ a: '2' });
  });

  it('strategic: lists with keys merge, can lose an item, and keep the order that is asked for', async () => {
    const { ask } = testWorld();
    const pods = '/api/v1/namespaces/default/pods';
    const containers = [
      { name: 'a', image: 'a:1' },
      { name: 'b', image: 'b:1' },
    ];
    await ask('POST', pods, { body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers } } });
    const { at } = await ask('PATCH', `${pods}/p`, {
      type: strategicPatch,
      body: {
        spec: {
          '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }],
          containers: [
            { name: 'a', image: 'a:2' },
            { name: 'c', image: 'c:1' },
            { $patch: 'delete', name: 'b' },
          ],
        },
      },
    });
    expect(at('spec', 'containers')).toMatchObject([
      { name: 'c', image: 'c:1' },
      { name: 'a', image: 'a:2' },
    ]);
  });

  it('of another content type are refused', async () => {
    const { ask } = testWorld();
    await ask('POST', configMaps, { body: configMap('c') });
    expect((await ask('PATCH', one, { type: 'text/plain', body: {} })).status).toBe(415);
  });
});

describe('what is not served', () => {
  it.each([
    ['/apis/batch/v1/namespaces/default/jobs', 501, /does not serve batch\/v1 jobs/],
    ['/api/v1/persistentvolumes', 501, /does not serve v1 persistentvolumes/],
    ['/api/v1/namespaces/default/pods/p/log', 501, /does not serve the subresource log of pods/],
  ])('%s is refused by name', async (path, status, message) => {
    const answer = await testWorld().ask('GET', path);
    expect(answer.status).toBe(status);
    expect(answer.message).toMatch(message);
  });

  it('a kind without a definition is a plain-text 404, by which clients know it', async () => {
    const { status, body, headers } = await testWorld().ask('GET', '/apis/planewright.dev/v1alpha1/organizations');
    expect([status, body]).toEqual([404, '404 page not found\n']);
    expect(headers['content-type']).toContain('text/plain');
  });

  it('protobuf bodies are refused with the way out', async () => {
    const { status, message } = await testWorld().ask('POST', '/api/v1/namespaces', {
      body: 'k8s',
      type: 'application/vnd.kubernetes.protobuf',
    });
    expect(status).toBe(415);
    expect(message).toContain('kubectl apply -f');
  });
});

describe('the request log', () => {
  it('tells reads from writes, and holds no body', async () => {
    const { ask, simulator } = testWorld();
    await ask('POST', configMaps, { body: configMap('c', { a: 'canary' }) });
    await ask('POST', configMaps, { body: configMap('d'), query: { dryRun: 'All' } });
    await ask('GET', one);
    expect(simulator.requests.map(({ method, mutation, status }) => [method, mutation, status])).toEqual([
      ['POST', true, 201],
      ['POST', false, 201],
      ['GET', false, 200],
    ]);
    expect(JSON.stringify(simulator.requests)).not.toContain('canary');
  });
});
