import { NatGateway } from '@pulumi/azure-native/network/natGateway.js';
import { PublicIPAddress } from '@pulumi/azure-native/network/publicIPAddress.js';
import { Subnet } from '@pulumi/azure-native/network/subnet.js';
import { VirtualNetwork } from '@pulumi/azure-native/network/virtualNetwork.js';
import type * as pulumi from '@pulumi/pulumi';
import { must } from '../../src/runtime/must.ts';
import type { SelfHostedAzureSpec } from '../environment/schema/azure.ts';
import { AzureConcern } from './azure-concern.ts';
import type { NetworkReference, SubnetReference } from './references.ts';
import { makeSecurityGroup } from './security-group.ts';
import { allowedInto, type SubnetRole } from './security-rules.ts';
import { partsOf, type Site } from './site.ts';
import { lastAddressOf, planSubnets } from './subnet-plan.ts';

type NewNetwork = Extract<SelfHostedAzureSpec['network'], { type: 'New' }>;
type ExistingNetwork = Extract<SelfHostedAzureSpec['network'], { type: 'Existing' }>;
type Placed = Omit<NetworkReference, 'zones'>;

/** Virtual network, subnets, what may enter them, and the way out. Private DNS is a concern of its own. */
export class NetworkConcern extends AzureConcern {
  readonly reference: Placed;
  /** Undefined where the network was brought. */
  readonly madeId: pulumi.Input<string> | undefined;

  /** @param entryGroupId security group of the entry's subnet, where the network is made. */
  constructor(site: Site, entryGroupId: pulumi.Input<string> | undefined) {
    super('network', site);
    const { network } = site.environment.spec;
    if (network.type === 'Existing') {
      this.reference = this.#brought(network);
      this.madeId = undefined;
      return;
    }
    const virtualNetwork = this.#make(
      network,
      must(entryGroupId, 'the entry makes its group where the network is made'),
    );
    this.reference = virtualNetwork.reference;
    this.madeId = virtualNetwork.id;
  }

  #brought(network: ExistingNetwork): Placed {
    const subnet = (id: string): SubnetReference => ({ id, name: partsOf(id).name });
    const nodes = subnet(network.nodesSubnetId);
    return {
      id: network.virtualNetworkId,
      nodes: Object.fromEntries(this.site.environment.spec.cloud.zones.map((zone) => [zone, nodes])),
      endpoints: subnet(network.endpointsSubnetId),
      entry: subnet(network.entrySubnetId),
      balancer: subnet(network.balancerSubnetId),
      entryAddress: network.entryAddress,
      balancerAddress: network.balancerAddress,
      outbound: network.outbound === 'NatGateway' ? 'userAssignedNATGateway' : 'userDefinedRouting',
    };
  }

  #make(
    network: NewNetwork,
    entryGroupId: pulumi.Input<string>,
  ): { readonly id: pulumi.Output<string>; readonly reference: Placed } {
    const { cloud, entry } = this.site.environment.spec;
    const plan = planSubnets(network.cidr);
    const virtualNetwork = new VirtualNetwork(
      this.named(''),
      {
        ...this.located,
        virtualNetworkName: this.nameOf('azure-native:network:VirtualNetwork', 'network'),
        addressSpace: { addressPrefixes: [network.cidr] },
      },
      this.child(),
    );
    const rules = allowedInto(plan, entry.access, entry.allowedCidrs);
    const group = (role: Exclude<SubnetRole, 'entry'>): pulumi.Input<string> =>
      makeSecurityGroup(
        this.named(`${role}-rules`),
        this.nameOf('azure-native:network:NetworkSecurityGroup', role),
        this.located,
        rules[role],
        this.child(),
      ).id;
    const groups = {
      nodes: group('nodes'),
      endpoints: group('endpoints'),
      balancer: group('balancer'),
      entry: entryGroupId,
    };
    const gateways = this.#natGateways(network.nat, cloud.zones);

    // One after the other: Azure refuses two changes of one network at a time.
    let last: Subnet | undefined;
    const subnet = (
      name: string,
      role: SubnetRole,
      addressPrefix: string,
      natGateway?: NatGateway,
    ): SubnetReference => {
      const made = new Subnet(
        this.named(name),
        {
          ...this.grouped,
          virtualNetworkName: virtualNetwork.name,
          subnetName: name,
          addressPrefix,
          networkSecurityGroup: { id: groups[role] },
          // Without it, security groups say nothing about private endpoints.
          privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled',
          defaultOutboundAccess: false,
          ...(natGateway && { natGateway: { id: natGateway.id } }),
        },
        this.child(last && { dependsOn: [last] }),
      );
      last = made;
      return { id: made.id, name };
    };
    const nodes = Object.fromEntries(
      cloud.zones.map((zone) => [zone, subnet(`nodes-${zone}`, 'nodes', plan.nodes[zone], gateways[zone])]),
    );
    return {
      id: virtualNetwork.id,
      reference: {
        id: virtualNetwork.id,
        nodes,
        entry: subnet('entry', 'entry', plan.entry),
        endpoints: subnet('endpoints', 'endpoints', plan.endpoints),
        balancer: subnet('balancer', 'balancer', plan.balancer),
        entryAddress: lastAddressOf(plan.entry),
        balancerAddress: lastAddressOf(plan.balancer),
        outbound: 'userAssignedNATGateway',
      },
    };
  }

  /** The gateway of each zone: one of its own, or the one that all share. */
  #natGateways(nat: NewNetwork['nat'], zones: readonly string[]): Readonly<Record<string, NatGateway>> {
    const made = (nat === 'PerZone' ? zones : zones.slice(0, 1)).map((zone) => {
      const address = new PublicIPAddress(
        this.named(`nat-${zone}-address`),
        {
          ...this.located,
          publicIpAddressName: this.nameOf('azure-native:network:PublicIPAddress', `nat-${zone}`),
          publicIPAllocationMethod: 'Static',
          sku: { name: 'Standard' },
          zones: [zone],
        },
        this.child(),
      );
      return new NatGateway(
        this.named(`nat-${zone}`),
        {
          ...this.located,
          natGatewayName: this.nameOf('azure-native:network:NatGateway', `nat-${zone}`),
          sku: { name: 'Standard' },
          zones: [zone],
          // Model calls stream for minutes, and think in between.
          idleTimeoutInMinutes: 30,
          publicIpAddresses: [{ id: address.id }],
        },
        this.child(),
      );
    });
    return Object.fromEntries(
      zones.flatMap((zone, index) => {
        const gateway = made[index] ?? made[0];
        return gateway === undefined ? [] : [[zone, gateway]];
      }),
    );
  }
}
