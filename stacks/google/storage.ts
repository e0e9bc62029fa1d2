import { Bucket, type BucketArgs } from '@pulumi/gcp/storage/bucket.js';
import type * as pulumi from '@pulumi/pulumi';
import type { GoogleEnvironment } from '../environment/schema/environment.ts';
import { bucketNamesOf } from './bucket-names.ts';
import { GoogleConcern, type GoogleContext } from './concern.ts';
import { apiLifecycle, brainstoreLifecycle, type LifecycleRule } from './lifecycle.ts';
import type { KeyReference } from './references.ts';

/** What every bucket of an environment has: no access but by IAM, none for the public, old versions, the key. */
export function bucketArgs(
  environment: GoogleEnvironment,
  name: string,
  options: { readonly location: string; readonly key: pulumi.Input<string>; readonly undoDays: number },
): BucketArgs & { readonly location: string } {
  return {
    project: environment.spec.cloud.project,
    name,
    location: options.location.toUpperCase(),
    storageClass: 'STANDARD',
    uniformBucketLevelAccess: true,
    publicAccessPrevention: 'enforced',
    versioning: { enabled: true },
    // Also undoes the deletion of a bucket. Google takes 7 to 90 days.
    softDeletePolicy: { retentionDurationSeconds: Math.min(Math.max(options.undoDays, 7), 90) * 24 * 60 * 60 },
    encryption: { defaultKmsKeyName: options.key },
    forceDestroy: false,
  };
}

/** The buckets, which hold the system of record; or those that were brought. */
export class Storage extends GoogleConcern {
  readonly #buckets: ReadonlyMap<string, pulumi.Resource>;

  constructor(context: GoogleContext, keys: KeyReference) {
    super('storage', context, ['storage']);
    const { storage } = this.environment.spec;
    const names = bucketNamesOf(this.environment);
    this.#buckets =
      storage.type === 'Existing'
        ? new Map()
        : new Map([
            [
              names.brainstore,
              this.#bucket('brainstore', names.brainstore, keys, brainstoreLifecycle(storage.undoDays)),
            ],
            [names.api, this.#bucket('api', names.api, keys, apiLifecycle(storage.undoDays), storage.allowedOrigins)],
          ]);
    this.registerOutputs();
  }

  /** What makes a bucket, to wait for before anything is granted on it; nothing where it was brought. */
  of(name: string): readonly pulumi.Resource[] {
    const bucket = this.#buckets.get(name);
    return bucket === undefined ? [] : [bucket];
  }

  #bucket(
    role: string,
    name: string,
    keys: KeyReference,
    rules: readonly LifecycleRule[],
    origins: readonly string[] = [],
  ): Bucket {
    const { storage } = this.environment.spec;
    const undoDays = storage.type === 'New' ? storage.undoDays : 7;
    return new Bucket(
      this.named(role),
      {
        ...bucketArgs(this.environment, name, { location: this.region, key: keys.key, undoDays }),
        labels: { ...this.labels },
        lifecycleRules: rules.map(({ action, condition: { matchesPrefixes, ...condition } }) => ({
          action,
          condition: { ...condition, ...(matchesPrefixes !== undefined && { matchesPrefixes: [...matchesPrefixes] }) },
        })),
        ...(origins.length > 0 && {
          cors: [
            { origins: [...origins], methods: ['PUT', 'GET', 'HEAD'], responseHeaders: ['*'], maxAgeSeconds: 3600 },
          ],
        }),
      },
      this.keeps({}, keys.granted),
    );
  }
}
