import {
  ApiException,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  V1ConfigMap,
  V1ObjectMeta,
} from '@kubernetes/client-node';
import { beforeAll, expect, it } from 'vitest';
import { describeOnBackend } from './backend.ts';
import { at, requests, textAt } from './requests.ts';
import type { JsonObject } from './requests.ts';
import { defineWidgets, widget, widgetsPath } from './widgets.ts';

describeOnBackend('the official client', (backend) => {
  const { post, mergePatch, delete: remove } = requests(backend.transport);
  const config = new KubeConfig();

  beforeAll(async () => {
    await defineWidgets(backend);
    const { server, caPem, token } = await backend.address();
    config.loadFromOptions({
      clusters: [
        {
          name: 'here',
          server,
          // What the client asks for before it talks plain HTTP.
          skipTLSVerify: server.startsWith('http:'),
          ...(caPem === undefined ? {} : { caData: Buffer.from(caPem).toString('base64') }),
        },
      ],
      users: [{ name: 'tester', ...(token === undefined ? {} : { token }) }],
      contexts: [{ name: 'here', cluster: 'here', user: 'tester' }],
      currentContext: 'here',
    });
  });

  it('creates, reads, lists and deletes a built-in object', async () => {
    const namespace = await backend.newNamespace('official');
    const core = config.makeApiClient(CoreV1Api);
    const body = new V1ConfigMap();
    body.metadata = new V1ObjectMeta();
    body.metadata.name = 'a';
    body.data = { k: 'v' };
    await core.createNamespacedConfigMap({ namespace, body });
    expect((await core.readNamespacedConfigMap({ namespace, name: 'a' })).data).toEqual({ k: 'v' });
    const { items } = await core.listNamespacedConfigMap({ namespace, fieldSelector: 'metadata.name=a' });
    expect(items.map(({ metadata }) => metadata?.name)).toEqual(['a']);
    await core.deleteNamespacedConfigMap({ namespace, name: 'a' });
    await expect(core.readNamespacedConfigMap({ namespace, name: 'a' })).rejects.toSatisfy(
      (error) => error instanceof ApiException && error.code === 404,
    );
  });

  it('applies a custom resource', async () => {
    const namespace = await backend.newNamespace('official');
    const custom = config.makeApiClient(CustomObjectsApi);
    const applied = (await custom.patchNamespacedCustomObject(
      {
        group: 'conformance.planewright.dev',
        version: 'v1',
        namespace,
        plural: 'widgets',
        name: 'w',
        body: widget('w', { colour: 'red' }),
        fieldManager: 'official',
      },
      setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply),
    )) as JsonObject;
    expect(at(applied, 'spec')).toEqual({ size: 3, colour: 'red', policy: { mode: 'Full' } });
    expect(textAt(applied, 'metadata', 'managedFields', 0, 'manager')).toBe('official');
  });

  it('follows objects through its informer as they come, change and go', async () => {
    const namespace = await backend.newNamespace('official');
    const path = widgetsPath(namespace);
    const custom = config.makeApiClient(CustomObjectsApi);
    const place = { group: 'conformance.planewright.dev', version: 'v1', namespace, plural: 'widgets' };
    await post(path, widget('before', {}));
    const informer = makeInformer(
      config,
      path,
      async () => (await custom.listNamespacedCustomObject(place)) as { items: Widget[]; metadata: object },
    );
    const seen: string[] = [];
    for (const verb of ['add', 'update', 'delete'] as const) {
      informer.on(verb, ({ metadata }) => seen.push(`${verb} ${metadata?.name ?? ''}`));
    }
    const until = (event: string): Promise<true> =>
      backend.eventually(event, () => Promise.resolve(seen.includes(event) ? true : undefined));
    await informer.start();
    try {
      await until('add before');
      await post(path, widget('later', {}));
      await until('add later');
      await mergePatch(`${path}/later`, { spec: { size: 5 } });
      await until('update later');
      await remove(`${path}/later`);
      await until('delete later');
    } finally {
      await informer.stop();
    }
    expect(informer.list().map(({ metadata }) => metadata?.name)).toEqual(['before']);
  });
});

interface Widget {
  readonly metadata?: { readonly name?: string };
}
