import type { DataPlaneSpec } from '../../api/index.ts';
import { brainstorePaths, googlePrefixes, responseCachePath, uriSchemes } from '../contract/storage.ts';

/** Where a plane's objects are, one shape for all clouds. */
export interface Buckets {
  readonly brainstore: string;
  readonly responses: string;
  readonly codeBundles: string;
  /** Prefixes inside the buckets, where the contract names them to the API. */
  readonly responsePrefix?: string;
  readonly codeBundlePrefix?: string;
  readonly walPrefix?: string;
}

export function bucketsOf(cloud: DataPlaneSpec['cloud']): Buckets {
  switch (cloud.provider) {
    case 'aws':
      return cloud.aws.buckets;
    case 'google':
      return {
        brainstore: cloud.google.buckets.brainstore,
        responses: cloud.google.buckets.api,
        codeBundles: cloud.google.buckets.api,
        responsePrefix: googlePrefixes.response,
        codeBundlePrefix: googlePrefixes.codeBundle,
      };
    case 'azure':
      return { ...cloud.azure.containers, walPrefix: brainstorePaths.wal };
  }
}

/** The places as Brainstore is told them. */
export function brainstoreUris(cloud: DataPlaneSpec['cloud']) {
  const buckets = bucketsOf(cloud);
  const scheme = uriSchemes[cloud.provider];
  return {
    index: `${scheme}://${buckets.brainstore}/${brainstorePaths.index}`,
    wal: `${scheme}://${buckets.brainstore}/${brainstorePaths.wal}`,
    locks: `${scheme}://${buckets.brainstore}/${brainstorePaths.locks}`,
    responseCache: `${scheme}://${buckets.responses}/${responseCachePath}`,
    codeBundles: `${scheme}://${buckets.codeBundles}`,
  };
}
