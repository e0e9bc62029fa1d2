import { beforeAll, describe, expect, it } from 'vitest';
import { describeOnBackend } from './backend.ts';
import { at, listAt, requests, textAt } from './requests.ts';
import type { JsonValue } from './requests.ts';
import { defineWidgets, widget, widgetsPath } from './widgets.ts';

const canary = 'canary-4b1f9a77';

describeOnBackend('lists', (backend) => {
  const { get, post, delete: remove } = requests(backend.transport);

  beforeAll(() => defineWidgets(backend));

  async function configMaps(...names: readonly string[]): Promise<string> {
    const path = `/api/v1/namespaces/${await backend.newNamespace('lists')}/configmaps`;
    for (const name of names) await addConfigMap(path, name);
    return path;
  }
  const addConfigMap = (path: string, name: string, labels: object = {}): Promise<unknown> =>
    post(path, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels } });
  const namesIn = (body: JsonValue): string[] => listAt(body, 'items').map((item) => textAt(item, 'metadata', 'name'));
  // A controller may put ConfigMaps of its own into every new namespace.
  const ours = { labelSelector: 'suite=ours' };

  describe('in pages', () => {
    it('say how many are left, and give the state at one version although it has changed since', async () => {
      const path = await configMaps();
      for (const name of ['a', 'b', 'c']) await addConfigMap(path, name, { suite: 'ours' });
      const first = await get(path, { ...ours, limit: '2' });
      expect(namesIn(first.body)).toEqual(['a', 'b']);
      await addConfigMap(path, 'd', { suite: 'ours' });
      const second = await get(path, { ...ours, limit: '2', continue: textAt(first.body, 'metadata', 'continue') });
      expect(namesIn(second.body)).toEqual(['c']);
      expect(at(second.body, 'metadata', 'continue')).toBeUndefined();
      expect(at(second.body, 'metadata', 'resourceVersion')).toBe(at(first.body, 'metadata', 'resourceVersion'));
    });

    it('count what is left where nothing is filtered', async () => {
      const path = widgetsPath(await backend.newNamespace('lists'));
      for (const name of ['a', 'b', 'c']) await post(path, widget(name, {}));
      const { body } = await get(path, { limit: '1' });
      expect(at(body, 'metadata', 'remainingItemCount')).toBe(2);
    });

    it('refuse a continue token together with a version, and one that is no token', async () => {
      const path = widgetsPath(await backend.newNamespace('lists'));
      for (const name of ['a', 'b']) await post(path, widget(name, {}));
      const token = textAt((await get(path, { limit: '1' })).body, 'metadata', 'continue');
      expect((await get(path, { limit: '1', continue: token, resourceVersion: '1' })).status).toBe(400);
      expect((await get(path, { limit: '1', continue: 'nonsense' })).status).toBe(400);
    });

    it('are left aside at version 0: everything comes at once', async () => {
      const path = widgetsPath(await backend.newNamespace('lists'));
      for (const name of ['a', 'b', 'c']) await post(path, widget(name, {}));
      const seen = await backend.eventually('the cache to hold all three', async () => {
        const { body } = await get(path, { limit: '1', resourceVersion: '0' });
        return namesIn(body).length === 3 ? body : undefined;
      });
      expect(at(seen, 'metadata', 'continue') ?? '').toBe('');
    });
  });

  it('are ordered by namespace and name, across namespaces too', async () => {
    const path = await configMaps('b', 'a', 'c');
    const names = namesIn((await get(path)).body);
    expect(names).toEqual([...names].sort());
  });

  it('carry kind and version in each custom resource and in no built-in object', async () => {
    const path = await configMaps('a');
    expect(at((await get(path)).body, 'items', 0, 'kind')).toBeUndefined();
    const widgets = widgetsPath(await backend.newNamespace('lists'));
    await post(widgets, widget('a', {}));
    const list = (await get(widgets)).body;
    expect(at(list, 'kind')).toBe('WidgetList');
    expect(at(list, 'items', 0)).toMatchObject({ kind: 'Widget', apiVersion: 'conformance.planewright.dev/v1' });
  });

  it('are narrowed by labels and by name', async () => {
    const path = await configMaps();
    await addConfigMap(path, 'a', { colour: 'red' });
    await addConfigMap(path, 'b', { colour: 'blue', size: 'big' });
    const named = async (labelSelector: string): Promise<string[]> =>
      namesIn((await get(path, { labelSelector })).body);
    expect(await named('colour=red')).toEqual(['a']);
    expect(await named('colour in (red,blue),!size')).toEqual(['a']);
    expect(await named('size')).toEqual(['b']);
    expect(await named('colour,colour!=red')).toEqual(['b']);
    expect(namesIn((await get(path, { fieldSelector: 'metadata.name=b' })).body)).toEqual(['b']);
  });

  it('of custom resources know no field selector but name and namespace', async () => {
    const path = widgetsPath(await backend.newNamespace('lists'));
    expect((await get(path, { fieldSelector: 'metadata.name=a' })).status).toBe(200);
    expect((await get(path, { fieldSelector: 'spec.size=1' })).status).toBe(400);
  });

  it('from the future are put off with a time to wait', async () => {
    const path = await configMaps('a');
    const version = Number(textAt((await get(path)).body, 'metadata', 'resourceVersion'));
    const { status, body } = await get(path, { resourceVersion: String(version + 1_000_000) });
    expect(status).toBe(504);
    expect(body).toMatchObject({
      reason: 'Timeout',
      details: { causes: [{ reason: 'ResourceVersionTooLarge' }], retryAfterSeconds: 1 },
    });
  });

  describe('of metadata only', () => {
    const partial = (kind: string): string => `application/json;as=${kind};g=meta.k8s.io;v=v1`;

    it('leave out everything else', async () => {
      const secrets = `/api/v1/namespaces/${await backend.newNamespace('lists')}/secrets`;
      await post(secrets, {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 's', labels: { l: 'x' } },
        stringData: { key: canary },
      });
      const list = await get(secrets, {}, partial('PartialObjectMetadataList'));
      expect(list.status).toBe(200);
      expect(list.headers['content-type']).toBe('application/json');
      expect(at(list.body, 'kind')).toBe('PartialObjectMetadataList');
      expect(at(list.body, 'items', 0)).toMatchObject({ metadata: { name: 's', labels: { l: 'x' } } });
      const one = await get(`${secrets}/s`, {}, partial('PartialObjectMetadata'));
      expect(at(one.body, 'kind')).toBe('PartialObjectMetadata');
      for (const { text } of [list, one]) {
        expect(text).not.toContain('"data"');
        expect(text).not.toContain(canary);
        expect(text).not.toContain(Buffer.from(canary).toString('base64'));
      }
    });

    it('must be asked for as a list where a list is asked', async () => {
      const path = await configMaps('a');
      expect((await get(path, {}, partial('PartialObjectMetadata'))).status).toBe(406);
    });
  });

  it('of a namespace that does not exist are empty', async () => {
    const { status, body } = await get('/api/v1/namespaces/nobody-made-this/configmaps');
    expect([status, listAt(body, 'items').length]).toEqual([200, 0]);
  });

  it('forget what was deleted', async () => {
    const path = await configMaps('a', 'b');
    await remove(`${path}/a`);
    expect(namesIn((await get(path)).body)).not.toContain('a');
  });
});
