import { describe, expect, it } from 'vitest';
import { container, deployment } from './support/deployments.ts';
import {
  applyPatch,
  configMap,
  configMaps,
  definition,
  mergePatch,
  testWorld,
  thing,
  things,
} from './support/world.ts';

const one = `${configMaps}/c`;

describe('server-side apply', () => {
  it('creates what is absent, updates what differs, and leaves the version alone when nothing does', async () => {
    const { apply } = testWorld();
    const created = await apply(one, configMap('c', { a: '1' }));
    expect(created.status).toBe(201);
    const changed = await apply(one, configMap('c', { a: '2' }));
    expect(changed.status).toBe(200);
    expect(changed.at('metadata', 'resourceVersion')).not.toBe(created.at('metadata', 'resourceVersion'));
    const same = await apply(one, configMap('c', { a: '2' }));
    expect(same.at('metadata', 'resourceVersion')).toBe(changed.at('metadata', 'resourceVersion'));
  });

  it('records the fields of each manager', async () => {
    const { apply } = testWorld();
    const { at } = await apply(one, configMap('c', { a: '1' }));
    expect(at('metadata', 'managedFields')).toEqual([
      {
        manager: 'm1',
        operation: 'Apply',
        apiVersion: 'v1',
        time: '2026-01-01T00:00:00Z',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': { 'f:a': {} } },
      },
    ]);
  });

  it('refuses a field that another applier set to something else, and names both', async () => {
    const { apply } = testWorld();
    await apply(one, configMap('c', { a: '1' }));
    const { status, body } = await apply(one, configMap('c', { a: '2' }), { fieldManager: 'm2' });
    expect(status).toBe(409);
    expect(body).toMatchObject({
      reason: 'Conflict',
      message: 'Apply failed with 1 conflict: conflict with "m1": .data.a',
      details: { causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "m1"', field: '.data.a' }] },
    });
  });

  it('names the API version of a manager that did not apply', async () => {
    const { ask, apply } = testWorld();
    await ask('POST', configMaps, { body: configMap('c', { a: '1' }), query: { fieldManager: 'upd' } });
    const { message } = await apply(one, configMap('c', { a: '2' }));
    expect(message).toBe('Apply failed with 1 conflict: conflict with "upd" using v1: .data.a');
  });

  it('takes a field over by force, and its former owner no longer holds it', async () => {
    const { apply } = testWorld();
    await apply(one, configMap('c', { a: '1', b: '1' }));
    const forced = await apply(one, configMap('c', { a: '2' }), { fieldManager: 'm2', force: 'true' });
    expect(forced.at('data')).toEqual({ a: '2', b: '1' });
    const after = await apply(one, configMap('c', { b: '1' }));
    expect(after.at('data')).toEqual({ a: '2', b: '1' });
  });

  it('shares a field that two appliers set alike, and removes it when the last one leaves it out', async () => {
    const { apply } = testWorld();
    await apply(one, configMap('c', { a: '1' }));
    await apply(one, configMap('c', { a: '1' }), { fieldManager: 'm2' });
    expect((await apply(one, configMap('c'))).at('data')).toEqual({ a: '1' });
    expect((await apply(one, configMap('c'), { fieldManager: 'm2' })).at('data')).toBeUndefined();
  });

  it('brings a default back where the field was removed, not the former value', async () => {
    const { apply } = testWorld();
    const path = '/apis/apps/v1/namespaces/default/deployments/d';
    await apply(path, deployment({ replicas: 3 }));
    expect((await apply(path, deployment({}))).at('spec', 'replicas')).toBe(1);
  });

  it('merges containers by name, and removes one that its only owner leaves out', async () => {
    const { apply } = testWorld();
    const path = '/apis/apps/v1/namespaces/default/deployments/d';
    await apply(path, deployment({}, [container('web'), container('side')]));
    const other = await apply(path, deployment({}, [{ name: 'web', workingDir: '/x' }]), { fieldManager: 'm2' });
    expect(other.at('spec', 'template', 'spec', 'containers')).toMatchObject([{ name: 'web' }, { name: 'side' }]);
    const less = await apply(path, deployment({}, [container('web')]));
    expect(less.at('spec', 'template', 'spec', 'containers')).toMatchObject([
      { name: 'web', image: 'nginx', workingDir: '/x' },
    ]);
  });

  it('tells ports apart by number and protocol, TCP where it is left out', async () => {
    const { apply } = testWorld();
    const path = '/apis/apps/v1/namespaces/default/deployments/d';
    const ports = [{ containerPort: 53 }, { containerPort: 53, protocol: 'UDP' }];
    const { status, at } = await apply(path, deployment({}, [{ ...container('web'), ports }]));
    expect(status).toBe(201);
    const spec = at('metadata', 'managedFields', 0, 'fieldsV1', 'f:spec', 'f:template', 'f:spec');
    expect(spec).toMatchObject({
      'f:containers': {
        'k:{"name":"web"}': {
          'f:ports': {
            'k:{"containerPort":53,"protocol":"TCP"}': {},
            'k:{"containerPort":53,"protocol":"UDP"}': {},
          },
        },
      },
    });
  });

  it('gives a list without keys one owner', async () => {
    const world = testWorld({ definitions: [definition('Thing', { type: 'object', properties: { list: strings } })] });
    await world.apply(`${things}/t`, thing('t', { list: ['a', 'b'] }));
    const { at } = await world.apply(`${things}/t`, thing('t', { list: ['a', 'c'] }), { fieldManager: 'm2' });
    expect(at('details', 'causes')).toMatchObject([{ field: '.spec.list' }]);
  });

  it.each([
    [
      'no field manager',
      {},
      { fieldManager: '' },
      422,
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    ],
    [
      'managed fields in the body',
      { metadata: { name: 'c', managedFields: [] } },
      {},
      400,
      'metadata.managedFields must be nil',
    ],
    ['another kind', { kind: 'Secret' }, {}, 400, 'invalid object type: /v1, Kind=Secret'],
    ['no name', { metadata: { generateName: 'c-' } }, {}, 400, 'name must be provided'],
    [
      'another name',
      { metadata: { name: 'd' } },
      {},
      400,
      'the name of the object (d) does not match the name on the URL (c)',
    ],
  ])('refuses %s', async (_case, change, query, status, message) => {
    const { apply } = testWorld();
    const answer = await apply(one, { ...configMap('c'), ...change }, query);
    expect(answer.status).toBe(status);
    if (typeof message === 'string') expect(answer.message).toBe(message);
    else expect(answer.message).toMatch(message);
  });

  it.each([
    ['an unknown field', { data: {}, zz: 1 }, '.zz: field not declared in schema'],
    ['a value of another type', { data: 'text' }, '.data: expected map, got &{text}'],
  ])('answers 500 without a reason to %s, which no retry can help', async (_case, change, sentence) => {
    const { apply } = testWorld();
    const { status, at, message } = await apply(one, { ...configMap('c'), ...change });
    expect(status).toBe(500);
    expect(at('reason')).toBeUndefined();
    expect(message).toBe(`failed to create typed patch object (/c; /v1, Kind=ConfigMap): ${sentence}`);
  });

  it('answers 500 to two items of one key', async () => {
    const { apply } = testWorld();
    const twice = deployment({}, [container('web'), container('web')]);
    const { status, message } = await apply('/apis/apps/v1/namespaces/default/deployments/d', twice);
    expect(status).toBe(500);
    expect(message).toContain('duplicate entries for key [name="web"]');
  });

  it('refuses a stale version without causes, by which the two conflicts are told apart', async () => {
    const { apply } = testWorld();
    await apply(one, configMap('c', { a: '1' }));
    const { status, at, message } = await apply(one, {
      ...configMap('c'),
      metadata: { name: 'c', resourceVersion: '1' },
    });
    expect(status).toBe(409);
    expect(message).toMatch(/^Operation cannot be fulfilled on configmaps "c": the object has been modified/);
    expect(at('details', 'causes')).toBeUndefined();
  });

  it('creates what is absent even when a version is named, and refuses when a uid is', async () => {
    const { apply } = testWorld();
    expect((await apply(one, { ...configMap('c'), metadata: { name: 'c', resourceVersion: '7' } })).status).toBe(201);
    const byUid = await apply(`${configMaps}/d`, { ...configMap('d'), metadata: { name: 'd', uid: 'u' } });
    expect(byUid.status).toBe(409);
    expect(byUid.message).toContain('uid mismatch');
  });

  it('refuses another uid of an object that is there', async () => {
    const { apply } = testWorld();
    await apply(one, configMap('c'));
    const { status, message } = await apply(one, { ...configMap('c'), metadata: { name: 'c', uid: 'other' } });
    expect(status).toBe(422);
    expect(message).toContain('metadata.uid: Invalid value: "other": field is immutable');
  });

  it('keeps spec and status apart', async () => {
    const world = testWorld({
      definitions: [definition('Thing', { type: 'object', properties: { n: { type: 'integer' } } })],
    });
    const main = await world.apply(`${things}/t`, { ...thing('t', { n: 1 }), status: { phase: 'x' } });
    expect(main.at('status')).toBeUndefined();
    const status = await world.apply(`${things}/t/status`, { ...thing('t', { n: 9 }), status: { phase: 'y' } });
    expect(status.body).toMatchObject({ spec: { n: 1 }, status: { phase: 'y' }, metadata: { generation: 1 } });
    const absent = await world.apply(`${things}/gone/status`, { ...thing('gone', {}), status: {} });
    expect(absent.status).toBe(404);
  });

  it('counts a generation for spec, not for labels or status', async () => {
    const world = testWorld({
      definitions: [definition('Thing', { type: 'object', properties: { n: { type: 'integer' } } })],
    });
    await world.apply(`${things}/t`, thing('t', { n: 1 }));
    const labelled = await world.apply(`${things}/t`, thing('t', { n: 1 }, { labels: { a: 'b' } }));
    expect(labelled.at('metadata', 'generation')).toBe(1);
    expect((await world.apply(`${things}/t`, thing('t', { n: 2 }))).at('metadata', 'generation')).toBe(2);
  });

  it('changes nothing in a dry run', async () => {
    const { apply, simulator } = testWorld();
    const { status } = await apply(one, configMap('c'), { dryRun: 'All' });
    expect(status).toBe(201);
    expect(simulator.objects('/configmaps')).toEqual([]);
  });

  it('refuses force with another kind of patch', async () => {
    const { apply, ask } = testWorld();
    await apply(one, configMap('c'));
    expect((await ask('PATCH', one, { type: mergePatch, body: {}, query: { force: 'true' } })).status).toBe(422);
  });

  it('reads YAML too', async () => {
    const { ask } = testWorld();
    const body = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: "1"\n';
    const { status } = await ask('PATCH', one, { type: applyPatch, body, query: { fieldManager: 'm' } });
    expect(status).toBe(201);
  });

  it('hands what a PUT changed to the writer, and drops what it removed', async () => {
    const { apply, ask } = testWorld();
    await apply(one, configMap('c', { a: '1', b: '1', c: '1' }));
    const { at } = await ask('PUT', one, { body: configMap('c', { a: '2', b: '1' }), query: { fieldManager: 'upd' } });
    expect(at('metadata', 'managedFields')).toMatchObject([
      { manager: 'm1', operation: 'Apply', fieldsV1: { 'f:data': { 'f:b': {} } } },
      { manager: 'upd', operation: 'Update', fieldsV1: { 'f:data': { 'f:a': {} } } },
    ]);
  });
});

const strings = { type: 'array', items: { type: 'string' } };
