/** A quota of Compute Engine for a family of machines, as Cloud Quotas calls it, and what the vendor asks for. */
export interface Quota {
  readonly id: string;
  readonly quota: string;
  readonly family: string;
  readonly value: number;
}

const vcpus = 'CPUS-PER-VM-FAMILY-per-project-region';
const localSsd = 'LOCAL-SSD-TOTAL-GB-PER-VM-FAMILY-per-project-region';

/** Local SSD in GB by family; each with 1,000 vCPUs. Source: vendor's Google module, managed-byoc, its table of quotas. */
const ssdOf = { c4a: 60_000, c4: 48_000, c4d: 24_000, c3: 48_000, c3d: 12_000 };

export const quotasOfPlane: readonly Quota[] = Object.entries(ssdOf).flatMap(([family, value]) => [
  { id: `${family}-vcpus`, quota: vcpus, family, value: 1000 },
  { id: `${family}-local-ssd`, quota: localSsd, family, value },
]);
