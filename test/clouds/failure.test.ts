import { describe, expect, it } from 'vitest';
import { overridden } from '../../src/clouds/google.ts';
import { scopeOf } from '../../src/clouds/azure.ts';
import { cloudFailureOf } from '../../src/clouds/failure.ts';
import { restCall, type Network } from '../../src/clouds/rest.ts';
import { systemClock } from '../../src/runtime/clock.ts';

const signal = new AbortController().signal;

function answering(status: number, body: string): Network {
  return { to: () => () => Promise.resolve({ status, headers: {}, body }), clock: systemClock };
}

function awsError(name: string, httpStatusCode: number): Error {
  return Object.assign(new Error('said AWS'), { name, $metadata: { httpStatusCode } });
}

describe('failures of clouds', () => {
  it.each([
    [awsError('ExpiredTokenException', 400), 'signedOut'],
    [awsError('AccessDeniedException', 400), 'denied'],
    [awsError('UnauthorizedOperation', 403), 'denied'],
    [awsError('ResourceNotFoundException', 400), 'notFound'],
    [awsError('DBInstanceNotFoundFault', 404), 'notFound'],
    [awsError('NoSuchBucket', 404), 'notFound'],
    [awsError('ThrottlingException', 400), 'throttled'],
    [awsError('ValidationException', 400), 'refused'],
    [Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }), 'unreachable'],
  ] as const)('%s', (error, kind) => {
    expect(cloudFailureOf(error, 'call').kind).toBe(kind);
  });

  it.each([
    [403, { error: { code: 403, status: 'PERMISSION_DENIED', message: 'no' } }, 'denied', 'PERMISSION_DENIED'],
    [
      403,
      { error: { code: 403, status: 'PERMISSION_DENIED', message: 'off', details: [{ reason: 'SERVICE_DISABLED' }] } },
      'disabled',
      'SERVICE_DISABLED',
    ],
    [404, { error: { code: 'ResourceGroupNotFound', message: 'gone' } }, 'notFound', 'ResourceGroupNotFound'],
    [409, '<html>', 'conflict', '409'],
  ] as const)('of an answer %i', async (status, body, kind, code) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const call = restCall(() => Promise.resolve('token-canary'), answering(status, text));
    const failed = call({ method: 'GET', url: 'https://x.googleapis.com/v1/a' }, signal);
    await expect(failed).rejects.toMatchObject({ kind, code });
    await expect(failed).rejects.not.toThrow(/canary/);
  });

  it('says that a page in between is no answer', async () => {
    const call = restCall(() => Promise.resolve('t'), answering(200, '<html>'));
    await expect(call({ method: 'GET', url: 'https://x.googleapis.com/' }, signal)).rejects.toThrow('is no JSON');
  });
});

it("takes another endpoint of Google's as gcloud does", () => {
  const env = { CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER: 'http://127.0.0.1:9/' };
  expect(overridden('https://secretmanager.googleapis.com/v1/p', env)).toBe('http://127.0.0.1:9/v1/p');
  expect(overridden('https://compute.googleapis.com/v1/p', env)).toBe('https://compute.googleapis.com/v1/p');
});

it("asks for a token of the API's own audience", () => {
  expect(scopeOf('https://a.vault.azure.net/secrets/x')).toContain('vault.azure.net');
  expect(scopeOf('https://management.azure.com/subscriptions')).toContain('management.azure.com');
});
