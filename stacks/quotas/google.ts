import { googleMachine, localSsdGiB } from '../google/machines.ts';
import { textAt, valueAt } from '../inputs.ts';
import type { Plan, PlannedResource } from '../planned.ts';
import { countedNeeds, summed, type Need, type Resource } from './need.ts';
import { poolsOf, type Pool } from './pools.ts';

export interface GoogleQuotaRow {
  readonly title: string;
  /** As Cloud Quotas calls it, for a request. */
  readonly quotaId: string;
  /** Whether it is counted for each family of machines, for the region or for the project. */
  readonly by: 'family' | 'region' | 'project';
  /** As the Compute Engine API calls it, of a region or project. */
  readonly metric: string;
}

/**
 * Sources: Compute Engine, "Allocation quotas", and the field `quotas[].metric` of its references of regions and
 * projects; ids as Cloud Quotas lists them.
 */
export const googleQuotas = {
  vcpus: {
    title: 'vCPUs of machines',
    quotaId: 'CPUS-PER-VM-FAMILY-per-project-region',
    by: 'family',
    metric: 'CPUS_PER_VM_FAMILY',
  },
  'local-ssd': {
    title: 'GB of local SSD of machines',
    quotaId: 'LOCAL-SSD-TOTAL-GB-PER-VM-FAMILY-per-project-region',
    by: 'family',
    metric: 'LOCAL_SSD_TOTAL_GB_PER_VM_FAMILY',
  },
  hyperdisk: {
    title: 'GB of Hyperdisk Balanced',
    quotaId: 'HDB-TOTAL-GB-per-project-region',
    by: 'region',
    metric: 'HDB_TOTAL_GB',
  },
  addresses: {
    title: 'External addresses of the region',
    quotaId: 'STATIC-ADDRESSES-per-project-region',
    by: 'region',
    metric: 'STATIC_ADDRESSES',
  },
  'global-addresses': {
    title: 'External addresses for all regions',
    quotaId: 'STATIC-ADDRESSES-per-project',
    by: 'project',
    metric: 'STATIC_ADDRESSES',
  },
  'private-services-ranges': {
    title: 'Ranges for private services',
    quotaId: 'GLOBAL-INTERNAL-ADDRESSES-per-project',
    by: 'project',
    metric: 'GLOBAL_INTERNAL_ADDRESSES',
  },
  networks: { title: 'VPCs', quotaId: 'NETWORKS-per-project', by: 'project', metric: 'NETWORKS' },
  subnetworks: { title: 'Subnetworks', quotaId: 'SUBNETWORKS-per-project', by: 'project', metric: 'SUBNETWORKS' },
  routers: { title: 'Cloud Routers', quotaId: 'ROUTERS-per-project', by: 'project', metric: 'ROUTERS' },
  firewalls: { title: 'Firewall rules', quotaId: 'FIREWALLS-per-project', by: 'project', metric: 'FIREWALLS' },
} as const satisfies Readonly<Record<string, GoogleQuotaRow>>;

export type GoogleQuotaId = keyof typeof googleQuotas;

export function isGoogleQuota(id: string): id is GoogleQuotaId {
  return Object.hasOwn(googleQuotas, id);
}

/** What a plan takes of the quotas of its project and region. @param state What is there already. */
export function googleNeeds(plan: Plan, state: readonly Resource[]): readonly Need[] {
  const there = new Set(state.map(({ urn }) => urn));
  const counted = countedNeeds(plan.resources, there, (resource) => quotaOf(resource));
  return summed([...counted, ...poolsOf(plan.resources, state).flatMap(needsOfPool)]);
}

/** `c4a` of `c4a-standard-48-lssd`. */
export function googleFamily(machine: string): string {
  return machine.split('-')[0] ?? '';
}

/** vCPUs of a machine type, by the name where no table has it; undefined for custom ones and for shared cores. */
export function googleVcpus(machine: string): number | undefined {
  const known = googleMachine(machine)?.vcpus;
  if (known !== undefined) return known;
  const count = /^[a-z0-9]+-(?:standard|highmem|highcpu|megamem|ultramem)-([0-9]+)(?:-lssd|-metal)?$/.exec(
    machine,
  )?.[1];
  return count === undefined ? undefined : Number(count);
}

function needsOfPool({ name, machine, min, most, diskGb, diskType }: Pool): readonly Need[] {
  const family = googleFamily(machine);
  const ssdGb = (googleMachine(machine)?.localSsds ?? 0) * localSsdGiB;
  const of = (quota: GoogleQuotaId, scope: string, each: number): Need => ({
    quota,
    scope,
    amount: min * each,
    most: most * each,
    of: [name],
  });
  return [
    of('vcpus', family, googleVcpus(machine) ?? 0),
    of('local-ssd', family, ssdGb),
    ...(diskType === 'hyperdisk-balanced' ? [of('hyperdisk', '', diskGb)] : []),
  ];
}

function quotaOf({ type, inputs }: PlannedResource): readonly { readonly quota: GoogleQuotaId }[] {
  const isExternal = textAt(inputs, 'addressType') === 'EXTERNAL';
  switch (type) {
    case 'gcp:compute/address:Address':
      return isExternal ? [{ quota: 'addresses' }] : [];
    case 'gcp:compute/globalAddress:GlobalAddress':
      if (isExternal) return [{ quota: 'global-addresses' }];
      return valueAt(inputs, 'purpose') === 'VPC_PEERING' ? [{ quota: 'private-services-ranges' }] : [];
    case 'gcp:compute/network:Network':
      return [{ quota: 'networks' }];
    case 'gcp:compute/subnetwork:Subnetwork':
      return [{ quota: 'subnetworks' }];
    case 'gcp:compute/router:Router':
      return [{ quota: 'routers' }];
    case 'gcp:compute/firewall:Firewall':
      return [{ quota: 'firewalls' }];
    default:
      return [];
  }
}
