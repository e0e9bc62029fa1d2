import { beforeAll, describe, expect, it } from 'vitest';
import { describeOnBackend } from './backend.ts';
import { at, listAt, requests, textAt } from './requests.ts';
import type { Answer, JsonValue } from './requests.ts';
import { defineWidgets, widget, widgetsPath } from './widgets.ts';

describeOnBackend('server-side apply', (backend) => {
  const { get, apply, put, post, mergePatch, delete: remove } = requests(backend.transport);

  beforeAll(() => defineWidgets(backend));

  const configMaps = (namespace: string): string => `/api/v1/namespaces/${namespace}/configmaps`;
  const configMap = (data: object | undefined, metadata: object = {}): object => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'c', ...metadata },
    ...(data === undefined ? {} : { data }),
  });
  const newConfigMapPath = async (): Promise<string> => `${configMaps(await backend.newNamespace('apply'))}/c`;
  const managedBy = (answer: Answer, manager: string, operation = 'Apply'): JsonValue =>
    listAt(answer.body, 'metadata', 'managedFields').find(
      (entry) => at(entry, 'manager') === manager && at(entry, 'operation') === operation,
    );

  describe('of an object that is absent, present, identical', () => {
    it('creates, changes, and writes nothing', async () => {
      const path = await newConfigMapPath();
      const created = await apply(path, configMap({ a: '1' }));
      expect(created.status).toBe(201);
      const changed = await apply(path, configMap({ a: '2' }));
      expect(changed.status).toBe(200);
      expect(at(changed.body, 'metadata', 'resourceVersion')).not.toBe(at(created.body, 'metadata', 'resourceVersion'));
      const identical = await apply(path, configMap({ a: '2' }));
      expect(identical.status).toBe(200);
      expect(at(identical.body, 'metadata', 'resourceVersion')).toBe(at(changed.body, 'metadata', 'resourceVersion'));
    });

    it('changes nothing on a dry run', async () => {
      const path = await newConfigMapPath();
      expect((await apply(path, configMap({ a: '1' }), { dryRun: 'All' })).status).toBe(201);
      expect((await get(path)).status).toBe(404);
    });
  });

  describe('by two managers', () => {
    it('refuses to take a field over, naming its owner and the field', async () => {
      const path = await newConfigMapPath();
      await apply(path, configMap({ a: '1' }));
      const { status, body } = await apply(path, configMap({ a: '2' }), { fieldManager: 'm2' });
      expect(status).toBe(409);
      expect(body).toMatchObject({
        reason: 'Conflict',
        message: 'Apply failed with 1 conflict: conflict with "m1": .data.a',
        details: {
          causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "m1"', field: '.data.a' }],
        },
      });
    });

    it('names the API version where the owner wrote by an update', async () => {
      const path = await newConfigMapPath();
      const collection = path.slice(0, path.lastIndexOf('/'));
      await post(collection, configMap({ a: '1' }), { fieldManager: 'upd' });
      const { status, body } = await apply(path, configMap({ a: '2' }));
      expect(status).toBe(409);
      expect(at(body, 'details', 'causes', 0, 'message')).toBe('conflict with "upd" using v1');
    });

    it('takes a field over by force, and the former owner loses it', async () => {
      const path = await newConfigMapPath();
      await apply(path, configMap({ a: '1', b: '1' }));
      const forced = await apply(path, configMap({ a: '2' }), { fieldManager: 'm2', force: 'true' });
      expect(forced.status).toBe(200);
      expect(forced.body).toMatchObject({ data: { a: '2', b: '1' } });
      expect(managedBy(forced, 'm1')).toMatchObject({ fieldsV1: { 'f:data': { 'f:b': {} } } });
      expect(at(managedBy(forced, 'm1'), 'fieldsV1', 'f:data', 'f:a')).toBeUndefined();
      expect(managedBy(forced, 'm2')).toMatchObject({ fieldsV1: { 'f:data': { 'f:a': {} } } });
    });

    it('shares a field on which both agree, so that it stays when one leaves it out', async () => {
      const path = await newConfigMapPath();
      await apply(path, configMap({ a: '1' }));
      expect((await apply(path, configMap({ a: '1' }), { fieldManager: 'm2' })).status).toBe(200);
      const left = await apply(path, configMap({}), { fieldManager: 'm2' });
      expect(left.body).toMatchObject({ data: { a: '1' } });
      const gone = await apply(path, configMap({}));
      expect(at(gone.body, 'data', 'a')).toBeUndefined();
    });

    it('gives what an update wrote to the updater', async () => {
      const path = await newConfigMapPath();
      await apply(path, configMap({ a: '1', b: '1' }));
      const updated = await put(path, configMap({ a: '2' }), { fieldManager: 'upd' });
      expect(updated.status).toBe(200);
      expect(updated.body).toMatchObject({ data: { a: '2' } });
      expect(managedBy(updated, 'upd', 'Update')).toMatchObject({ fieldsV1: { 'f:data': { 'f:a': {} } } });
      expect(at(managedBy(updated, 'm1'), 'fieldsV1', 'f:data', 'f:a')).toBeUndefined();
      expect(at(updated.body, 'data', 'b')).toBeUndefined();
    });
  });

  it('removes a field that its only owner leaves out', async () => {
    const path = await newConfigMapPath();
    await apply(path, configMap({ a: '1', b: '1' }));
    const { body } = await apply(path, configMap({ a: '1' }));
    expect(body).toMatchObject({ data: { a: '1' } });
    expect(at(body, 'data', 'b')).toBeUndefined();
  });

  it('owns neither identity nor what it does not mention', async () => {
    const path = await newConfigMapPath();
    const { body } = await apply(path, configMap({ a: '1' }, { labels: { l: 'x' } }));
    const entry = listAt(body, 'metadata', 'managedFields')[0];
    expect(entry).toMatchObject({ manager: 'm1', operation: 'Apply', apiVersion: 'v1', fieldsType: 'FieldsV1' });
    expect(at(entry, 'fieldsV1')).toEqual({
      'f:data': { 'f:a': {} },
      'f:metadata': { 'f:labels': { 'f:l': {} } },
    });
  });

  it('drops a manager that owns nothing any more', async () => {
    const path = await newConfigMapPath();
    await apply(path, configMap({ a: '1' }));
    await apply(path, configMap({ b: '1' }), { fieldManager: 'm2' });
    const emptied = await apply(path, configMap(undefined), { fieldManager: 'm2' });
    expect(managedBy(emptied, 'm2')).toBeUndefined();
    expect(managedBy(emptied, 'm1')).toBeDefined();
  });

  describe('protects by identity', () => {
    it('refuses a stale resourceVersion with a conflict that has no causes', async () => {
      const path = await newConfigMapPath();
      const first = await apply(path, configMap({ a: '1' }));
      await apply(path, configMap({ a: '2' }));
      const resourceVersion = textAt(first.body, 'metadata', 'resourceVersion');
      const { status, body } = await apply(path, configMap({ a: '3' }, { resourceVersion }));
      expect(status).toBe(409);
      expect(body).toMatchObject({ reason: 'Conflict' });
      expect(textAt(body, 'message')).toMatch(
        /^Operation cannot be fulfilled on configmaps "c": the object has been modified/,
      );
      expect(at(body, 'details', 'causes')).toBeUndefined();
    });

    it('creates an absent object although a resourceVersion was sent', async () => {
      const path = await newConfigMapPath();
      expect((await apply(path, configMap({ a: '1' }, { resourceVersion: '1' }))).status).toBe(201);
    });

    it('does not create an absent object when a uid was sent', async () => {
      const path = await newConfigMapPath();
      const { status, body } = await apply(path, configMap({}, { uid: '6f2f9c0e-0000-4000-8000-000000000000' }));
      expect(status).toBe(409);
      expect(textAt(body, 'message')).toContain('uid mismatch');
      expect((await get(path)).status).toBe(404);
    });

    it('refuses another uid than the object has', async () => {
      const path = await newConfigMapPath();
      await apply(path, configMap({}));
      const { status, body } = await apply(path, configMap({}, { uid: '6f2f9c0e-0000-4000-8000-000000000000' }));
      expect([status, at(body, 'reason')]).toEqual([422, 'Invalid']);
      expect(textAt(body, 'message')).toContain('field is immutable');
    });
  });

  describe('of a custom resource', () => {
    it('merges a list with keys by its keys, each manager owning its items', async () => {
      const path = widgetsPath(await backend.newNamespace('apply'), 'w');
      await apply(path, widget('w', { parts: [{ name: 'a', weight: 1 }] }));
      const both = await apply(path, widget('w', { parts: [{ name: 'b', weight: 2 }] }), { fieldManager: 'm2' });
      expect(at(both.body, 'spec', 'parts')).toEqual([
        { name: 'a', weight: 1 },
        { name: 'b', weight: 2 },
      ]);
      expect(managedBy(both, 'm2')).toMatchObject({
        fieldsV1: { 'f:spec': { 'f:parts': { 'k:{"name":"b"}': { '.': {}, 'f:name': {}, 'f:weight': {} } } } },
      });
      const left = await apply(path, widget('w', {}));
      expect(at(left.body, 'spec', 'parts')).toEqual([{ name: 'b', weight: 2 }]);
    });

    it('merges a set by its members', async () => {
      const path = widgetsPath(await backend.newNamespace('apply'), 'w');
      await apply(path, widget('w', { tags: ['a'] }));
      const both = await apply(path, widget('w', { tags: ['b'] }), { fieldManager: 'm2' });
      expect(at(both.body, 'spec', 'tags')).toEqual(['a', 'b']);
      expect(managedBy(both, 'm2')).toMatchObject({ fieldsV1: { 'f:spec': { 'f:tags': { 'v:"b"': {} } } } });
    });

    it('treats a plain list as one value', async () => {
      const path = widgetsPath(await backend.newNamespace('apply'), 'w');
      await apply(path, widget('w', { steps: ['a'] }));
      const { status, body } = await apply(path, widget('w', { steps: ['b'] }), { fieldManager: 'm2' });
      expect(status).toBe(409);
      expect(at(body, 'details', 'causes', 0, 'field')).toBe('.spec.steps');
    });

    it('gives a default back where an owner leaves its field out', async () => {
      const path = widgetsPath(await backend.newNamespace('apply'), 'w');
      expect((await apply(path, widget('w', { size: 7 }))).body).toMatchObject({ spec: { size: 7 } });
      expect((await apply(path, widget('w', {}))).body).toMatchObject({ spec: { size: 3 } });
    });

    it('keeps spec and status apart, and raises the generation for spec alone', async () => {
      const path = widgetsPath(await backend.newNamespace('apply'), 'w');
      const created = await apply(path, { ...widget('w', { size: 1 }), status: { phase: 'Ignored' } });
      expect(at(created.body, 'status', 'phase')).toBeUndefined();
      expect(at(created.body, 'metadata', 'generation')).toBe(1);
      const status = await apply(
        `${path}/status`,
        { ...widget('w', { size: 9 }), status: { phase: 'Up' } },
        { fieldManager: 'm1-status' },
      );
      expect(status.body).toMatchObject({ spec: { size: 1 }, status: { phase: 'Up' }, metadata: { generation: 1 } });
      expect(managedBy(status, 'm1-status')).toMatchObject({ subresource: 'status' });
      const labelled = await apply(path, widget('w', { size: 1 }, { labels: { l: 'x' } }));
      expect(at(labelled.body, 'metadata', 'generation')).toBe(1);
      const changed = await apply(path, widget('w', { size: 2 }, { labels: { l: 'x' } }));
      expect(changed.body).toMatchObject({ metadata: { generation: 2 }, status: { phase: 'Up' } });
    });

    it('reaches an object that is being deleted', async () => {
      const path = widgetsPath(await backend.newNamespace('apply'), 'w');
      await apply(path, widget('w', {}, { finalizers: ['planewright.dev/conformance'] }));
      await remove(path);
      const { status } = await apply(path, widget('w', { size: 2 }), { fieldManager: 'm2' });
      expect(status).toBe(200);
      await mergePatch(path, { metadata: { finalizers: null } });
    });
  });

  it('merges containers, their variables and ports by key', async () => {
    const namespace = await backend.newNamespace('apply');
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/d`;
    const deployment = (container: object): object => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd' },
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: 'd' } },
        template: { metadata: { labels: { app: 'd' } }, spec: { containers: [{ name: 'main', ...container }] } },
      },
    });
    await apply(path, deployment({ image: 'example.test/d:v1', env: [{ name: 'A', value: '1' }] }));
    const both = await apply(path, deployment({ env: [{ name: 'B', value: '2' }], ports: [{ containerPort: 8000 }] }), {
      fieldManager: 'm2',
    });
    expect(both.status).toBe(200);
    const container = at(both.body, 'spec', 'template', 'spec', 'containers', 0);
    expect(container).toMatchObject({
      image: 'example.test/d:v1',
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
      ports: [{ containerPort: 8000, protocol: 'TCP' }],
    });
    const owned = at(managedBy(both, 'm2'), 'fieldsV1', 'f:spec', 'f:template', 'f:spec', 'f:containers');
    expect(at(owned, 'k:{"name":"main"}', 'f:ports')).toHaveProperty(['k:{"containerPort":8000,"protocol":"TCP"}']);
  });
});
