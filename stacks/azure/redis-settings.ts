/** Port of a database of Azure Managed Redis, always with TLS. Source: Azure documentation, Azure Managed Redis, development FAQ. */
export const redisPort = 10_000;

/** Largest size, in GB, that Azure offers without clustering. Source: Azure documentation, Azure Managed Redis architecture. */
const unclusteredGb = 25;

/**
 * Clients of the plane speak to one Redis, not to a cluster: up to 25 GB none is made, above that the service hides it
 * behind one address. The number of a SKU is its memory in GB (Balanced_B20); the smallest ones have a half or one.
 */
export function clusteringOf(sku: string): 'NoCluster' | 'EnterpriseCluster' {
  return Number(/[0-9]+$/.exec(sku)?.[0] ?? 0) <= unclusteredGb ? 'NoCluster' : 'EnterpriseCluster';
}
