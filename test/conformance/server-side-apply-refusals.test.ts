import { beforeAll, expect, it } from 'vitest';
import { describeOnBackend } from './backend.ts';
import { at, requests, textAt } from './requests.ts';
import { defineWidgets, widget, widgetsPath } from './widgets.ts';

describeOnBackend('server-side apply refuses', (backend) => {
  const { apply } = requests(backend.transport);

  beforeAll(() => defineWidgets(backend));

  const configMap = (data: object, metadata: object = {}): object => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'c', ...metadata },
    data,
  });
  const newConfigMapPath = async (): Promise<string> =>
    `/api/v1/namespaces/${await backend.newNamespace('apply')}/configmaps/c`;

  it('a missing field manager', async () => {
    const path = await newConfigMapPath();
    const { status, body } = await apply(path, configMap({}), { fieldManager: [] });
    expect(status).toBe(422);
    expect(at(body, 'details', 'causes', 0, 'field')).toBe('fieldManager');
  });

  it('a field that the schema lacks, with a 500 that no retry mends', async () => {
    const namespace = await backend.newNamespace('apply');
    const { status, body } = await apply(widgetsPath(namespace, 'w'), widget('w', { zz: 1 }));
    expect(status).toBe(500);
    expect(textAt(body, 'message')).toContain('.spec.zz: field not declared in schema');
    expect(at(body, 'reason')).toBeUndefined();
  });

  it('such a field in a built-in kind in the same way', async () => {
    const path = await newConfigMapPath();
    const { status, body } = await apply(path, { ...configMap({}), zz: 1 });
    expect(status).toBe(500);
    expect(textAt(body, 'message')).toContain('.zz: field not declared in schema');
  });

  it('a wrong type and a repeated list key in the same way', async () => {
    const namespace = await backend.newNamespace('apply');
    const path = widgetsPath(namespace, 'w');
    const wrongType = await apply(path, widget('w', { size: 'big' }));
    expect([wrongType.status, textAt(wrongType.body, 'message')]).toEqual([
      500,
      expect.stringContaining('.spec.size: expected numeric') as string,
    ]);
    const repeated = await apply(path, widget('w', { parts: [{ name: 'a' }, { name: 'a' }] }));
    expect(repeated.status).toBe(500);
    expect(textAt(repeated.body, 'message')).toContain('duplicate entries for key [name="a"]');
  });

  it('managed fields in the body, even empty ones', async () => {
    const path = await newConfigMapPath();
    const { status, body } = await apply(path, configMap({}, { managedFields: [] }));
    expect(status).toBe(400);
    expect(textAt(body, 'message')).toContain('metadata.managedFields must be nil');
  });

  it('another name than the address, another kind, and force with another patch', async () => {
    const path = await newConfigMapPath();
    expect((await apply(path, configMap({}, { name: 'other' }))).status).toBe(400);
    expect((await apply(path, { ...configMap({}), kind: 'Secret' })).status).toBe(400);
    await apply(path, configMap({}));
    const forced = await requests(backend.transport).send({
      method: 'PATCH',
      path,
      query: { force: 'true' },
      headers: { 'content-type': 'application/merge-patch+json' },
      body: '{}',
    });
    expect(forced.status).toBe(422);
  });

  it('to create through the status subresource', async () => {
    const namespace = await backend.newNamespace('apply');
    const { status } = await apply(widgetsPath(namespace, 'w', 'status'), {
      ...widget('w', {}),
      status: { phase: 'Up' },
    });
    expect(status).toBe(404);
  });
});
