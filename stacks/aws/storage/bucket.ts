import { Bucket } from '@pulumi/aws/s3/bucket.js';
import { BucketCorsConfiguration } from '@pulumi/aws/s3/bucketCorsConfiguration.js';
import { BucketLifecycleConfiguration } from '@pulumi/aws/s3/bucketLifecycleConfiguration.js';
import { BucketOwnershipControls } from '@pulumi/aws/s3/bucketOwnershipControls.js';
import { BucketPolicy } from '@pulumi/aws/s3/bucketPolicy.js';
import { BucketPublicAccessBlock } from '@pulumi/aws/s3/bucketPublicAccessBlock.js';
import { BucketServerSideEncryptionConfiguration } from '@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js';
import { BucketVersioning } from '@pulumi/aws/s3/bucketVersioning.js';
import type * as pulumi from '@pulumi/pulumi';
import type { AwsEnvironment } from '../../environment/schema/environment.ts';
import { nameOf } from '../../naming/name-of.ts';
import { tagsOf } from '../../tags.ts';
import { policyOf, type Statement } from '../statement.ts';
import type { LifecycleRule } from './lifecycle.ts';

export interface BucketWishes {
  readonly environment: AwsEnvironment;
  readonly role: string;
  /** Key of the objects; the one that S3 keeps itself if left out. */
  readonly keyArn?: pulumi.Input<string>;
  readonly lifecycle: readonly LifecycleRule[];
  /** Who reads and writes from a web page, if anybody does. */
  readonly cors?: { readonly origins: readonly string[]; readonly methods: readonly string[] };
  readonly policy: (bucketArn: pulumi.Output<string>) => readonly Statement[];
}

/** How the concern names its resources, and with which options it makes them. */
export interface BucketOptions {
  readonly named: (role: string) => string;
  readonly child: (options?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
  readonly keeps: (options?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

export interface MadeBucket {
  readonly bucket: Bucket;
  /** Who may use it: a service that writes at once waits for this. */
  readonly policy: BucketPolicy;
}

/** A bucket that nobody but the account reaches, encrypted, versioned, and kept when the stack goes. */
export function makeBucket(wishes: BucketWishes, { named, child, keeps }: BucketOptions): MadeBucket {
  const { environment, role, keyArn, lifecycle, cors, policy } = wishes;
  const name = nameOf(environment, 'aws:s3/bucket:Bucket', role);
  const made = new Bucket(named(role), { bucket: name, forceDestroy: false, tags: tagsOf(environment) }, keeps());
  const bucket = made.bucket;
  const of = (setting: string): string => named(`${role}-${setting}`);

  const shut = new BucketPublicAccessBlock(
    of('public-access'),
    { bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    child(),
  );
  new BucketOwnershipControls(
    of('ownership'),
    { bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } },
    child({ dependsOn: shut }),
  );
  // After the block of public access: S3 refuses two changes of a bucket's access at once.
  const allowed = new BucketPolicy(
    of('policy'),
    { bucket, policy: policyOf(policy(made.arn)) },
    child({ dependsOn: shut }),
  );
  new BucketServerSideEncryptionConfiguration(of('encryption'), { bucket, rules: [encryption(keyArn)] }, child());
  const versioning = new BucketVersioning(
    of('versioning'),
    { bucket, versioningConfiguration: { status: 'Enabled' } },
    child(),
  );
  new BucketLifecycleConfiguration(
    of('lifecycle'),
    { bucket, rules: [...lifecycle] },
    child({ dependsOn: versioning }),
  );
  if (cors !== undefined && cors.origins.length > 0) {
    new BucketCorsConfiguration(
      of('cors'),
      {
        bucket,
        corsRules: [
          {
            allowedOrigins: [...cors.origins],
            allowedMethods: [...cors.methods],
            allowedHeaders: ['*'],
            exposeHeaders: ['ETag'],
            maxAgeSeconds: 3600,
          },
        ],
      },
      child(),
    );
  }
  return { bucket: made, policy: allowed };
}

/** Keys that a client brings along are refused: with one, a thief of credentials could lock the owner out. */
function encryption(keyArn: pulumi.Input<string> | undefined) {
  return keyArn === undefined
    ? { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' }, blockedEncryptionTypes: ['SSE-C'] }
    : {
        applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn },
        bucketKeyEnabled: true,
        blockedEncryptionTypes: ['SSE-C'],
      };
}
