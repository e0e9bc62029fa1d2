import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { CloudFailure } from '../../src/clouds/failure.ts';
import { azureIdentity, googleIdentity, identityIn } from '../../src/clouds/identity.ts';

const never = new AbortController().signal;

describe('whose account it is, by AWS', () => {
  let sts: Server;
  let status = 200;
  const answers = {
    200: '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/ada</Arn><UserId>A</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
    403: '<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>The token has expired</Message></Error></ErrorResponse>',
  };
  beforeAll(async () => {
    sts = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(status).end(answers[status as 200 | 403]));
    });
    await new Promise<void>((resolve) => sts.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    vi.stubEnv('AWS_ENDPOINT_URL_STS', `http://127.0.0.1:${(sts.address() as AddressInfo).port}`);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'stand-in');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'canary-key');
  });
  afterEach(() => vi.unstubAllEnvs());
  afterAll(() => sts.close());
  const ask = (account: string) => identityIn({ cloud: 'aws', account, region: 'us-east-1' }, {}, never);

  it('is the same, another, or not known, which is neither', async () => {
    const who = 'arn:aws:iam::123456789012:user/ada';
    expect(await ask('123456789012')).toEqual({ kind: 'same', who });
    expect(await ask('210987654321')).toEqual({ kind: 'other', account: '123456789012', who });
    status = 403;
    const unknown = await ask('123456789012');
    expect(unknown).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('ExpiredToken') as string });
    expect(JSON.stringify(unknown)).not.toContain('canary');
  });
});

describe('whose account it is, by Google and Azure', () => {
  const google = { cloud: 'google', account: 'acme', region: 'us-east1' } as const;
  const azure = { cloud: 'azure', account: 'ABC', region: 'westeurope' } as const;

  it('is the same where the project or the subscription can be seen', async () => {
    const project = () => Promise.resolve({ projectId: 'acme', displayName: 'Acme' });
    expect(await googleIdentity(google, project, never)).toMatchObject({ kind: 'same' });
    const subscription = () => Promise.resolve({ subscriptionId: 'abc' });
    expect(await azureIdentity(azure, subscription, never)).toMatchObject({ kind: 'same' });
  });

  it('is not known where the answer says nothing, or is refused', async () => {
    expect(await googleIdentity(google, () => Promise.resolve({}), never)).toMatchObject({ kind: 'unknown' });
    const denied = () => Promise.reject(new CloudFailure('denied', 'PERMISSION_DENIED', 'no'));
    await expect(googleIdentity(google, denied, never)).rejects.toMatchObject({ kind: 'denied' });
  });
});
