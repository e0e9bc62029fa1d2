import { brainstorePaths } from '../../../src/dataplane/contract/storage.ts';

export type BucketRole = 'brainstore' | 'responses' | 'code-bundles' | 'access-logs';

/** A rule of a bucket, in the words of S3; as far as we use it. */
export interface LifecycleRule {
  readonly id: string;
  readonly status: 'Enabled';
  /** Objects that it is about; all of the bucket where it names no prefix. */
  readonly filter: { readonly prefix?: string };
  readonly expiration?: { readonly days: number } | { readonly expiredObjectDeleteMarker: true };
  readonly noncurrentVersionExpiration?: { readonly noncurrentDays: number };
  readonly abortIncompleteMultipartUpload?: { readonly daysAfterInitiation: number };
}

/**
 * Below these, Brainstore notes what it has deleted; a week later nobody reads it any more. These paths never change: a
 * wider one would take live data. Source: vendor's AWS module 6.6.0, storage.
 */
export const deleteOpsPrefixes: readonly string[] = [brainstorePaths.index, brainstorePaths.wal].map(
  (path) => `${path}/delete_ops/`,
);
const deleteOpsDays = 7;

/** Responses and caches are read within minutes. Source: vendor's AWS module 6.6.0, storage. */
const responseDays = 1;

/** An incident is looked into within a quarter. */
const accessLogDays = 90;

export const abandonedUploads: LifecycleRule = {
  id: 'abandoned-uploads',
  status: 'Enabled',
  filter: {},
  abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
};

/**
 * What S3 may take away of a bucket on its own: never an object that is current, except below `delete_ops`, and in the
 * buckets of which nothing is meant to last.
 * @param undoDays days for which what was overwritten or deleted can be had back.
 */
export function lifecycleRules(role: BucketRole, undoDays: number): readonly LifecycleRule[] {
  return [...rulesOf[role](undoDays), abandonedUploads];
}

const rulesOf: Readonly<Record<BucketRole, (undoDays: number) => readonly LifecycleRule[]>> = {
  brainstore: (undoDays) => [
    superseded(undoDays),
    ...deleteOpsPrefixes.map((prefix): LifecycleRule => ({
      id: prefix.slice(0, -1).replaceAll(/[/_]/g, '-'),
      status: 'Enabled',
      filter: { prefix },
      expiration: { days: deleteOpsDays },
    })),
  ],
  'code-bundles': (undoDays) => [superseded(undoDays)],
  responses: () => [shortLived(responseDays)],
  'access-logs': () => [shortLived(accessLogDays)],
};

function superseded(undoDays: number): LifecycleRule {
  return {
    id: 'superseded-versions',
    status: 'Enabled',
    filter: {},
    noncurrentVersionExpiration: { noncurrentDays: undoDays },
    expiration: { expiredObjectDeleteMarker: true },
  };
}

/** Everything goes after some days; what was overwritten or deleted before, a day later. */
export function shortLived(days: number): LifecycleRule {
  return {
    id: 'everything',
    status: 'Enabled',
    filter: {},
    expiration: { days },
    noncurrentVersionExpiration: { noncurrentDays: 1 },
  };
}
