/** A machine type of Compute Engine, as far as sizes of the plane and of pools depend on it. */
export interface GoogleMachine {
  readonly vcpus: number;
  readonly memoryGiB: number;
  readonly architecture: 'amd64' | 'arm64';
  /** Local SSDs that come with the machine, 375 GiB each; they cannot be chosen. */
  readonly localSsds: number;
}

export const localSsdGiB = 375;

/** Memory in GiB for each virtual CPU of the shape `standard`. Source: the pages of the table below. */
const families = {
  c4: { architecture: 'amd64', memoryPerVcpu: 3.75 },
  c4a: { architecture: 'arm64', memoryPerVcpu: 4 },
} as const;

type Family = keyof typeof families;

/**
 * Local SSDs by virtual CPUs, of the types `<family>-standard-<vCPUs>-lssd`. Source:
 * https://docs.cloud.google.com/compute/docs/general-purpose-machines (C4, C4A) and
 * https://docs.cloud.google.com/compute/docs/disks/local-ssd.
 */
const localSsds: Readonly<Record<Family, Readonly<Record<number, number>>>> = {
  c4: { 4: 1, 8: 1, 16: 2, 24: 4, 32: 5, 48: 8, 96: 16, 144: 24, 192: 32, 288: 48 },
  c4a: { 4: 1, 8: 2, 16: 4, 32: 6, 48: 10, 64: 14, 72: 16 },
};

/**
 * What is known of a machine type such as `c4a-standard-48-lssd`; undefined for one that is in no table. A pool of a
 * type without a row still works: the cloud attaches the SSDs that belong to it.
 */
export function googleMachine(type: string): GoogleMachine | undefined {
  const [, family, count, lssd] = /^(c4a?)-standard-([0-9]+)(-lssd)?$/.exec(type) ?? [];
  if (family !== 'c4' && family !== 'c4a') return undefined;
  const vcpus = Number(count);
  const disks = lssd === undefined ? 0 : localSsds[family][vcpus];
  if (disks === undefined) return undefined;
  const { architecture, memoryPerVcpu } = families[family];
  return { vcpus, memoryGiB: vcpus * memoryPerVcpu, architecture, localSsds: disks };
}
