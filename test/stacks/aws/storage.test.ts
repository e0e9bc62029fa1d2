import { beforeAll, describe, expect, it } from 'vitest';
import { Storage } from '../../../stacks/aws/storage.ts';
import type { Plan } from '../../../stacks/planned.ts';
import {
  deleteOpsPrefixes,
  lifecycleRules,
  type BucketRole,
  type LifecycleRule,
} from '../../../stacks/aws/storage/lifecycle.ts';
import { key, keyArn, ofType, planOf, resource, statements } from './data-services.ts';

const buckets = ['brainstore', 'responses', 'code-bundles', 'access-logs'] as const satisfies readonly BucketRole[];
const existing = { type: 'Existing', brainstore: 'bt-store', responses: 'bt-responses', codeBundles: 'bt-code' };

const planStorage = (spec: object) =>
  planOf(spec, (environment) => {
    const { brainstoreBucket, responsesBucket, codeBundlesBucket } = new Storage(environment, key);
    return { buckets: [brainstoreBucket, responsesBucket, codeBundlesBucket] };
  });

function takesCurrentObjects({ expiration }: LifecycleRule): boolean {
  return expiration !== undefined && 'days' in expiration;
}

describe('rules by which S3 takes objects away', () => {
  it('take a live object of Brainstore below its notes of deletion alone', () => {
    const taking = lifecycleRules('brainstore', 7).filter(takesCurrentObjects);
    expect(taking.map(({ filter }) => filter.prefix)).toEqual(deleteOpsPrefixes);
    expect(deleteOpsPrefixes).toEqual(['brainstore/index/delete_ops/', 'brainstore/wal/delete_ops/']);
  });

  it('take no live code and no live attachment', () => {
    expect(lifecycleRules('code-bundles', 7).filter(takesCurrentObjects)).toEqual([]);
  });

  it('take responses after a day, which is how long anybody reads them', () => {
    const taking = lifecycleRules('responses', 7).filter(takesCurrentObjects);
    expect(taking.map(({ expiration }) => expiration)).toEqual([{ days: 1 }]);
  });

  it('keep what was overwritten or deleted for as many days as the environment says', () => {
    for (const role of ['brainstore', 'code-bundles'] as const) {
      const kept = lifecycleRules(role, 30).flatMap((rule) => rule.noncurrentVersionExpiration ?? []);
      expect(kept).toEqual([{ noncurrentDays: 30 }]);
    }
  });

  it.each(buckets)('give up an upload to %s that was begun and left', (role) => {
    expect(lifecycleRules(role, 7)).toContainEqual(
      expect.objectContaining({ abortIncompleteMultipartUpload: { daysAfterInitiation: 1 } }),
    );
  });

  it('reach the plan as they are', async () => {
    const plan = await planStorage({ storage: { undoDays: 12 } });
    for (const role of buckets) {
      expect(resource(plan, `storage-${role}-lifecycle`).inputs['rules']).toEqual(lifecycleRules(role, 12));
    }
  });
});

describe('buckets', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await planStorage({ storage: { allowedOrigins: ['https://acme.example'] } });
  });

  it.each(buckets)('%s is shut to the public, versioned, kept, and owned by the account', (role) => {
    expect(resource(plan, `storage-${role}-public-access`).inputs).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(resource(plan, `storage-${role}-versioning`).inputs['versioningConfiguration']).toEqual({
      status: 'Enabled',
    });
    expect(resource(plan, `storage-${role}-ownership`).inputs['rule']).toEqual({
      objectOwnership: 'BucketOwnerEnforced',
    });
    expect(resource(plan, `storage-${role}`)).toMatchObject({ protect: true, inputs: { forceDestroy: false } });
  });

  it.each(['brainstore', 'responses', 'code-bundles'])('%s is encrypted by the key, once for many objects', (role) => {
    expect(resource(plan, `storage-${role}-encryption`).inputs['rules']).toEqual([
      {
        applyServerSideEncryptionByDefault: {
          kmsMasterKeyId: keyArn,
          sseAlgorithm: 'aws:kms',
        },
        blockedEncryptionTypes: ['SSE-C'],
        bucketKeyEnabled: true,
      },
    ]);
  });

  it.each(buckets)('%s answers nobody without TLS', (role) => {
    const bucket = resource(plan, `storage-${role}`).physicalName ?? '';
    expect(statements(resource(plan, `storage-${role}-policy`).inputs['policy'])).toContainEqual({
      Sid: 'DenyWithoutTls',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  it('refuse an object under another key, and take one that names none', () => {
    const denied = statements(resource(plan, 'storage-brainstore-policy').inputs['policy']);
    const encryption = denied.filter(({ Sid }) => Sid.startsWith('DenyOther'));
    expect(encryption.map(({ Condition }) => Condition)).toEqual([
      {
        StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' },
        Null: { 's3:x-amz-server-side-encryption': 'false' },
      },
      {
        StringNotEquals: {
          's3:x-amz-server-side-encryption-aws-kms-key-id': keyArn,
        },
        Null: { 's3:x-amz-server-side-encryption-aws-kms-key-id': 'false' },
      },
    ]);
  });

  it('let web pages of the allowed origins upload code and read both, and never reach Brainstore', () => {
    const rules = ofType(plan, 'aws:s3/bucketCorsConfiguration:BucketCorsConfiguration').map(({ name, inputs }) => [
      name,
      inputs['corsRules'],
    ]);
    expect(rules).toEqual([
      ['storage-code-bundles-cors', [expect.objectContaining({ allowedMethods: ['PUT', 'GET', 'HEAD'] })]],
      ['storage-responses-cors', [expect.objectContaining({ allowedOrigins: ['https://acme.example'] })]],
    ]);
  });

  it('have the readers of each written down in another bucket, which S3 alone may write', () => {
    const logs = resource(plan, 'storage-access-logs').physicalName;
    const logged = ofType(plan, 'aws:s3/bucketLogging:BucketLogging');
    expect(logged.map(({ inputs }) => [inputs['targetBucket'], inputs['targetPrefix']])).toEqual([
      [logs, 'brainstore/'],
      [logs, 'code-bundles/'],
      [logs, 'responses/'],
    ]);
    const allowed = statements(resource(plan, 'storage-access-logs-policy').inputs['policy']);
    expect(allowed.filter(({ Effect }) => Effect === 'Allow')).toMatchObject([
      { Principal: { Service: 'logging.s3.amazonaws.com' }, Action: 's3:PutObject' },
    ]);
  });

  it('are called differently in every account and region, and the same in every plan', async () => {
    const names = async (cloud: object) => {
      const there = await planStorage({ cloud });
      return ofType(there, 'aws:s3/bucket:Bucket').map(({ physicalName }) => physicalName);
    };
    const here = await names({});
    expect(await names({})).toEqual(here);
    for (const other of [await names({ accountId: '210987654321' }), await names({ region: 'us-east-2' })]) {
      expect(other.filter((name) => here.includes(name))).toEqual([]);
    }
  });

  it('that exist are referred to, and nothing of them is made', async () => {
    const brought = await planStorage({ storage: existing });
    expect(brought.resources).toEqual([]);
    expect(brought.outputs['buckets']).toEqual([
      { arn: 'arn:aws:s3:::bt-store', name: 'bt-store' },
      { arn: 'arn:aws:s3:::bt-responses', name: 'bt-responses' },
      { arn: 'arn:aws:s3:::bt-code', name: 'bt-code' },
    ]);
  });
});
