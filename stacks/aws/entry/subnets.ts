import type { AwsEnvironment } from '../../environment/schema/environment.ts';
import type { NetworkReference } from '../references.ts';

/**
 * Subnets of the load balancer. It wants two zones at least. Source: Elastic Load Balancing, "Subnets for your load
 * balancer".
 * @throws TypeError if there are too few of the kind that it needs.
 */
export function entrySubnets({ spec }: AwsEnvironment, network: NetworkReference): NetworkReference['publicSubnetIds'] {
  if (spec.entry.access === 'Private') return network.privateSubnetIds;
  if (network.publicSubnetIds.length < 2) {
    throw new TypeError('entry.access Public needs two network.publicSubnetIds at least, in different zones');
  }
  return network.publicSubnetIds;
}
