import { describe, expect, it } from 'vitest';
import { kubeClient } from '../../src/kube/kube-client.ts';
import { collect } from './support/collect.ts';
import { failure } from './support/failure.ts';
import { answerJson, fakeTransport, streamOf } from './support/fake-transport.ts';
import { configMap, configMaps, never, secrets, widgets, type ConfigMap } from './support/types.ts';

const key = { namespace: 'acme', name: 'c' };

describe('what the client asks', () => {
  it('applies server-side with its field manager and never sends a body type that merges', async () => {
    const fake = fakeTransport(() => answerJson(configMap('c', '5')));
    await kubeClient(fake.transport).apply(configMaps, configMap('c', '4'), { fieldManager: 'm', force: true }, never);
    expect(fake.requests[0]).toMatchObject({
      method: 'PATCH',
      path: '/api/v1/namespaces/acme/configmaps/c',
      query: { fieldManager: 'm', force: 'true' },
      headers: { 'content-type': 'application/apply-patch+yaml' },
    });
  });

  it('applies a status to the status subresource', async () => {
    const fake = fakeTransport(() => answerJson(configMap('c', '5')));
    await kubeClient(fake.transport).applyStatus(widgets, configMap('c', '4'), { fieldManager: 'm' }, never);
    expect(fake.requests[0]?.path).toBe('/apis/example.dev/v1/namespaces/acme/widgets/c/status');
  });

  it('creates with strict field validation, so that no field is dropped in silence', async () => {
    const fake = fakeTransport(() => answerJson(configMap('c', '5')));
    await kubeClient(fake.transport, { fieldManager: 'm' }).create(configMaps, configMap('c', ''), never);
    expect(fake.requests[0]?.query).toEqual({ fieldManager: 'm', fieldValidation: 'Strict' });
  });

  it('deletes only the incarnation that it was told to delete', async () => {
    const fake = fakeTransport(() => answerJson({ kind: 'Status', status: 'Success' }));
    await kubeClient(fake.transport).delete(configMaps, key, { uid: 'u1' }, never);
    expect(JSON.parse(fake.requests[0]?.body ?? '')).toMatchObject({ preconditions: { uid: 'u1' } });
  });

  it('asks for metadata alone, in the list form for a list and in the object form for a watch', async () => {
    const fake = fakeTransport(({ stream }) =>
      stream === true ? streamOf() : answerJson({ items: [], metadata: { resourceVersion: '1' } }),
    );
    const client = kubeClient(fake.transport);
    await client.list(secrets, { metadataOnly: true }, never);
    await collect(client.watch(secrets, { metadataOnly: true, resourceVersion: '1', timeoutSeconds: 9 }, never));
    expect(fake.requests.map((request) => request.headers?.['accept'])).toEqual([
      'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
      'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
    ]);
  });

  it('does not send a version along with a page token, which the server refuses', async () => {
    const fake = fakeTransport(() => answerJson({ items: null, metadata: { resourceVersion: '1' } }));
    await kubeClient(fake.transport).list(configMaps, { continue: 'token', resourceVersion: '1' }, never);
    expect(fake.requests[0]?.query).toEqual({ continue: 'token' });
  });

  it('sends nothing once the signal is aborted', async () => {
    const fake = fakeTransport(() => answerJson(configMap('c', '5')));
    const why = new Error('stopping');
    await expect(kubeClient(fake.transport).get(configMaps, key, AbortSignal.abort(why))).rejects.toBe(why);
    expect(fake.requests).toEqual([]);
  });
});

describe('what passes the door', () => {
  it('takes the last-applied annotation and managedFields off every object, so that no Secret leaks through metadata', async () => {
    const canary = 'canary-value-7f3a';
    const raw = {
      metadata: {
        name: 'c',
        managedFields: [{ manager: 'kubectl' }],
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': canary, keep: 'me' },
      },
    };
    const fake = fakeTransport(({ stream, path }) => {
      if (stream === true) return streamOf(`${JSON.stringify({ type: 'ADDED', object: raw })}\n`);
      return path.endsWith('/c')
        ? answerJson(raw)
        : answerJson({ items: [structuredClone(raw)], metadata: { resourceVersion: '1' } });
    });
    const client = kubeClient(fake.transport);
    const seen: unknown[] = [
      await client.get(secrets, key, never),
      await client.list(secrets, { metadataOnly: true }, never),
    ];
    seen.push(...(await collect(client.watch(secrets, { resourceVersion: '1', timeoutSeconds: 9 }, never))));
    expect(seen).toHaveLength(3);
    expect(JSON.stringify(seen)).not.toContain(canary);
    expect(JSON.stringify(seen)).not.toContain('managedFields');
    expect(seen[0]).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'c', annotations: { keep: 'me' } },
    });
  });

  it('names the kind of every item of a list, which the server leaves out', async () => {
    const fake = fakeTransport(() =>
      answerJson({ items: [{ metadata: { name: 'c' } }], metadata: { resourceVersion: '1' } }),
    );
    const page = await kubeClient(fake.transport).list<ConfigMap>(configMaps, {}, never);
    expect(page.items[0]).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' });
  });
});

describe('a watch', () => {
  const watching = { resourceVersion: '1', timeoutSeconds: 9 };
  const line = (type: string, object: unknown): string => `${JSON.stringify({ type, object })}\n`;

  async function eventsOf(...chunks: readonly string[]): Promise<unknown[]> {
    const fake = fakeTransport(() => streamOf(...chunks));
    return collect(kubeClient(fake.transport).watch(configMaps, watching, never));
  }

  it('is whole however the stream is cut', async () => {
    const text = line('ADDED', configMap('é', '2')) + '\n' + line('BOOKMARK', { metadata: { resourceVersion: '9' } });
    const events = await eventsOf(...Array.from(text));
    expect(events).toEqual([
      { type: 'ADDED', object: configMap('é', '2') },
      { type: 'BOOKMARK', resourceVersion: '9' },
    ]);
  });

  it('takes a line of more than a megabyte', async () => {
    const large = { ...configMap('c', '2'), data: { k: 'x'.repeat(1_400_000) } };
    expect(await eventsOf(line('ADDED', large))).toHaveLength(1);
  });

  it('gives up a line without end instead of filling the memory', async () => {
    const endless = Array.from({ length: 10 }, () => 'x'.repeat(1_000_000));
    expect((await failure(eventsOf(...endless))).code).toBe('KubeMalformedAnswer');
  });

  it('tells 410 inside the stream as expired', async () => {
    const status = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version' };
    expect((await failure(eventsOf(line('ERROR', status)))).code).toBe('KubeExpired');
  });

  it('tells another error inside the stream, too', async () => {
    const status = { kind: 'Status', code: 500, reason: 'InternalError', message: 'etcd' };
    expect((await failure(eventsOf(line('ERROR', status)))).code).toBe('KubeServerError');
  });

  it('does not pass over a torn line', async () => {
    expect((await failure(eventsOf('{"type":"ADDED","obj\n'))).code).toBe('KubeMalformedAnswer');
  });
});
