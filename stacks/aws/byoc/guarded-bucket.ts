import { Bucket } from '@pulumi/aws/s3/bucket.js';
import { BucketObjectLockConfiguration } from '@pulumi/aws/s3/bucketObjectLockConfiguration.js';
import { BucketOwnershipControls } from '@pulumi/aws/s3/bucketOwnershipControls.js';
import { BucketPolicy } from '@pulumi/aws/s3/bucketPolicy.js';
import { BucketPublicAccessBlock } from '@pulumi/aws/s3/bucketPublicAccessBlock.js';
import { BucketServerSideEncryptionConfiguration } from '@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js';
import { BucketVersioning } from '@pulumi/aws/s3/bucketVersioning.js';
import type * as pulumi from '@pulumi/pulumi';

interface GuardedBucketArguments {
  readonly bucket: string;
  readonly arn: string;
  readonly key: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
  /** Days for which no object is changed or deleted by anybody, the account's root included; versions alone if left out. */
  readonly lockedDays?: number;
  /** Statements of its policy besides the refusal of plain HTTP. */
  readonly statements?: readonly object[];
}

export interface GuardedBucket {
  readonly bucket: Bucket;
  readonly policy: BucketPolicy;
}

interface Children {
  readonly named: (role: string) => string;
  readonly child: () => pulumi.CustomResourceOptions;
  readonly keeps: () => pulumi.CustomResourceOptions;
}

/** A bucket of the bootstrap: encrypted, versioned, private, over TLS alone, and locked where told. */
export function guardedBucket(
  role: string,
  { bucket, arn, key, tags, lockedDays, statements = [] }: GuardedBucketArguments,
  { named, child, keeps }: Children,
): GuardedBucket {
  const locked = lockedDays !== undefined;
  const made = new Bucket(named(role), { bucket, objectLockEnabled: locked, forceDestroy: false, tags }, keeps());
  const versioning = new BucketVersioning(
    named(`${role}-versioning`),
    { bucket: made.id, versioningConfiguration: { status: 'Enabled' } },
    child(),
  );
  if (locked) {
    // Compliance: the period can be made longer, never shorter, by nobody.
    new BucketObjectLockConfiguration(
      named(`${role}-lock`),
      { bucket: made.id, rule: { defaultRetention: { mode: 'COMPLIANCE', days: lockedDays } } },
      { ...child(), dependsOn: [versioning] },
    );
  }
  new BucketOwnershipControls(
    named(`${role}-ownership`),
    { bucket: made.id, rule: { objectOwnership: 'BucketOwnerEnforced' } },
    child(),
  );
  const block = new BucketPublicAccessBlock(
    named(`${role}-public-access`),
    {
      bucket: made.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    child(),
  );
  // Bucket keys would take the object out of the encryption context, by which the deployer's rights are bound to it.
  new BucketServerSideEncryptionConfiguration(
    named(`${role}-encryption`),
    {
      bucket: made.id,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key },
          bucketKeyEnabled: false,
        },
      ],
    },
    child(),
  );
  const policy = new BucketPolicy(
    named(`${role}-policy`),
    { bucket: made.id, policy: JSON.stringify({ Version: '2012-10-17', Statement: [tlsOnly(arn), ...statements] }) },
    { ...child(), dependsOn: [block] },
  );
  return { bucket: made, policy };
}

function tlsOnly(arn: string): object {
  return {
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
