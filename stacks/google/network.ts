import { GlobalAddress } from '@pulumi/gcp/compute/globalAddress.js';
import { Network as Vpc } from '@pulumi/gcp/compute/network.js';
import { Router } from '@pulumi/gcp/compute/router.js';
import { RouterNat } from '@pulumi/gcp/compute/routerNat.js';
import { Subnetwork } from '@pulumi/gcp/compute/subnetwork.js';
import { Connection } from '@pulumi/gcp/servicenetworking/connection.js';
import { parseCidr } from '../network/subnets.ts';
import { GoogleConcern, type GoogleContext } from './concern.ts';
import { Firewalls } from './firewalls.ts';
import { networkRanges, type NetworkRanges } from './network-ranges.ts';
import type { NetworkReference } from './references.ts';

const podsRange = 'pods';
const servicesRange = 'services';

/**
 * The VPC, or the one that was brought. Google's managed services are reached over private addresses; everything that
 * takes one waits for the connection, which is what the vendor's module lacks on its first run.
 */
export class Network extends GoogleConcern implements NetworkReference {
  readonly network: NetworkReference['network'];
  readonly subnetwork: NetworkReference['subnetwork'];
  readonly podsRange: string;
  readonly servicesRange: string;
  readonly privateServices: NetworkReference['privateServices'];
  readonly proxies?: Subnetwork;

  constructor(context: GoogleContext) {
    super('network', context, ['compute', 'servicenetworking']);
    const { network } = this.environment.spec;
    if (network.type === 'Existing') {
      this.network = network.network;
      this.subnetwork = network.subnetwork;
      this.podsRange = network.podsRange;
      this.servicesRange = network.servicesRange;
      this.privateServices = [];
    } else {
      const ranges = networkRanges(network.cidr);
      const vpc = this.#vpc();
      const subnetwork = this.#subnetwork(vpc, ranges, network.flowLogs);
      this.#nat(vpc);
      this.network = vpc.id;
      this.subnetwork = subnetwork.id;
      this.podsRange = podsRange;
      this.servicesRange = servicesRange;
      this.privateServices = [this.#privateServices(vpc, ranges)];
      if (this.environment.spec.entry.access === 'Private') this.proxies = this.#proxies(vpc, ranges);
      new Firewalls(context, this, vpc.id, ranges);
    }
    this.registerOutputs();
  }

  #vpc(): Vpc {
    const name = this.nameOf('gcp:compute/network:Network', 'network');
    const { project } = this;
    return new Vpc(
      this.named('vpc'),
      { project, name, autoCreateSubnetworks: false, routingMode: 'REGIONAL' },
      this.child(),
    );
  }

  #subnetwork(vpc: Vpc, ranges: NetworkRanges, flowLogs: boolean): Subnetwork {
    return new Subnetwork(
      this.named('nodes'),
      {
        ...this.#subnetworkNamed('nodes', vpc),
        ipCidrRange: ranges.nodes,
        secondaryIpRanges: [
          { rangeName: podsRange, ipCidrRange: ranges.pods },
          { rangeName: servicesRange, ipCidrRange: ranges.services },
        ],
        privateIpGoogleAccess: true,
        ...(flowLogs && {
          logConfig: { aggregationInterval: 'INTERVAL_10_MIN', flowSampling: 0.5, metadata: 'INCLUDE_ALL_METADATA' },
        }),
      },
      this.child(),
    );
  }

  #proxies(vpc: Vpc, ranges: NetworkRanges): Subnetwork {
    return new Subnetwork(
      this.named('proxies'),
      {
        ...this.#subnetworkNamed('proxies', vpc),
        ipCidrRange: ranges.proxies,
        purpose: 'REGIONAL_MANAGED_PROXY',
        role: 'ACTIVE',
      },
      this.child(),
    );
  }

  #subnetworkNamed(role: string, vpc: Vpc) {
    const { project, region } = this;
    return { project, region, network: vpc.id, name: this.nameOf('gcp:compute/subnetwork:Subnetwork', role) };
  }

  /** NAT of Google Cloud is of the region, not of a zone or a machine: one is enough. */
  #nat(vpc: Vpc): void {
    const { project, region } = this;
    const router = new Router(
      this.named('router'),
      { project, region, name: this.nameOf('gcp:compute/router:Router', 'router'), network: vpc.id },
      this.child(),
    );
    new RouterNat(
      this.named('nat'),
      {
        project,
        region,
        name: this.nameOf('gcp:compute/routerNat:RouterNat', 'nat'),
        router: router.name,
        natIpAllocateOption: 'AUTO_ONLY',
        sourceSubnetworkIpRangesToNat: 'ALL_SUBNETWORKS_ALL_IP_RANGES',
        enableDynamicPortAllocation: true,
        enableEndpointIndependentMapping: false,
        minPortsPerVm: 64,
        logConfig: { enable: true, filter: 'ERRORS_ONLY' },
      },
      this.child(),
    );
  }

  #privateServices(vpc: Vpc, ranges: NetworkRanges): Connection {
    const { prefix } = parseCidr(ranges.privateServices);
    const range = new GlobalAddress(
      this.named('private-services'),
      {
        project: this.project,
        name: this.nameOf('gcp:compute/globalAddress:GlobalAddress', 'private-services'),
        labels: this.labels,
        purpose: 'VPC_PEERING',
        addressType: 'INTERNAL',
        address: ranges.privateServices.replace(/\/.*$/, ''),
        prefixLength: prefix,
        network: vpc.id,
      },
      this.child(),
    );
    return new Connection(
      this.named('private-services'),
      {
        network: vpc.id,
        service: 'servicenetworking.googleapis.com',
        reservedPeeringRanges: [range.name],
        // Google keeps the connection for days after the last instance is gone; asking to delete it fails until then.
        deletionPolicy: 'ABANDON',
        updateOnCreationFail: true,
      },
      this.child(),
    );
  }
}
