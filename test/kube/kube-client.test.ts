import { describe, expect, it } from 'vitest';
import { kubeClient } from '../../src/kube/kube-client.ts';
import { KubeError } from '../../src/kube/kube-error.ts';
import { TransportError, type WireResponse } from '../../src/runtime/transport.ts';
import { collect } from './support/collect.ts';
import { answerJson, fakeTransport, refusal, streamOf } from './support/fake-transport.ts';
import { configMap, configMaps, never, secrets, widgets, type ConfigMap } from './support/types.ts';

const key = { namespace: 'acme', name: 'c' };

async function failure(work: Promise<unknown>): Promise<KubeError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof KubeError)) throw new Error(`expected a KubeError, got ${String(error)}`);
  return error;
}

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

describe('what an answer means', () => {
  const cases: readonly [string, WireResponse, Partial<KubeError>][] = [
    ['no right', refusal(403, 'Forbidden', 'x is forbidden'), { code: 'KubeForbidden', retry: 'afterChange' }],
    ['no credential', refusal(401, 'Unauthorized', 'Unauthorized'), { code: 'KubeUnauthorized', retry: 'afterChange' }],
    [
      'a namespace that is going away',
      refusal(403, 'Forbidden', 'unable to create', { causes: [{ reason: 'NamespaceTerminating' }] }),
      { code: 'KubeNamespaceTerminating' },
    ],
    [
      'a quota that is used up',
      refusal(403, 'Forbidden', 'pods "p" is forbidden: exceeded quota: q'),
      { code: 'KubeQuotaExceeded', retry: 'afterChange' },
    ],
    [
      'a kind that is not served',
      { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: '404 page not found\n' },
      { code: 'KubeKindMissing', retry: 'afterChange' },
    ],
    [
      "another manager's field",
      refusal(409, 'Conflict', 'Apply failed with 1 conflict', {
        causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "helm" using v1', field: '.data.a' }],
      }),
      { code: 'KubeFieldConflict', retry: 'afterChange', conflicts: [{ manager: 'helm', field: '.data.a' }] },
    ],
    [
      'a stale version',
      refusal(409, 'Conflict', 'Operation cannot be fulfilled on configmaps "c"'),
      { code: 'KubeConflict', retry: 'soon' },
    ],
    ['a taken name', refusal(409, 'AlreadyExists', 'exists'), { code: 'KubeAlreadyExists' }],
    [
      'an object made anew under the same name',
      refusal(422, 'Invalid', 'metadata.uid: Invalid value: field is immutable'),
      { code: 'KubeConflict', retry: 'soon' },
    ],
    ['an invalid object', refusal(422, 'Invalid', 'spec.x: Invalid value'), { code: 'KubeInvalid', retry: 'never' }],
    [
      'a field that the CRD in the cluster does not have, which apply answers with 500',
      refusal(
        500,
        '',
        'failed to create typed patch object (/c; e.dev/v1, Kind=W): .spec.zz: field not declared in schema',
      ),
      { code: 'KubeSchemaOutdated', retry: 'afterChange', httpStatus: 500 },
    ],
    [
      'the same for a create',
      refusal(400, 'BadRequest', 'strict decoding error: unknown field "spec.zz"'),
      { code: 'KubeSchemaOutdated' },
    ],
    [
      'a value of the wrong type, which apply answers with 500',
      refusal(500, '', 'failed to create typed patch object: .spec.n: expected numeric (int or float), got string'),
      { code: 'KubeInvalid', retry: 'never' },
    ],
    [
      'a real server error',
      refusal(500, 'InternalError', 'etcdserver: timeout'),
      { code: 'KubeServerError', retry: 'soon' },
    ],
    ['an expired list', refusal(410, 'Expired', 'too old'), { code: 'KubeExpired', retry: 'soon' }],
    [
      'a version from the future',
      refusal(504, 'Timeout', 'Too large resource version', { retryAfterSeconds: 1 }),
      { code: 'KubeServerError', retryAfterMs: 1000 },
    ],
    [
      'too many requests',
      { status: 429, headers: { 'retry-after': '7' }, body: '' },
      { code: 'KubeThrottled', retryAfterMs: 7000, retry: 'soon' },
    ],
    [
      "too many requests, by a proxy's date",
      {
        status: 429,
        headers: { 'retry-after': 'Tue, 24 Nov 2026 10:00:30 GMT', date: 'Tue, 24 Nov 2026 10:00:00 GMT' },
        body: '',
      },
      { code: 'KubeThrottled', retryAfterMs: 30_000 },
    ],
    [
      "a proxy's page",
      { status: 404, headers: { 'content-type': 'text/html' }, body: '<html>no</html>' },
      { code: 'KubeMalformedAnswer', retry: 'soon' },
    ],
    ['a page with 200', { status: 200, headers: {}, body: '<html>' }, { code: 'KubeMalformedAnswer', retry: 'soon' }],
  ];

  it.each(cases)('tells %s', async (_, response, expected) => {
    const fake = fakeTransport(() => response);
    const error = await failure(
      kubeClient(fake.transport).apply(widgets, configMap('c', ''), { fieldManager: 'm' }, never),
    );
    expect(error).toMatchObject(expected);
    expect(error.message).toContain('apply widgets.example.dev acme/c');
  });

  it('answers undefined for an object that is not there, and nothing when deleting it', async () => {
    const fake = fakeTransport(() => refusal(404, 'NotFound', 'configmaps "c" not found'));
    const client = kubeClient(fake.transport);
    expect(await client.get(configMaps, key, never)).toBeUndefined();
    await expect(client.delete(configMaps, key, {}, never)).resolves.toBeUndefined();
  });

  it('tells an object that is not there from a kind that is not served', async () => {
    const fake = fakeTransport(() => ({
      status: 404,
      headers: { 'content-type': 'text/plain' },
      body: '404 page not found',
    }));
    expect((await failure(kubeClient(fake.transport).get(widgets, key, never))).code).toBe('KubeKindMissing');
  });

  it('calls a patch whose test failed a conflict, not an invalid object', async () => {
    const fake = fakeTransport(() =>
      refusal(422, 'Invalid', 'the server rejected our request due to an error in our request'),
    );
    expect(await failure(kubeClient(fake.transport).jsonPatch(configMaps, key, [], never))).toMatchObject({
      code: 'KubeConflict',
      retry: 'soon',
    });
  });

  it('keeps the refused value of a Secret out of the sentence', async () => {
    const canary = 'canary-value-91bc';
    const fake = fakeTransport(() =>
      refusal(422, 'Invalid', `Secret "c" is invalid: data[k]: Invalid value: "${canary}"`, {
        causes: [{ reason: 'FieldValueInvalid', message: `Invalid value: "${canary}"`, field: 'data[k]' }],
      }),
    );
    const error = await failure(
      kubeClient(fake.transport).apply(secrets, configMap('c', ''), { fieldManager: 'm' }, never),
    );
    expect(error.message).toBe('apply secrets acme/c: HTTP 422 Invalid (data[k])');
    expect(JSON.stringify(error) + String(error.stack)).not.toContain(canary);
  });

  it('keeps a truncated answer out of the sentence', async () => {
    const canary = 'canary-value-55aa';
    const fake = fakeTransport(() => ({ status: 200, headers: {}, body: `{"data":{"k":"${canary}"` }));
    const error = await failure(kubeClient(fake.transport).get(secrets, key, never));
    expect(error.code).toBe('KubeMalformedAnswer');
    expect(error.message + String(error.stack)).not.toContain(canary);
  });

  it('says that the API server cannot be reached when no answer came', async () => {
    const fake = fakeTransport(() => {
      throw new TransportError('reset', 'the connection was reset');
    });
    expect(await failure(kubeClient(fake.transport).get(configMaps, key, never))).toMatchObject({
      code: 'KubeUnreachable',
      retry: 'soon',
      reason: 'reset',
    });
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
