import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeAzureState, makeGoogleState, makeS3State } from '../../src/clouds/buckets/state-bucket.ts';
import { CloudFailure } from '../../src/clouds/failure.ts';
import type { RestRequest } from '../../src/clouds/rest.ts';
import { S3StandIn, s3Variables } from '../support/s3.ts';

const never = new AbortController().signal;
const wanted = { bucket: 'prod-state', account: '123456789012', region: 'eu-central-1' };

describe('a bucket of S3 for state', () => {
  let s3: S3StandIn;
  beforeAll(async () => {
    s3 = await S3StandIn.start();
  });
  beforeEach(() => {
    for (const [name, value] of Object.entries(s3Variables(s3.endpoint))) vi.stubEnv(name, value);
    s3.buckets.clear();
    s3.foreign.clear();
  });
  afterEach(() => vi.unstubAllEnvs());
  afterAll(() => s3.close());

  it('has versions, encryption, nothing public and TLS alone; made again it is the same', async () => {
    expect(await makeS3State(wanted, never)).toEqual({ kind: 'made' });
    const settings = s3.buckets.get('prod-state')?.settings ?? new Map<string, string>();
    expect(settings.get('versioning')).toContain('<Status>Enabled</Status>');
    expect(settings.get('encryption')).toContain('aws:kms');
    expect(settings.get('publicAccessBlock')?.match(/true/g)).toHaveLength(4);
    expect(settings.get('policy')).toContain('aws:SecureTransport');
    const before = new Map(settings);
    expect(await makeS3State(wanted, never)).toEqual({ kind: 'ours' });
    expect(s3.buckets.get('prod-state')?.settings).toEqual(before);
  });

  it('is not taken over from others, nor from another use in the same account', async () => {
    s3.foreign.add('prod-state');
    expect(await makeS3State(wanted, never)).toMatchObject({ kind: 'taken' });
    s3.foreign.clear();
    s3.put('prod-state', 'somebody/s.txt', Buffer.from('x'));
    expect(await makeS3State(wanted, never)).toMatchObject({ kind: 'taken' });
    expect(s3.buckets.get('prod-state')?.settings.size).toBe(0);
  });

  it('is finished where its making was interrupted', async () => {
    s3.make('prod-state');
    expect(await makeS3State(wanted, never)).toEqual({ kind: 'ours' });
    expect(s3.buckets.get('prod-state')?.settings.get('tagging')).toContain('planewright-state');
  });
});

describe('a bucket of Cloud Storage for state', () => {
  const labelled = { name: 'prod-state', labels: { 'planewright-state': 'true' } };

  function answering(items: readonly object[], post?: CloudFailure) {
    const asked: RestRequest[] = [];
    const call = (request: RestRequest): Promise<unknown> => {
      asked.push(request);
      if (request.method === 'POST' && post !== undefined) return Promise.reject(post);
      return Promise.resolve(request.method === 'GET' ? { items } : {});
    };
    return { asked, call };
  }

  it('is made whole in one call, and set up again where it is ours', async () => {
    const fresh = answering([]);
    expect(await makeGoogleState(wanted, fresh.call, never)).toEqual({ kind: 'made' });
    expect(fresh.asked.at(-1)?.body).toMatchObject({
      location: 'eu-central-1',
      versioning: { enabled: true },
      iamConfiguration: { uniformBucketLevelAccess: { enabled: true }, publicAccessPrevention: 'enforced' },
    });
    const again = answering([{ name: 'prod-state-2' }, labelled]);
    expect(await makeGoogleState(wanted, again.call, never)).toEqual({ kind: 'ours' });
    expect(again.asked.map(({ method }) => method)).toEqual(['GET', 'PATCH']);
  });

  it('is not taken over', async () => {
    const other = answering([{ name: 'prod-state' }]);
    expect(await makeGoogleState(wanted, other.call, never)).toMatchObject({ kind: 'taken' });
    expect(other.asked.map(({ method }) => method)).toEqual(['GET']);
    const squatted = answering([], new CloudFailure('conflict', 'conflict', 'taken'));
    expect(await makeGoogleState(wanted, squatted.call, never)).toMatchObject({ kind: 'taken' });
  });
});

describe('a storage account for state', () => {
  it('is waited for, has versions and no keys, and is not taken over', async () => {
    const asked: RestRequest[] = [];
    const states = ['Creating', 'Succeeded'];
    const call = (request: RestRequest): Promise<unknown> => {
      asked.push(request);
      const { pathname } = new URL(request.url);
      if (request.method === 'GET' && pathname.includes('/storageAccounts/')) {
        return Promise.resolve({ properties: { provisioningState: states.shift() } });
      }
      if (request.method === 'GET') return Promise.reject(new CloudFailure('notFound', 'ResourceGroupNotFound', 'no'));
      return Promise.resolve({});
    };
    const clock = { sleep: () => Promise.resolve() };
    expect(await makeAzureState(wanted, call, clock, never)).toEqual({ kind: 'made' });
    const put = asked
      .filter(({ method }) => method === 'PUT')
      .map(({ url }) => new URL(url).pathname.split('/').at(-1));
    expect(put).toEqual(['prod-state', 'prod-state', 'default', 'state']);
    expect(JSON.stringify(asked)).toContain('"isVersioningEnabled":true');
    expect(JSON.stringify(asked)).toContain('"allowSharedKeyAccess":false');
    const taken = await makeAzureState(wanted, () => Promise.resolve({ tags: {} }), clock, never);
    expect(taken.kind).toBe('taken');
  });
});
