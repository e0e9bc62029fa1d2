import type { Cloud } from './components.ts';

/** URI scheme by which Brainstore reaches a bucket. Source: Helm chart 6.11.0, brainstore ConfigMaps. */
export const uriSchemes = { aws: 's3', azure: 'az', google: 'gs' } as const satisfies Record<Cloud, string>;

/**
 * Paths inside the Brainstore bucket. They hold the system of record: moving one on a live plane loses data.
 * Source: Helm chart 6.11.0, brainstore ConfigMaps. The AWS module keeps locks on EC2 at `locks`: such a plane cannot be
 * carried over while both run.
 */
export const brainstorePaths = {
  index: 'brainstore/index',
  wal: 'brainstore/wal',
  locks: 'brainstore/locks',
} as const;

/** Path of the response cache inside the response bucket. Source: Helm chart 6.11.0, brainstore ConfigMaps. */
export const responseCachePath = 'brainstore-cache';

/** Google keeps responses and code bundles in one bucket, apart by prefix. Source: Helm chart 6.11.0, api ConfigMap. */
export const googlePrefixes = { response: 'response/', codeBundle: 'code-bundle/' } as const;

/** S3 interoperability of Google Cloud Storage, where native authentication is off. Source: Helm chart 6.11.0, api ConfigMap. */
export const googleInteropEndpoint = 'https://storage.googleapis.com';
