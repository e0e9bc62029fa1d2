import { brainstorePaths, googlePrefixes, responseCachePath } from '../../src/dataplane/contract/storage.ts';

/** A rule of a bucket: what happens to objects for which everything in `condition` holds. */
export interface LifecycleRule {
  readonly action: { readonly type: 'Delete' | 'AbortIncompleteMultipartUpload' };
  readonly condition: {
    readonly age?: number;
    readonly daysSinceNoncurrentTime?: number;
    readonly withState?: 'ARCHIVED' | 'ANY';
    readonly matchesPrefixes?: readonly string[];
  };
}

const abandonedUploads: LifecycleRule = { action: { type: 'AbortIncompleteMultipartUpload' }, condition: { age: 1 } };

const overwritten = (days: number): LifecycleRule => ({
  action: { type: 'Delete' },
  condition: { daysSinceNoncurrentTime: days, withState: 'ARCHIVED' },
});

/**
 * The bucket with the system of record: only what was overwritten or deleted goes, and the notes of what was deleted,
 * which Brainstore has worked off within a week. Source: the vendor's Google module 1.5, storage.
 */
export function brainstoreLifecycle(undoDays: number): readonly LifecycleRule[] {
  const notesOfDeletions = [brainstorePaths.index, brainstorePaths.wal].map((path) => `${path}/delete_ops/`);
  return [
    abandonedUploads,
    overwritten(undoDays),
    { action: { type: 'Delete' }, condition: { age: 7, withState: 'ANY', matchesPrefixes: notesOfDeletions } },
  ];
}

/**
 * The bucket of the API: answers too large for a response wait there to be fetched, and Brainstore caches beside them.
 * Both are made again when asked for. Code of functions stays. Source: the same.
 */
export function apiLifecycle(undoDays: number): readonly LifecycleRule[] {
  const passing = [googlePrefixes.response, `${responseCachePath}/`];
  return [
    abandonedUploads,
    overwritten(undoDays),
    { action: { type: 'Delete' }, condition: { age: 1, withState: 'ANY', matchesPrefixes: passing } },
  ];
}
