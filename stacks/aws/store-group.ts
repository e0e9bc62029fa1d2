import { SecurityGroup } from '@pulumi/aws/ec2/securityGroup.js';
import { SecurityGroupIngressRule } from '@pulumi/aws/vpc/securityGroupIngressRule.js';
import type * as pulumi from '@pulumi/pulumi';
import type { AwsEnvironment } from '../environment/schema/environment.ts';
import { nameOf } from '../naming/name-of.ts';
import { tagsOf } from '../tags.ts';
import type { ClusterReference, KeyReference, NetworkReference } from './references.ts';

/** Where a database or cache is placed, by what it is encrypted, and who may reach it. */
export interface StoreSurroundings {
  readonly network: NetworkReference;
  readonly key: KeyReference;
  readonly cluster: ClusterReference;
}

interface StoreGroup extends Pick<StoreSurroundings, 'network' | 'cluster'> {
  readonly environment: AwsEnvironment;
  /** What is behind it, in a word: part of names. */
  readonly role: string;
  readonly port: number;
  /** What is behind it, for people. */
  readonly description: string;
}

/**
 * Security group of a database or cache: the nodes of the cluster reach its one port, it reaches nobody. Each rule is a
 * resource of its own, so that a plan shows it.
 */
export function makeStoreGroup(
  { environment, network, cluster, role, port, description }: StoreGroup,
  named: (role: string) => string,
  options: pulumi.CustomResourceOptions,
): SecurityGroup {
  const group = new SecurityGroup(
    named('access'),
    {
      name: nameOf(environment, 'aws:ec2/securityGroup:SecurityGroup', role),
      description,
      vpcId: network.vpcId,
      tags: { ...tagsOf(environment), Name: `${environment.metadata.name}-${role}` },
    },
    options,
  );
  new SecurityGroupIngressRule(
    named('from-nodes'),
    {
      securityGroupId: group.id,
      referencedSecurityGroupId: cluster.nodeSecurityGroupId,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      description: 'Nodes of the cluster',
      tags: tagsOf(environment),
    },
    options,
  );
  return group;
}
