import { those, type Check } from './check.ts';

/**
 * gp3 of RDS for PostgreSQL takes numbers of one's own from 400 GiB on, where it has 12,000 IOPS and 500 MiB/s anyway.
 * Source: Amazon RDS User Guide, "gp3 storage (recommended)".
 */
const gp3 = { fromGiB: 400, iops: 12_000, throughputMiBps: 500 } as const;

export const databaseChecks: readonly Check[] = [
  {
    id: 'disk-is-not-larger-than-it-may-grow',
    check: ({ spec }) => {
      if (spec.mode !== 'SelfHosted' || spec.postgres.type !== 'New') return [];
      const { storageGiB, maxStorageGiB } = spec.postgres;
      const path = ['spec', 'postgres', 'storageGiB'];
      return those(
        storageGiB > maxStorageGiB && { path, reason: `is ${storageGiB}, more than maxStorageGiB (${maxStorageGiB})` },
      );
    },
  },
  {
    id: 'iops-come-with-a-large-disk',
    check: ({ spec }) => {
      if (spec.mode !== 'SelfHosted' || spec.postgres.type !== 'New' || !('iops' in spec.postgres)) return [];
      const { postgres } = spec;
      return (['iops', 'throughputMiBps'] as const).flatMap((field) => {
        const path = ['spec', 'postgres', field];
        const given = postgres[field];
        const least = gp3[field];
        return those(
          given > 0 &&
            postgres.storageGiB < gp3.fromGiB && {
              path,
              reason: `is ${given}, and a disk below ${gp3.fromGiB} GiB takes no number of its own`,
              next: `set it to 0, or storageGiB to ${gp3.fromGiB} or more`,
            },
          given > 0 &&
            given < least &&
            postgres.storageGiB >= gp3.fromGiB && {
              path,
              reason: `is ${given}, less than the ${least} that come with a disk of ${gp3.fromGiB} GiB`,
              next: `set it to 0, or to ${least} or more`,
            },
        );
      });
    },
  },
  {
    id: 'hosts-are-addresses',
    check: ({ spec }) => {
      if (spec.mode !== 'SelfHosted') return [];
      return (['postgres', 'redis'] as const).flatMap((field) => {
        const service = spec[field];
        if (service.type !== 'Existing') return [];
        return those(
          /^[0-9.]+$/.test(service.host) &&
            !isAddress(service.host) && {
              path: ['spec', field, 'host'],
              reason: 'is no IPv4 address',
            },
        );
      });
    },
  },
];

function isAddress(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^[0-9]{1,3}$/.test(part) && Number(part) <= 255);
}
