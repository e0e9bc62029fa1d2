import type { Plan, PlannedResource } from '../planned.ts';
import { countedNeeds, summed, type Need, type Resource } from './need.ts';

export interface AzureQuotaRow {
  readonly title: string;
  readonly namespace: 'Microsoft.Compute' | 'Microsoft.Network' | 'Microsoft.Storage';
  /** As the list of usages calls it. */
  readonly usage: string;
}

/**
 * Quotas of a location besides those of vCPUs, which are called after the family of the machines. Sources: references of
 * Usages of Compute, of Virtual Networks and of Storage.
 */
export const azureQuotas = {
  'public-addresses': {
    title: 'Public IP addresses, Standard',
    namespace: 'Microsoft.Network',
    usage: 'PublicIPAddresses',
  },
  'virtual-networks': { title: 'Virtual networks', namespace: 'Microsoft.Network', usage: 'VirtualNetworks' },
  'network-security-groups': {
    title: 'Network security groups',
    namespace: 'Microsoft.Network',
    usage: 'NetworkSecurityGroups',
  },
  'application-gateways': {
    title: 'Application gateways',
    namespace: 'Microsoft.Network',
    usage: 'ApplicationGateways',
  },
  'storage-accounts': { title: 'Storage accounts', namespace: 'Microsoft.Storage', usage: 'StorageAccounts' },
} as const satisfies Readonly<Record<string, AzureQuotaRow>>;

export type AzureQuotaId = keyof typeof azureQuotas;

export function isAzureQuota(id: string): id is AzureQuotaId {
  return Object.hasOwn(azureQuotas, id);
}

const byType: Readonly<Record<string, AzureQuotaId>> = {
  'azure-native:network:PublicIPAddress': 'public-addresses',
  'azure-native:network:VirtualNetwork': 'virtual-networks',
  'azure-native:network:NetworkSecurityGroup': 'network-security-groups',
  'azure-native:network:ApplicationGateway': 'application-gateways',
  'azure-native:storage:StorageAccount': 'storage-accounts',
};

/** What a plan takes of them in its location. vCPUs are asked for by pool: only Azure knows the family of a size. */
export function azureNeeds(plan: Plan, state: readonly Resource[], location: string): readonly Need[] {
  const there = new Set(state.map(({ urn }) => urn));
  const isHere = ({ inputs }: PlannedResource): boolean => (inputs['location'] ?? location) === location;
  const quotaOf = ({ type }: PlannedResource): readonly { readonly quota: AzureQuotaId }[] => {
    const quota = Object.hasOwn(byType, type) ? byType[type] : undefined;
    return quota === undefined ? [] : [{ quota }];
  };
  return summed(countedNeeds(plan.resources.filter(isHere), there, quotaOf));
}
