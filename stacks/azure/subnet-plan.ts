import { formatCidr, overlaps, parseCidr, sizeOf, subnets } from '../network/subnets.ts';

/** Networks inside the cluster, which no one outside sees. Source: AKS documentation, Azure CNI Overlay (pod CIDR). */
export const podCidr = '10.244.0.0/16';
export const serviceCidr = '10.245.0.0/16';
export const clusterDnsAddress = '10.245.0.10';

export interface SubnetPlan {
  /** One a zone. Pods take no addresses of it: 250 nodes fit. */
  readonly nodes: Readonly<Record<'1' | '2' | '3', string>>;
  readonly entry: string;
  readonly endpoints: string;
  readonly balancer: string;
}

/**
 * Cuts a virtual network into its subnets. Always room for three zones, so that adding one moves nothing.
 * @throws RangeError if they do not fit, or if the network overlaps those inside the cluster.
 */
export function planSubnets(cidr: string): SubnetPlan {
  for (const inner of [podCidr, serviceCidr]) {
    if (overlaps(cidr, inner)) {
      throw new RangeError(`spec.network.cidr: ${cidr} overlaps ${inner}, which pods or services of the cluster have`);
    }
  }
  const [one = '', two = '', three = '', entry = '', endpoints = '', balancer = ''] = subnets(
    cidr,
    [24, 24, 24, 24, 26, 27],
  );
  return { nodes: { '1': one, '2': two, '3': three }, entry, endpoints, balancer };
}

/** Last address of a network that a resource may have: Azure hands out its own from the first on. */
export function lastAddressOf(cidr: string): string {
  const { address, prefix } = parseCidr(cidr);
  return formatCidr({ address: address + sizeOf(prefix) - 2, prefix: 32 }).replace('/32', '');
}
