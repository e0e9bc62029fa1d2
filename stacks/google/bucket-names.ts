import type { GoogleEnvironment } from '../environment/schema/environment.ts';
import { nameOf } from '../naming/name-of.ts';

const bucketType = 'gcp:storage/bucket:Bucket';

export type BucketNames = Readonly<Record<'brainstore' | 'api', string>>;

/** Names of the buckets, made or brought: known before anything is made. */
export function bucketNamesOf(environment: GoogleEnvironment): BucketNames {
  const { storage } = environment.spec;
  if (storage.type === 'Existing') return { brainstore: storage.brainstore, api: storage.api };
  return { brainstore: nameOf(environment, bucketType, 'brainstore'), api: nameOf(environment, bucketType, 'api') };
}

/** Names of their copies in another region. */
export function backupBucketNamesOf(environment: GoogleEnvironment): BucketNames {
  return {
    brainstore: nameOf(environment, bucketType, 'backup-brainstore'),
    api: nameOf(environment, bucketType, 'backup-api'),
  };
}
