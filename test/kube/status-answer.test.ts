import { describe, expect, it } from 'vitest';
import { kubeClient } from '../../src/kube/kube-client.ts';
import type { KubeError } from '../../src/kube/kube-error.ts';
import { TransportError, type WireResponse } from '../../src/runtime/transport.ts';
import { failure } from './support/failure.ts';
import { fakeTransport, refusal } from './support/fake-transport.ts';
import { configMap, configMaps, never, secrets, widgets } from './support/types.ts';

const key = { namespace: 'acme', name: 'c' };

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
      'the same for a create of a built-in kind',
      refusal(
        400,
        'BadRequest',
        'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "zz"',
      ),
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
