import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyGoogleBucket, emptyS3Bucket } from '../../src/clouds/buckets/empty.ts';
import { CloudFailure } from '../../src/clouds/failure.ts';
import type { RestRequest } from '../../src/clouds/rest.ts';
import { S3StandIn, s3Variables } from '../support/s3.ts';

const never = new AbortController().signal;
const quiet = (): void => undefined;

describe('emptying a bucket of S3', () => {
  let s3: S3StandIn;
  beforeAll(async () => {
    s3 = await S3StandIn.start();
  });
  beforeEach(() => {
    for (const [name, value] of Object.entries(s3Variables(s3.endpoint))) vi.stubEnv(name, value);
    s3.make('data').settings.set('versioning', '<Status>Enabled</Status>');
  });
  afterEach(() => vi.unstubAllEnvs());
  afterAll(() => s3.close());

  const empty = () => emptyS3Bucket({ bucket: 'data', region: 'us-east-1' }, quiet, never);

  it('deletes every version and delete marker, batch by batch', async () => {
    for (let index = 0; index < 1500; index += 1) s3.put('data', `key-${index}`, Buffer.from('x'));
    for (let index = 0; index < 700; index += 1) s3.put('data', `key-${index}`, undefined);
    const told: number[] = [];
    const deleted = await emptyS3Bucket({ bucket: 'data', region: 'us-east-1' }, (count) => told.push(count), never);
    expect([deleted, told]).toEqual([2200, [1000, 2000, 2200]]);
    expect(s3.buckets.get('data')?.objects.size).toBe(0);
  });

  it('says which version is held back, and stops', async () => {
    s3.put('data', 'locked', Buffer.from('x'));
    s3.held.add('locked');
    await expect(empty()).rejects.toThrow('1 versions in data cannot be deleted, the first is locked: AccessDenied');
    s3.held.clear();
    expect(await empty()).toBe(1);
  });

  it('takes a bucket that is gone for an empty one, and one of others for a refusal', async () => {
    s3.buckets.delete('data');
    expect(await empty()).toBe(0);
    s3.foreign.add('data');
    await expect(empty()).rejects.toMatchObject({ kind: 'denied' });
    s3.foreign.clear();
  });
});

describe('emptying a bucket of Cloud Storage', () => {
  it('deletes every generation, and does not mind that another hand was faster', async () => {
    const left = new Set(Array.from({ length: 40 }, (_, index) => `a/${index}`));
    const asked: string[] = [];
    const call = ({ method, url }: RestRequest): Promise<unknown> => {
      const { pathname, searchParams } = new URL(url);
      asked.push(`${method} ${pathname} ${searchParams.get('generation') ?? ''}`);
      if (method === 'GET') {
        const items = [...left].map((name) => ({ name, generation: '7' }));
        return Promise.resolve(items.length === 0 ? {} : { items });
      }
      const name = decodeURIComponent(pathname.split('/o/')[1] ?? '');
      left.delete(name);
      return name === 'a/3' ? Promise.reject(new CloudFailure('notFound', 'notFound', 'gone')) : Promise.resolve({});
    };
    expect(await emptyGoogleBucket('data', call, quiet, never)).toBe(40);
    expect(left.size).toBe(0);
    expect(asked).toContain('DELETE /storage/v1/b/data/o/a%2F3 7');
  });
});
