/** A size of EC2 instance. */
export interface AwsMachine {
  readonly vcpus: number;
  readonly memoryGiB: number;
  /** Local NVMe of all disks together, in GB of 10⁹ bytes; 0 where there is none. */
  readonly nvmeGb: number;
  readonly architecture: 'arm64' | 'x86_64';
}

interface Family {
  readonly architecture: AwsMachine['architecture'];
  readonly memoryPerVcpu: number;
  /** Local NVMe in GB, by size. */
  readonly nvme?: Readonly<Record<string, number>>;
}

const vcpusOf: Readonly<Record<string, number>> = {
  large: 2,
  xlarge: 4,
  '2xlarge': 8,
  '3xlarge': 12,
  '4xlarge': 16,
  '6xlarge': 24,
  '8xlarge': 32,
  '12xlarge': 48,
  '16xlarge': 64,
  '18xlarge': 72,
  '24xlarge': 96,
  '32xlarge': 128,
  '48xlarge': 192,
};

const diskFamily = {
  large: 118,
  xlarge: 237,
  '2xlarge': 474,
  '4xlarge': 950,
  '8xlarge': 1900,
  '12xlarge': 2850,
  '16xlarge': 3800,
};
const diskFamily8 = { ...diskFamily, '24xlarge': 5700, '48xlarge': 11_400 };
const diskFamilyIntel = { ...diskFamily, '24xlarge': 5700, '32xlarge': 7600 };
const storageFamily = {
  large: 468,
  xlarge: 937,
  '2xlarge': 1875,
  '4xlarge': 3750,
  '8xlarge': 7500,
  '16xlarge': 15_000,
};

const arm = (memoryPerVcpu: number, nvme?: Family['nvme']): Family => ({
  architecture: 'arm64',
  memoryPerVcpu,
  ...(nvme && { nvme }),
});
const intel = (memoryPerVcpu: number, nvme?: Family['nvme']): Family => ({
  architecture: 'x86_64',
  memoryPerVcpu,
  ...(nvme && { nvme }),
});

/**
 * Families for Brainstore (with local NVMe) and for everything else. Sizes, memory and instance store: EC2 instance types
 * guide, "Specifications for Amazon EC2 general purpose / compute optimized / memory optimized / storage optimized
 * instances". c8gd is what the vendor's AWS module runs Brainstore on.
 */
const families: Readonly<Record<string, Family>> = {
  c6gd: arm(2, diskFamily),
  c7gd: arm(2, diskFamily),
  c8gd: arm(2, diskFamily8),
  m6gd: arm(4, diskFamily),
  m7gd: arm(4, diskFamily),
  m8gd: arm(4, diskFamily8),
  r6gd: arm(8, diskFamily),
  r7gd: arm(8, diskFamily),
  r8gd: arm(8, diskFamily8),
  c6id: intel(2, diskFamilyIntel),
  m6id: intel(4, diskFamilyIntel),
  r6id: intel(8, diskFamilyIntel),
  i4i: intel(8, { ...storageFamily, '32xlarge': 30_000 }),
  i7i: intel(8, { ...storageFamily, '12xlarge': 11_250, '24xlarge': 22_500, '48xlarge': 45_000 }),
  i7ie: intel(8, {
    large: 1250,
    xlarge: 2500,
    '2xlarge': 5000,
    '3xlarge': 7500,
    '6xlarge': 15_000,
    '12xlarge': 30_000,
    '18xlarge': 45_000,
    '24xlarge': 60_000,
    '48xlarge': 120_000,
  }),
  i8g: arm(8, { ...storageFamily, '12xlarge': 11_250, '24xlarge': 22_500 }),
  c6g: arm(2),
  c7g: arm(2),
  c8g: arm(2),
  m6g: arm(4),
  m7g: arm(4),
  m8g: arm(4),
  r7g: arm(8),
  r8g: arm(8),
  c6i: intel(2),
  c7i: intel(2),
  m6i: intel(4),
  m7i: intel(4),
  r6i: intel(8),
  r7i: intel(8),
  t4g: arm(4),
  t3: intel(4),
};

/** What an instance type has; undefined for one that the table does not know. */
export function awsMachine(instanceType: string): AwsMachine | undefined {
  const [name = '', size = ''] = instanceType.split('.');
  const family = own(families, name);
  const vcpus = own(vcpusOf, size);
  if (family === undefined || vcpus === undefined) return undefined;
  const nvmeGb = family.nvme === undefined ? 0 : own(family.nvme, size);
  if (nvmeGb === undefined) return undefined;
  return { vcpus, memoryGiB: vcpus * family.memoryPerVcpu, nvmeGb, architecture: family.architecture };
}

/** Families with local NVMe that Brainstore can run on. */
export const nvmeFamilies: readonly string[] = Object.keys(families).filter((name) => families[name]?.nvme);

/**
 * Regions in which the vendor's AWS module is supported with its own c8gd nodes, and their zones where they are not a, b
 * and c, or where EKS takes no control plane in one of those. Sources: the vendor's list of regions for self-hosting;
 * EKS User Guide, "VPC and subnet requirements" (ca-central-1c is cac1-az3).
 */
const regions: Readonly<Record<string, { readonly zones?: readonly string[]; readonly c8gd?: true }>> = {
  'us-east-1': { c8gd: true },
  'us-east-2': { c8gd: true },
  'us-west-2': { c8gd: true },
  'eu-west-1': { c8gd: true },
  'ap-southeast-2': { c8gd: true },
  'ca-central-1': { c8gd: true, zones: ['a', 'b', 'd'] },
  'us-west-1': { zones: ['a', 'c'] },
  'ap-northeast-1': { zones: ['a', 'c', 'd'] },
};

/** Family that Brainstore runs on by default: what the vendor uses where it is sure to exist, else the oldest of its shape. */
export function defaultNvmeFamily(region: string): string {
  return own(regions, region)?.c8gd === true ? 'c8gd' : 'c6gd';
}

/** Zones to spread over unless the environment names others: the region's first `count`, by letter. */
export function defaultZones(region: string, count: number): readonly string[] {
  const letters = own(regions, region)?.zones ?? ['a', 'b', 'c'];
  return letters.slice(0, count).map((letter) => `${region}${letter}`);
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
