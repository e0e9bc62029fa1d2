import { DefaultSecurityGroup } from '@pulumi/aws/ec2/defaultSecurityGroup.js';
import { Eip } from '@pulumi/aws/ec2/eip.js';
import { InternetGateway } from '@pulumi/aws/ec2/internetGateway.js';
import { NatGateway } from '@pulumi/aws/ec2/natGateway.js';
import { Route } from '@pulumi/aws/ec2/route.js';
import { RouteTable } from '@pulumi/aws/ec2/routeTable.js';
import { RouteTableAssociation } from '@pulumi/aws/ec2/routeTableAssociation.js';
import { Subnet } from '@pulumi/aws/ec2/subnet.js';
import { Vpc } from '@pulumi/aws/ec2/vpc.js';
import type * as pulumi from '@pulumi/pulumi';
import { Concern } from '../component.ts';
import type { AwsEnvironment } from '../environment/schema/environment.ts';
import { tagsOf } from '../tags.ts';
import { makeFlowLogs } from './flow-logs.ts';
import { makeEndpoints } from './network/endpoints.ts';
import { layoutOf, type ZoneLayout } from './network/layout.ts';
import type { KeyReference, NetworkReference } from './references.ts';

type NewNetwork = Extract<AwsEnvironment['spec']['network'], { type: 'New' }>;

/** The VPC: made with a way out for each zone and none in for anybody, or brought. */
export class Network extends Concern implements NetworkReference {
  readonly vpcId: pulumi.Input<string>;
  readonly cidr: string;
  readonly privateSubnetIds: readonly pulumi.Input<string>[];
  readonly dataSubnetIds: readonly pulumi.Input<string>[];
  readonly publicSubnetIds: readonly pulumi.Input<string>[];
  readonly #environment: AwsEnvironment;

  constructor(
    environment: AwsEnvironment,
    { key }: { key: KeyReference },
    options: pulumi.ComponentResourceOptions = {},
  ) {
    super('aws', 'network', options);
    this.#environment = environment;
    const { network } = environment.spec;
    this.cidr = network.cidr;
    if (network.type === 'Existing') {
      this.vpcId = network.vpcId;
      this.privateSubnetIds = network.privateSubnetIds;
      this.dataSubnetIds = network.privateSubnetIds;
      this.publicSubnetIds = network.publicSubnetIds;
      this.registerOutputs();
      return;
    }
    const vpc = new Vpc(
      this.named('vpc'),
      {
        cidrBlock: network.cidr,
        enableDnsSupport: true,
        enableDnsHostnames: true,
        tags: this.#tags('vpc'),
      },
      this.child(),
    );
    // Everything in a VPC that names no group falls into this one. Without rules it lets nothing in or out.
    new DefaultSecurityGroup(
      this.named('default-security-group'),
      { vpcId: vpc.id, ingress: [], egress: [], tags: this.#tags('default-closed') },
      this.child(),
    );
    const layout = layoutOf(network.cidr, environment.spec.cloud.zones);
    const publicOnes = this.#subnets(vpc, layout, 'public');
    const privateOnes = this.#subnets(vpc, layout, 'private');
    const dataOnes = this.#subnets(vpc, layout, 'data');
    const tables = this.#routes(network, vpc, layout, { publicOnes, privateOnes, dataOnes });

    this.vpcId = vpc.id;
    this.publicSubnetIds = publicOnes.map(({ id }) => id);
    this.privateSubnetIds = privateOnes.map(({ id }) => id);
    this.dataSubnetIds = dataOnes.map(({ id }) => id);
    makeEndpoints({
      environment,
      named: (role) => this.named(role),
      child: this.child(),
      vpcId: vpc.id,
      cidr: network.cidr,
      tables,
      subnets: this.privateSubnetIds,
    });
    if (network.flowLogDays > 0) {
      const flowLogs = { environment, key, vpcId: vpc.id, role: 'flow-logs', days: network.flowLogDays };
      makeFlowLogs(flowLogs, (role) => this.named(role), this.child());
    }
    this.registerOutputs();
  }

  #subnets(vpc: Vpc, layout: readonly ZoneLayout[], kind: 'public' | 'private' | 'data'): readonly Subnet[] {
    return layout.map(
      (zone) =>
        new Subnet(
          this.named(`${kind}-${zone.zone}`),
          {
            vpcId: vpc.id,
            cidrBlock: zone[kind],
            availabilityZone: zone.zone,
            // Only what is meant to have a public address asks for one itself.
            mapPublicIpOnLaunch: false,
            tags: this.#tags(`${kind}-${zone.zone}`),
          },
          this.child(),
        ),
    );
  }

