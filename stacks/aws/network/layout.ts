import { must } from '../../../src/runtime/must.ts';
import { parseCidr, subnets } from '../../network/subnets.ts';

export interface ZoneLayout {
  readonly zone: string;
  readonly private: string;
  readonly public: string;
  readonly data: string;
}

const mostZones = 6;
const why = 'an environment has six zones at most';

/**
 * Subnets of a VPC, zone by zone. There is room for six zones from the beginning, so that one more moves nobody's
 * addresses: an eighth of the VPC for nodes and pods in each, a sixty-fourth for load balancers, another for database and
 * cache. An Application Load Balancer wants a /27 at least, hence a VPC of /21 or larger; AWS takes none larger than /16.
 * Sources: EKS User Guide, "Assign IPs to Pods with the Amazon VPC CNI"; Elastic Load Balancing, "Subnets for your load
 * balancer".
 * @throws RangeError if the VPC is too small or too large.
 */
export function layoutOf(cidr: string, zones: readonly string[]): readonly ZoneLayout[] {
  const { prefix } = parseCidr(cidr);
  if (prefix < 16 || prefix > 21) {
    throw new RangeError(`network.cidr ${cidr} must be a /16 to a /21, so that every zone gets its subnets`);
  }
  const each = (bits: number): readonly number[] => Array.from({ length: mostZones }, () => prefix + bits);
  const cut = subnets(cidr, [...each(3), ...each(6), ...each(6)]);
  return zones.map((zone, index) => ({
    zone,
    private: must(cut[index], why),
    public: must(cut[index + mostZones], why),
    data: must(cut[index + 2 * mostZones], why),
  }));
}
