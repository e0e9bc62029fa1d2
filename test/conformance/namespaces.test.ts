import { beforeAll, expect, it } from 'vitest';
import { describeOnBackend } from './backend.ts';
import { at, listAt, requests, textAt } from './requests.ts';
import { defineWidgets, widget, widgetsPath } from './widgets.ts';

const finalizer = 'planewright.dev/conformance';

describeOnBackend('a namespace that is deleted', (backend) => {
  const { get, apply, post, mergePatch, delete: remove } = requests(backend.transport);

  beforeAll(() => defineWidgets(backend));

  const pathOf = (namespace: string): string => `/api/v1/namespaces/${namespace}`;
  const configMap = (name: string): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
  const event = (namespace: string): object => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'e' },
    involvedObject: { kind: 'Namespace', name: namespace, namespace },
    reason: 'Told',
    message: 'told',
    type: 'Normal',
  });

  /** A namespace in which a finalized widget holds the deletion up. */
  async function held(): Promise<string> {
    const namespace = await backend.newNamespace('terminating');
    await post(widgetsPath(namespace), widget('w', {}, { finalizers: [finalizer] }));
    await remove(pathOf(namespace));
    return namespace;
  }

  const release = (namespace: string): Promise<unknown> =>
    mergePatch(widgetsPath(namespace, 'w'), { metadata: { finalizers: null } });

  it('is terminating at once, and takes nothing new, Events included', async () => {
    const namespace = await held();
    expect(at((await get(pathOf(namespace))).body, 'status', 'phase')).toBe('Terminating');
    const path = pathOf(namespace);
    for (const [where, object] of [
      [`${path}/configmaps`, configMap('late')],
      [`${path}/events`, event(namespace)],
      [widgetsPath(namespace), widget('late', {})],
    ] as const) {
      const { status, body } = await post(where, object);
      expect([status, at(body, 'reason')]).toEqual([403, 'Forbidden']);
      expect(at(body, 'details', 'causes', 0, 'reason')).toBe('NamespaceTerminating');
    }
    const applied = await apply(`${path}/configmaps/late`, configMap('late'));
    expect([applied.status, at(applied.body, 'details', 'causes', 0, 'reason')]).toEqual([403, 'NamespaceTerminating']);
    await release(namespace);
  });

  it('still takes updates and status writes to what is there', async () => {
    const namespace = await held();
    const path = widgetsPath(namespace, 'w');
    expect((await mergePatch(path, { metadata: { labels: { l: 'x' } } })).status).toBe(200);
    const status = await apply(`${path}/status`, { ...widget('w', {}), status: { phase: 'Leaving' } });
    expect(status.body).toMatchObject({ status: { phase: 'Leaving' } });
    await release(namespace);
  });

  it('loses a Secret without finalizer while an object with one still waits, and says what it waits for', async () => {
    const namespace = await backend.newNamespace('terminating');
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } };
    await post(`${pathOf(namespace)}/secrets`, secret);
    await post(widgetsPath(namespace), widget('w', {}, { finalizers: [finalizer] }));
    await remove(pathOf(namespace));
    await backend.eventually('the Secret to be gone', async () =>
      (await get(`${pathOf(namespace)}/secrets/s`)).status === 404 ? true : undefined,
    );
    // Kinds are emptied in any order: the Secret may be gone before the widget is so much as marked.
    await backend.eventually('the widget to be marked', async () => {
      const { status, body } = await get(widgetsPath(namespace, 'w'));
      expect(status).toBe(200);
      return at(body, 'metadata', 'deletionTimestamp') === undefined ? undefined : true;
    });
    const message = async (type: string): Promise<string | undefined> => {
      const conditions = at((await get(pathOf(namespace))).body, 'status', 'conditions');
      if (conditions === undefined) return undefined;
      const found = listAt(conditions).find((one) => at(one, 'type') === type && at(one, 'status') === 'True');
      return found === undefined ? undefined : textAt(found, 'message');
    };
    expect(await backend.eventually('a condition', () => message('NamespaceContentRemaining'))).toContain(
      'widgets.conformance.planewright.dev has 1 resource instances',
    );
    expect(await backend.eventually('a condition', () => message('NamespaceFinalizersRemaining'))).toContain(
      `${finalizer} in 1 resource instances`,
    );
    await release(namespace);
  });

  it('is gone when the last finalizer is', async () => {
    const namespace = await held();
    await release(namespace);
    await backend.eventually('the namespace to be gone', async () =>
      (await get(pathOf(namespace))).status === 404 ? true : undefined,
    );
  });
});
