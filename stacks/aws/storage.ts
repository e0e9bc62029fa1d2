import type { Bucket } from '@pulumi/aws/s3/bucket.js';
import { BucketLogging } from '@pulumi/aws/s3/bucketLogging.js';
import type * as pulumi from '@pulumi/pulumi';
import { Concern } from '../component.ts';
import type { AwsEnvironment } from '../environment/schema/environment.ts';
import { partitionOf } from './arn.ts';
import type { KeyReference } from './references.ts';
import { allowLogDelivery, denyInsecureTransport, denyOtherEncryption } from './storage/bucket-policy.ts';
import { makeBucket, type BucketOptions } from './storage/bucket.ts';
import { lifecycleRules, type BucketRole } from './storage/lifecycle.ts';

export interface BucketReference {
  readonly name: pulumi.Input<string>;
  readonly arn: pulumi.Input<string>;
}

/**
 * The three buckets of the plane and one for the logs of who read them; or the three that exist. What Brainstore keeps in
 * its bucket is the system of record, so nothing here ever takes a live object of it away.
 */
export class Storage extends Concern {
  readonly brainstoreBucket: BucketReference;
  readonly responsesBucket: BucketReference;
  readonly codeBundlesBucket: BucketReference;
  /** Whether they were made here; those that exist are backed up and watched by whoever made them. */
  readonly made: boolean;

  constructor(environment: AwsEnvironment, key: KeyReference, options: pulumi.ComponentResourceOptions = {}) {
    super('aws', 'storage', options);
    const { storage, cloud } = environment.spec;
    this.made = storage.type === 'New';
    if (storage.type === 'Existing') {
      const existing = (name: string): BucketReference => ({
        name,
        arn: `arn:${partitionOf(cloud.region)}:s3:::${name}`,
      });
      this.brainstoreBucket = existing(storage.brainstore);
      this.responsesBucket = existing(storage.responses);
      this.codeBundlesBucket = existing(storage.codeBundles);
      this.registerOutputs();
      return;
    }
    const how: BucketOptions = {
      named: (role) => this.named(role),
      child: (wanted) => this.child(wanted),
      keeps: (wanted) => this.keeps(wanted),
    };
    // Which buckets a web page reaches, and how. Source: vendor's AWS module 6.6.0, storage.
    const make = (role: BucketRole, methods: readonly string[]): Bucket =>
      makeBucket(
        {
          environment,
          role,
          keyArn: key.arn,
          lifecycle: lifecycleRules(role, storage.undoDays),
          cors: { origins: methods.length > 0 ? storage.allowedOrigins : [], methods },
          policy: (arn) => [...denyInsecureTransport(arn), ...denyOtherEncryption(arn, key.arn)],
        },
        how,
      ).bucket;
    const brainstore = make('brainstore', []);
    const responses = make('responses', ['GET', 'HEAD']);
    const codeBundles = make('code-bundles', ['PUT', 'GET', 'HEAD']);
    const sources = Object.entries({ brainstore, responses, 'code-bundles': codeBundles });
    // S3 writes access logs only where it keeps the key itself. Source: S3 User Guide, enabling server access logging.
    const { bucket: logs } = makeBucket(
      {
        environment,
        role: 'access-logs',
        lifecycle: lifecycleRules('access-logs', storage.undoDays),
        policy: (arn) => [
          ...denyInsecureTransport(arn),
          allowLogDelivery(
            arn,
            sources.map(([, source]) => source.arn),
            cloud.accountId,
          ),
        ],
      },
      how,
    );
    for (const [role, { bucket }] of sources) {
      new BucketLogging(
        this.named(`${role}-logging`),
        { bucket, targetBucket: logs.bucket, targetPrefix: `${role}/` },
        this.child(),
      );
    }
    this.brainstoreBucket = referenceTo(brainstore);
    this.responsesBucket = referenceTo(responses);
    this.codeBundlesBucket = referenceTo(codeBundles);
    this.registerOutputs();
  }
}

function referenceTo({ bucket, arn }: Bucket): BucketReference {
  return { name: bucket, arn };
}
