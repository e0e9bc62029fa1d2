import type { Profile } from '../schema/common.ts';

/** Sizes of one role of Brainstore. Disk in GiB: `disk` is what a pod asks for, the cache is nine tenths of it. */
export interface RoleSize {
  readonly replicas: number;
  readonly cpu: string;
  readonly memory: string;
  readonly disk: number;
}

export interface GoogleSizes {
  readonly api: { readonly replicas: number; readonly requests: [string, string]; readonly limits: [string, string] };
  readonly reader: RoleSize;
  readonly fastReader: RoleSize;
  readonly writer: RoleSize;
  readonly services: { readonly instanceType: string; readonly min: number; readonly max: number };
  readonly brainstore: { readonly instanceType: string; readonly min: number; readonly max: number };
  readonly postgres: { readonly instanceType: string; readonly storageGiB: number; readonly maxStorageGiB: number };
  readonly redisGiB: number;
}

/**
 * Disk is asked for in whole local SSDs of 375 GiB: that is how Autopilot has it. The most pods that a rollout runs at
 * once (twice the replicas of a role) fit the pool beside the others. Source of the production numbers: the vendor's
 * Google module 1.5 and Helm chart 6.11.0; of the pools, its defaults for GKE Standard.
 */
const production: GoogleSizes = {
  api: { replicas: 4, requests: ['2', '4Gi'], limits: ['4', '8Gi'] },
  reader: { replicas: 2, cpu: '16', memory: '32Gi', disk: 1125 },
  fastReader: { replicas: 2, cpu: '16', memory: '32Gi', disk: 1125 },
  writer: { replicas: 1, cpu: '32', memory: '64Gi', disk: 1125 },
  services: { instanceType: 'c4a-standard-16', min: 2, max: 10 },
  brainstore: { instanceType: 'c4a-standard-48-lssd', min: 5, max: 10 },
  postgres: { instanceType: 'db-perf-optimized-N-8', storageGiB: 1000, maxStorageGiB: 4000 },
  redisGiB: 3,
};

export const googleSizes: Readonly<Record<Profile, GoogleSizes>> = {
  sandbox: {
    api: { replicas: 1, requests: ['500m', '1Gi'], limits: ['1', '2Gi'] },
    reader: { replicas: 1, cpu: '2', memory: '4Gi', disk: 375 },
    fastReader: { replicas: 1, cpu: '2', memory: '4Gi', disk: 375 },
    writer: { replicas: 1, cpu: '2', memory: '4Gi', disk: 375 },
    services: { instanceType: 'c4a-standard-4', min: 1, max: 3 },
    brainstore: { instanceType: 'c4a-standard-4-lssd', min: 3, max: 6 },
    postgres: { instanceType: 'db-custom-2-8192', storageGiB: 100, maxStorageGiB: 500 },
    redisGiB: 1,
  },
  production,
  'production-ha': {
    ...production,
    reader: { ...production.reader, replicas: 3 },
    fastReader: { ...production.fastReader, replicas: 3 },
    writer: { ...production.writer, replicas: 2 },
    services: { ...production.services, min: 3 },
    brainstore: { ...production.brainstore, min: 8, max: 16 },
    redisGiB: 5,
  },
  'high-ingest': {
    ...production,
    api: { replicas: 10, requests: ['2', '6Gi'], limits: ['4', '8Gi'] },
    writer: { replicas: 3, cpu: '40', memory: '96Gi', disk: 1500 },
    services: { ...production.services, min: 3, max: 20 },
    brainstore: { ...production.brainstore, min: 7, max: 14 },
    postgres: { instanceType: 'db-perf-optimized-N-16', storageGiB: 2000, maxStorageGiB: 8000 },
    redisGiB: 10,
  },
};
