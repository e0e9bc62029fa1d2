import type { ResourceTypeTable } from '../resource-type.ts';

const docs = (resource: string) => `Terraform Registry, provider hashicorp/aws 6, resource aws_s3_bucket${resource}`;

/** What is set on a bucket: found by the bucket, replaced with it. */
const setting = <const T extends string>(resource: string, what: string, deployer: readonly T[]) =>
  ({
    name: { foundBy: `its bucket (bucket): ${what}` },
    computed: {},
    id: '{input.bucket}',
    replacedBy: ['bucket', 'expectedBucketOwner'],
    holdsData: false,
    tags: 'none',
    deployer,
    source: docs(resource),
  }) as const;

export const storageTypes = {
  'aws:s3/bucket:Bucket': {
    name: {
      property: 'bucket',
      max: 63,
      min: 3,
      pattern: /^[a-z0-9][-a-z0-9]*[a-z0-9]$/,
      unique: 'global',
    },
    computed: {
      arn: 'arn:aws:s3:::{name}',
      bucketDomainName: '{name}.s3.amazonaws.com',
      bucketRegionalDomainName: '{name}.s3.{region}.amazonaws.com',
    },
    replacedBy: ['bucket', 'objectLockEnabled', 'region'],
    holdsData: true,
    holds: 'the system of record: write-ahead log, index and locks, or code and attachments, or who read them',
    tags: 'tags',
    deployer: [
      's3:CreateBucket',
      's3:DeleteBucket',
      's3:ListBucket',
      's3:GetBucketTagging',
      's3:PutBucketTagging',
      's3:GetBucketAcl',
      's3:GetBucketWebsite',
      's3:GetAccelerateConfiguration',
      's3:GetBucketRequestPayment',
      's3:GetReplicationConfiguration',
      's3:GetBucketObjectLockConfiguration',
      's3:GetBucketLocation',
    ],
    source: docs(''),
  },
  'aws:s3/bucketVersioning:BucketVersioning': setting('_versioning', 'one each', [
    's3:GetBucketVersioning',
    's3:PutBucketVersioning',
  ]),
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': setting(
    '_server_side_encryption_configuration',
    'one each',
    ['s3:GetEncryptionConfiguration', 's3:PutEncryptionConfiguration'],
  ),
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': setting('_public_access_block', 'one each', [
    's3:GetBucketPublicAccessBlock',
    's3:PutBucketPublicAccessBlock',
  ]),
  'aws:s3/bucketOwnershipControls:BucketOwnershipControls': setting('_ownership_controls', 'one each', [
    's3:GetBucketOwnershipControls',
    's3:PutBucketOwnershipControls',
  ]),
  'aws:s3/bucketPolicy:BucketPolicy': setting('_policy', 'one each', [
    's3:GetBucketPolicy',
    's3:PutBucketPolicy',
    's3:DeleteBucketPolicy',
  ]),
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': setting('_lifecycle_configuration', 'one each', [
    's3:GetLifecycleConfiguration',
    's3:PutLifecycleConfiguration',
  ]),
  'aws:s3/bucketCorsConfiguration:BucketCorsConfiguration': setting('_cors_configuration', 'one each', [
    's3:GetBucketCORS',
    's3:PutBucketCORS',
  ]),
  'aws:s3/bucketLogging:BucketLogging': setting('_logging', 'one each', ['s3:GetBucketLogging', 's3:PutBucketLogging']),
} as const satisfies ResourceTypeTable;