  /** Makes the ways out, and answers with the tables that the S3 endpoint belongs into. */
  #routes(
    network: NewNetwork,
    vpc: Vpc,
    layout: readonly ZoneLayout[],
    {
      publicOnes,
      privateOnes,
      dataOnes,
    }: Readonly<Record<'publicOnes' | 'privateOnes' | 'dataOnes', readonly Subnet[]>>,
  ): readonly pulumi.Output<string>[] {
    const gateway = new InternetGateway(
      this.named('internet-gateway'),
      { vpcId: vpc.id, tags: this.#tags('internet-gateway') },
      this.child(),
    );
    const publicTable = this.#table(vpc, 'public');
    const out = new Route(
      this.named('public-route'),
      { routeTableId: publicTable.id, destinationCidrBlock: '0.0.0.0/0', gatewayId: gateway.id },
      this.child(),
    );
    this.#associate(publicTable, layout, publicOnes, 'public');
    const gateways = publicOnes
      .slice(0, network.nat === 'PerZone' ? publicOnes.length : 1)
      .map((subnet, index) => this.#nat(subnet, layout[index]?.zone ?? '', out));
    const privateTables = layout.map(({ zone }, index) => {
      const table = this.#table(vpc, `private-${zone}`);
      const nat = gateways[index] ?? gateways[0];
      new Route(
        this.named(`private-${zone}-route`),
        { routeTableId: table.id, destinationCidrBlock: '0.0.0.0/0', ...(nat && { natGatewayId: nat.id }) },
        this.child(),
      );
      this.#associate(table, layout.slice(index, index + 1), privateOnes.slice(index, index + 1), 'private');
      return table;
    });
    // No route but the VPC's own: neither database nor cache has anything to say to the internet.
    const dataTable = this.#table(vpc, 'data');
    this.#associate(dataTable, layout, dataOnes, 'data');
    return privateTables.map(({ id }) => id);
  }

  #nat(subnet: Subnet, zone: string, out: Route): NatGateway {
    const address = new Eip(
      this.named(`nat-address-${zone}`),
      { domain: 'vpc', tags: this.#tags(`nat-${zone}`) },
      this.child({ dependsOn: out }),
    );
    return new NatGateway(
      this.named(`nat-${zone}`),
      { allocationId: address.allocationId, subnetId: subnet.id, tags: this.#tags(`nat-${zone}`) },
      this.child(),
    );
  }

  #table(vpc: Vpc, role: string): RouteTable {
    return new RouteTable(this.named(`${role}-table`), { vpcId: vpc.id, tags: this.#tags(role) }, this.child());
  }

  #associate(table: RouteTable, layout: readonly ZoneLayout[], subnets: readonly Subnet[], kind: string): void {
    for (const [index, { zone }] of layout.entries()) {
      const subnet = subnets[index];
      if (subnet === undefined) continue;
      new RouteTableAssociation(
        this.named(`${kind}-${zone}-association`),
        { routeTableId: table.id, subnetId: subnet.id },
        this.child(),
      );
    }
  }

  #tags(role: string): Readonly<Record<string, string>> {
    return { ...tagsOf(this.#environment), Name: `${this.#environment.metadata.name}-${role}` };
  }
}
