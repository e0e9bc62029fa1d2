import type * as pulumi from '@pulumi/pulumi';

/** What concerns hand to each other, whether it was made here or brought. */
export interface NetworkReference {
  readonly vpcId: pulumi.Input<string>;
  /** IPv4 networks of the VPC. */
  readonly cidr: string;
  /** One a zone: nodes, internal load balancers, interface endpoints. */
  readonly privateSubnetIds: readonly pulumi.Input<string>[];
  /** One a zone, without a way to the internet: database and cache. The private ones where the network was brought. */
  readonly dataSubnetIds: readonly pulumi.Input<string>[];
  /** One a zone; none where there is no public entry in a brought network. */
  readonly publicSubnetIds: readonly pulumi.Input<string>[];
}

export interface KeyReference {
  readonly arn: pulumi.Input<string>;
}

export interface ClusterReference {
  readonly name: pulumi.Input<string>;
  /** Security group of the nodes: the only source that database and cache let in. */
  readonly nodeSecurityGroupId: pulumi.Input<string>;
}
