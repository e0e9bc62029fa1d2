import { must } from '../../src/runtime/must.ts';
import { parseCidr, subnets } from '../network/subnets.ts';

export interface NetworkRanges {
  readonly pods: string;
  readonly nodes: string;
  readonly services: string;
  /**
   * Private services access. Cloud SQL takes a /24 of it and Memorystore a /29, so /23 is the least. Source:
   * https://cloud.google.com/vpc/docs/configure-private-services-access.
   */
  readonly privateServices: string;
  /** Proxies of a private entry: /26 is the least that Google takes. */
  readonly proxies: string;
}

/**
 * Cuts a VPC's addresses: half for pods, since a node takes a /24 of them, a sixteenth each for nodes and services, an
 * eighth for private services. The end is left free for the control plane.
 * @throws RangeError if it is no network, or smaller than /20.
 */
export function networkRanges(cidr: string): NetworkRanges {
  const { prefix } = parseCidr(cidr);
  if (prefix > 20) throw new RangeError(`${cidr} is smaller than /20: there is no room for pods, services and proxies`);
  const cut = subnets(cidr, [prefix + 1, prefix + 4, prefix + 4, prefix + 3, prefix + 6]);
  const [pods, nodes, services, privateServices, proxies] = cut;
  return {
    pods: must(pods, 'five were asked for'),
    nodes: must(nodes, 'five were asked for'),
    services: must(services, 'five were asked for'),
    privateServices: must(privateServices, 'five were asked for'),
    proxies: must(proxies, 'five were asked for'),
  };
}
