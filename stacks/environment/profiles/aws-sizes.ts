import type { Profile } from '../schema/common.ts';

interface Pool {
  readonly instanceType: string;
  readonly min: number;
  readonly max: number;
}

export interface AwsSizes {
  readonly zones: number;
  /** Pods of each role of Brainstore. */
  readonly reader: number;
  readonly fastReader: number;
  readonly writer: number;
  readonly services: Pool;
  /** Size of the Brainstore nodes, without the family. */
  readonly readers: string;
  readonly writers: string;
  readonly api: Readonly<Record<string, unknown>>;
  readonly postgres: Readonly<Record<string, unknown>>;
  readonly redis: Readonly<Record<string, unknown>>;
}

const vendorPostgres = {
  // The module says 15, the vendor's Google module 17: a new plane need not begin with a major that ends first.
  version: '17',
  instanceType: 'db.r8g.2xlarge',
  storageGiB: 1000,
  maxStorageGiB: 4000,
  iops: 12_000,
  throughputMiBps: 500,
  backupRetentionDays: 14,
  deletionProtection: true,
  highAvailability: true,
};

/**
 * Sizes of each profile on AWS. production has the vendor's numbers (AWS module 6.6.0: db.r8g.2xlarge with 1000 GB to
 * 4000 GB, cache.r7g.large, two c8gd.4xlarge for readers and for fast readers each, one c8gd.8xlarge for the writer; Helm
 * chart 6.11.0: four API pods of 2 to 4 cores) and closes its weaknesses: standby database and cache in another zone.
 * sandbox follows the vendor's sandbox example; production-ha and high-ingest are ours.
 */
export const awsSizes: Readonly<Record<Profile, AwsSizes>> = {
  sandbox: {
    zones: 2,
    reader: 1,
    // Never 0 on Kubernetes: the API is always told its address.
    fastReader: 1,
    writer: 1,
    services: { instanceType: 't4g.large', min: 2, max: 4 },
    readers: 'xlarge',
    writers: 'xlarge',
    api: {
      replicas: 1,
      resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '1', memory: '2Gi' } },
    },
    postgres: {
      version: '17',
      instanceType: 'db.r8g.large',
      storageGiB: 100,
      maxStorageGiB: 500,
      iops: 0,
      throughputMiBps: 0,
      backupRetentionDays: 7,
      deletionProtection: false,
      highAvailability: false,
    },
    redis: { instanceType: 'cache.t4g.small', highAvailability: false },
  },
  production: {
    zones: 3,
    reader: 2,
    fastReader: 2,
    writer: 1,
    services: { instanceType: 'm8g.2xlarge', min: 3, max: 6 },
    readers: '4xlarge',
    writers: '8xlarge',
    api: { replicas: 4 },
    postgres: vendorPostgres,
    redis: { instanceType: 'cache.r7g.large', highAvailability: true },
  },
  'production-ha': {
    zones: 3,
    reader: 3,
    fastReader: 3,
    writer: 2,
    services: { instanceType: 'm8g.2xlarge', min: 3, max: 9 },
    readers: '4xlarge',
    writers: '8xlarge',
    api: { replicas: 6 },
    postgres: { ...vendorPostgres, backupRetentionDays: 35 },
    redis: { instanceType: 'cache.r7g.large', highAvailability: true },
  },
  'high-ingest': {
    zones: 3,
    reader: 3,
    fastReader: 3,
    writer: 2,
    services: { instanceType: 'm8g.2xlarge', min: 6, max: 18 },
    readers: '8xlarge',
    writers: '16xlarge',
    api: { replicas: 12 },
    postgres: {
      ...vendorPostgres,
      instanceType: 'db.r8g.4xlarge',
      storageGiB: 2000,
      maxStorageGiB: 16_000,
      iops: 24_000,
      throughputMiBps: 1000,
      backupRetentionDays: 35,
    },
    redis: { instanceType: 'cache.r7g.xlarge', highAvailability: true },
  },
};
