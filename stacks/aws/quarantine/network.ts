import { DefaultSecurityGroup } from '@pulumi/aws/ec2/defaultSecurityGroup.js';
import { Eip } from '@pulumi/aws/ec2/eip.js';
import { InternetGateway } from '@pulumi/aws/ec2/internetGateway.js';
import { NatGateway } from '@pulumi/aws/ec2/natGateway.js';
import { Route } from '@pulumi/aws/ec2/route.js';
import { RouteTable } from '@pulumi/aws/ec2/routeTable.js';
import { RouteTableAssociation } from '@pulumi/aws/ec2/routeTableAssociation.js';
import { SecurityGroup } from '@pulumi/aws/ec2/securityGroup.js';
import { Subnet } from '@pulumi/aws/ec2/subnet.js';
import { Vpc } from '@pulumi/aws/ec2/vpc.js';
import { VpcEndpoint } from '@pulumi/aws/ec2/vpcEndpoint.js';
import { SecurityGroupEgressRule } from '@pulumi/aws/vpc/securityGroupEgressRule.js';
import type * as pulumi from '@pulumi/pulumi';
import { must } from '../../../src/runtime/must.ts';
import type { AwsEnvironment } from '../../environment/schema/environment.ts';
import { nameOf } from '../../naming/name-of.ts';
import { parseCidr, subnets } from '../../network/subnets.ts';
import { tagsOf } from '../../tags.ts';
import { policyOf } from '../statement.ts';

export interface QuarantineNetwork {
  readonly vpcId: pulumi.Output<string>;
  /** Always three: the API reads three variables. */
  readonly subnetIds: readonly pulumi.Output<string>[];
  readonly securityGroupId: pulumi.Output<string>;
}

/** As many as the API has variables for. Source: vendor's AWS module 6.6.0, QUARANTINE_PRIVATE_SUBNET_1..3_ID. */
const privateSubnets = 3;
/** The smallest subnet of a VPC. Source: VPC User Guide, subnet sizing. */
const longestPrefix = 28;

/**
 * A network of its own: functions of users reach the internet by its NAT and nothing of the plane, because no route, no
 * peering and no endpoint leads there.
 */
export function makeQuarantineNetwork(
  environment: AwsEnvironment,
  named: (role: string) => string,
  options: pulumi.CustomResourceOptions,
): QuarantineNetwork {
  const { quarantine, cloud, network } = environment.spec;
  // Zones in which there is a private subnet; the rest of the environment may use more.
  const zones = cloud.zones.slice(0, privateSubnets);
  const tagged = (role: string) => ({
    ...tagsOf(environment),
    Name: `${environment.metadata.name}-quarantine${role === '' ? '' : `-${role}`}`,
  });
  // The loss of a zone must not take the others' way out, unless the whole environment saves on that.
  const natZones = network.type === 'New' && network.nat === 'Single' ? zones.slice(0, 1) : zones;
  const { prefix } = parseCidr(quarantine.cidr);
  const cidrs = subnets(quarantine.cidr, [
    ...Array.from({ length: privateSubnets }, () => Math.min(prefix + 3, longestPrefix)),
    ...zones.map(() => Math.min(prefix + 5, longestPrefix)),
  ]);
  const cidrAt = (index: number): string => must(cidrs[index], 'there is one network for each subnet');
  const zoneAt = (index: number): string => must(zones[index % zones.length], 'there are zones');

  const vpc = new Vpc(
    named('vpc'),
    { cidrBlock: quarantine.cidr, enableDnsSupport: true, enableDnsHostnames: true, tags: tagged('') },
    options,
  );
  new DefaultSecurityGroup(
    named('default-access'),
    { vpcId: vpc.id, ingress: [], egress: [], tags: tagged('default') },
    options,
  );
  const gateway = new InternetGateway(named('gateway'), { vpcId: vpc.id, tags: tagged('') }, options);

  const publicTable = new RouteTable(named('public-routes'), { vpcId: vpc.id, tags: tagged('public') }, options);
  new Route(
    named('public-out'),
    { routeTableId: publicTable.id, destinationCidrBlock: '0.0.0.0/0', gatewayId: gateway.id },
    options,
  );
  const nats = natZones.map((zone, index) => {
    const subnet = new Subnet(
      named(`public-${zone}`),
      {
        vpcId: vpc.id,
        cidrBlock: cidrAt(privateSubnets + index),
        availabilityZone: zone,
        mapPublicIpOnLaunch: false,
        tags: tagged(`public-${zone}`),
      },
      options,
    );
    new RouteTableAssociation(
      named(`public-${zone}-routes`),
      { subnetId: subnet.id, routeTableId: publicTable.id },
      options,
    );
    const address = new Eip(named(`nat-${zone}-address`), { domain: 'vpc', tags: tagged(`nat-${zone}`) }, options);
    return new NatGateway(
      named(`nat-${zone}`),
      { subnetId: subnet.id, allocationId: address.id, tags: tagged(`nat-${zone}`) },
      { ...options, dependsOn: gateway },
    );
  });

  const tables: RouteTable[] = [];
  const subnetIds = Array.from({ length: privateSubnets }, (_, index) => {
    const role = `private-${index + 1}`;
    const subnet = new Subnet(
      named(role),
      {
        vpcId: vpc.id,
        cidrBlock: cidrAt(index),
        availabilityZone: zoneAt(index),
        mapPublicIpOnLaunch: false,
        tags: tagged(role),
      },
      options,
    );
    const table = new RouteTable(named(`${role}-routes`), { vpcId: vpc.id, tags: tagged(role) }, options);
    tables.push(table);
    new RouteTableAssociation(named(`${role}-table`), { subnetId: subnet.id, routeTableId: table.id }, options);
    const nat = must(nats[index % nats.length], 'there is a NAT');
    new Route(
      named(`${role}-out`),
      { routeTableId: table.id, destinationCidrBlock: '0.0.0.0/0', natGatewayId: nat.id },
      options,
    );
    return subnet.id;
  });
  new VpcEndpoint(
    named('s3'),
    {
      vpcId: vpc.id,
      serviceName: `com.amazonaws.${cloud.region}.s3`,
      vpcEndpointType: 'Gateway',
      routeTableIds: tables.map(({ id }) => id),
      policy: ownBucketsOnly(cloud.accountId),
      tags: tagged('s3'),
    },
    options,
  );

  const access = new SecurityGroup(
    named('access'),
    {
      name: nameOf(environment, 'aws:ec2/securityGroup:SecurityGroup', 'quarantine'),
      description: 'Functions of users: they call out, nobody calls in',
      vpcId: vpc.id,
      tags: tagged(''),
    },
    options,
  );
  new SecurityGroupEgressRule(
    named('out'),
    {
      securityGroupId: access.id,
      ipProtocol: '-1',
      cidrIpv4: '0.0.0.0/0',
      description: 'Code of users calls whom it likes, and the plane over the internet',
      tags: tagged(''),
    },
    options,
  );
  return { vpcId: vpc.id, subnetIds, securityGroupId: access.id };
}

/** Buckets of the account alone: code that runs here writes to no bucket of somebody else behind the NAT's back. */
function ownBucketsOnly(accountId: string): pulumi.Output<string> {
  return policyOf([
    {
      Sid: 'OwnBuckets',
      Effect: 'Allow',
      Principal: '*',
      Action: ['s3:GetObject', 's3:PutObject', 's3:ListBucket', 's3:GetBucketLocation'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:ResourceAccount': accountId } },
    },
  ]);
}
