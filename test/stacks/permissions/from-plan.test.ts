import { describe, expect, it } from 'vitest';
import { ciOf, deployerOf } from '../../../stacks/permissions/from-plan.ts';
import type { Plan, PlannedResource } from '../../../stacks/planned.ts';

const resource = (type: string, concern: string): PlannedResource => ({
  urn: `urn:${type}:${concern}`,
  type,
  name: concern,
  concern,
  inputs: {},
  protect: false,
  retainOnDelete: false,
  dependencies: [],
  aliases: [],
  ignoreChanges: [],
});
const planOf = (...resources: readonly PlannedResource[]): Plan => ({ environment: 'acme', resources, outputs: {} });
const onAws = planOf(
  resource('aws:s3/bucket:Bucket', 'storage'),
  resource('aws:s3/bucketPolicy:BucketPolicy', 'storage'),
  resource('aws:secretsmanager/secretVersion:SecretVersion', 'secrets'),
  resource('pulumi:providers:aws', ''),
);

describe('rights that come from a plan', () => {
  it('are what each type of the plan takes, by concern, each action once', () => {
    const { grants } = deployerOf(onAws);
    expect(grants.map(({ neededBy }) => neededBy)).toEqual(['secrets', 'storage']);
    const storage = grants.find(({ neededBy }) => neededBy === 'storage');
    expect(storage?.allows).toEqual(expect.arrayContaining(['s3:CreateBucket', 's3:PutBucketPolicy']));
    expect(storage?.why).toBe('Bucket, BucketPolicy');
    expect(new Set(storage?.allows).size).toBe(storage?.allows.length);
  });

  it('shrink with the plan', () => {
    expect(JSON.stringify(deployerOf(planOf(resource('aws:s3/bucket:Bucket', 'storage'))))).not.toContain(
      'secretsmanager',
    );
  });

  it('are reading alone for CI, and no content', () => {
    const allowed = ciOf(onAws, 'aws').grants.flatMap(({ allows }) => allows);
    expect(allowed).toContain('s3:GetBucketPolicy');
    expect(allowed.filter((action) => !/:(Get|List|Describe)/.test(action))).toEqual([]);
    expect(allowed.filter((action) => /GetSecretValue|GetObject$/.test(action))).toEqual([]);
  });

  it('are reading alone for CI on the other clouds', () => {
    const google = ciOf(
      planOf(
        resource('gcp:storage/bucket:Bucket', 'storage'),
        resource('gcp:secretmanager/secretVersion:SecretVersion', 'secrets'),
      ),
      'google',
    );
    expect(google.grants.flatMap(({ allows }) => allows)).toContain('storage.buckets.get');
    expect(JSON.stringify(google)).not.toMatch(/create|delete|update|versions[.]access/);
    const azure = ciOf(planOf(resource('azure-native:storage:StorageAccount', 'storage')), 'azure');
    const operations = azure.grants.flatMap(({ allows }) => allows);
    expect(operations.length).toBeGreaterThan(0);
    expect(operations.filter((operation) => !operation.endsWith('/read'))).toEqual([]);
  });
});
