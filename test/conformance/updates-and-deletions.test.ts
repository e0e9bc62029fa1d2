import { beforeAll, describe, expect, it } from 'vitest';
import { describeOnBackend } from './backend.ts';
import { at, listAt, requests, textAt } from './requests.ts';
import { defineWidgets, widget, widgetsPath } from './widgets.ts';

const finalizer = 'planewright.dev/conformance';

describeOnBackend('updates and deletions', (backend) => {
  const {
    get,
    apply,
    post,
    put,
    jsonPatch,
    mergePatch,
    strategicMergePatch,
    delete: remove,
  } = requests(backend.transport);

  beforeAll(() => defineWidgets(backend));

  const newPath = async (): Promise<string> => widgetsPath(await backend.newNamespace('updates'));
  async function created(spec: object = {}, metadata: object = {}): Promise<string> {
    const path = await newPath();
    await post(path, widget('w', spec, metadata));
    return `${path}/w`;
  }

  describe('by versions', () => {
    it('refuse an update of what has changed since it was read', async () => {
      const path = await created();
      const resourceVersion = textAt((await get(path)).body, 'metadata', 'resourceVersion');
      await mergePatch(path, { spec: { size: 4 } });
      const stale = await put(path, widget('w', { size: 5 }, { resourceVersion }));
      expect([stale.status, at(stale.body, 'reason')]).toEqual([409, 'Conflict']);
      expect(textAt(stale.body, 'message')).toMatch(
        /^Operation cannot be fulfilled on widgets\.conformance\.planewright\.dev "w": the object has been modified/,
      );
      expect((await mergePatch(path, { metadata: { resourceVersion }, spec: { size: 5 } })).status).toBe(409);
    });

    it('write nothing, and keep the version, where nothing changes', async () => {
      const path = await created({ size: 4 });
      const { body } = await get(path);
      const version = at(body, 'metadata', 'resourceVersion');
      const again = await mergePatch(path, { spec: { size: 4 } });
      expect(at(again.body, 'metadata', 'resourceVersion')).toBe(version);
      const replaced = await put(path, body);
      expect(at(replaced.body, 'metadata', 'resourceVersion')).toBe(version);
    });
  });

  describe('by patches', () => {
    it('test before they change', async () => {
      const path = await created({ size: 4 });
      const good = [
        { op: 'test', path: '/spec/size', value: 4 },
        { op: 'replace', path: '/spec/size', value: 5 },
      ];
      expect((await jsonPatch(path, good)).body).toMatchObject({ spec: { size: 5 } });
      const failed = await jsonPatch(path, good);
      expect([failed.status, at(failed.body, 'reason')]).toEqual([422, 'Invalid']);
      expect(textAt(failed.body, 'message')).toBe('the server rejected our request due to an error in our request');
      expect((await jsonPatch(path, [{ op: 'remove', path: '/spec/colour' }])).status).toBe(422);
    });

    it('remove by null, and merge maps but not lists', async () => {
      const path = await created({ colour: 'red', labels: { a: '1' }, steps: ['a', 'b'] });
      const { body } = await mergePatch(path, { spec: { colour: null, labels: { b: '2' }, steps: ['c'] } });
      expect(at(body, 'spec', 'colour')).toBeUndefined();
      expect(body).toMatchObject({ spec: { labels: { a: '1', b: '2' }, steps: ['c'] } });
    });

    it('merge the lists of built-in kinds by key, where the kind knows one', async () => {
      const namespace = await backend.newNamespace('updates');
      const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
      const labels = { app: 'd' };
      const container = { name: 'main', image: 'example.test/d:v1' };
      await post(path, {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'd' },
        spec: {
          replicas: 0,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [container] } },
        },
      });
      const { body } = await strategicMergePatch(`${path}/d`, {
        spec: { template: { spec: { containers: [{ name: 'second', image: 'example.test/s:v1' }] } } },
      });
      const names = listAt(body, 'spec', 'template', 'spec', 'containers').map((one) => textAt(one, 'name'));
      expect([...names].sort()).toEqual(['main', 'second']);
    });
  });

  describe('by deletion', () => {
    it('are answered with a Status that names what is gone', async () => {
      const path = await created();
      const uid = textAt((await get(path)).body, 'metadata', 'uid');
      const { status, body } = await remove(path);
      expect(status).toBe(200);
      expect(body).toMatchObject({ kind: 'Status', status: 'Success', details: { name: 'w', kind: 'widgets', uid } });
      expect((await get(path)).status).toBe(404);
      expect((await remove(path)).status).toBe(404);
    });

    it('wait for finalizers, and answer with the object until then', async () => {
      const path = await created({}, { finalizers: [finalizer] });
      const { status, body } = await remove(path);
      expect(status).toBe(200);
      expect(body).toMatchObject({ kind: 'Widget', metadata: { generation: 2, deletionGracePeriodSeconds: 0 } });
      const deletedAt = textAt(body, 'metadata', 'deletionTimestamp');
      const again = await remove(path);
      expect(at(again.body, 'metadata', 'deletionTimestamp')).toBe(deletedAt);
      const removal = [
        { op: 'test', path: '/metadata/finalizers/0', value: finalizer },
        { op: 'remove', path: '/metadata/finalizers/0' },
      ];
      expect((await jsonPatch(path, removal)).status).toBe(200);
      expect((await get(path)).status).toBe(404);
    });

    it('let no finalizer be added any more', async () => {
      const path = await created({}, { finalizers: [finalizer] });
      await remove(path);
      const { status, body } = await mergePatch(path, {
        metadata: { finalizers: [finalizer, 'planewright.dev/late'] },
      });
      expect([status, at(body, 'reason')]).toEqual([422, 'Invalid']);
      expect(textAt(body, 'message')).toContain('no new finalizers can be added if the object is being deleted');
      await mergePatch(path, { metadata: { finalizers: null } });
    });

    it('still let the object and its status be written', async () => {
      const path = await created({}, { finalizers: [finalizer] });
      await remove(path);
      expect((await mergePatch(path, { metadata: { labels: { l: 'x' } } })).status).toBe(200);
      const status = { ...widget('w', {}), status: { phase: 'Leaving' } };
      expect((await apply(`${path}/status`, status)).body).toMatchObject({ status: { phase: 'Leaving' } });
      await mergePatch(path, { metadata: { finalizers: null } });
    });

    it('spare another incarnation than the one that was meant', async () => {
      const path = await created();
      const uid = '6f2f9c0e-0000-4000-8000-000000000000';
      const { status, body } = await remove(path, { preconditions: { uid } });
      expect([status, at(body, 'reason')]).toEqual([409, 'Conflict']);
      expect((await get(path)).status).toBe(200);
      const resourceVersion = textAt((await get(path)).body, 'metadata', 'resourceVersion');
      await mergePatch(path, { spec: { size: 5 } });
      expect((await remove(path, { preconditions: { resourceVersion } })).status).toBe(409);
      expect((await get(path)).status).toBe(200);
    });

    it('of an owner take what it owns with it', async () => {
      // A built-in owner: the collector learns of a new kind only when it next asks, half a minute later.
      const path = `/api/v1/namespaces/${await backend.newNamespace('updates')}/configmaps`;
      const configMap = (name: string, metadata: object = {}): object => ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, ...metadata },
      });
      const owner = await post(path, configMap('owner'));
      const uid = textAt(owner.body, 'metadata', 'uid');
      await post(
        path,
        configMap('owned', { ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid }] }),
      );
      await post(path, configMap('free'));
      await remove(`${path}/owner`, { propagationPolicy: 'Background' });
      await backend.eventually('what was owned to be collected', async () =>
        (await get(`${path}/owned`)).status === 404 ? true : undefined,
      );
      expect((await get(`${path}/free`)).status).toBe(200);
    });
  });
});
