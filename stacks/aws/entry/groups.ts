import { SecurityGroup } from '@pulumi/aws/ec2/securityGroup.js';
import { SecurityGroupEgressRule } from '@pulumi/aws/vpc/securityGroupEgressRule.js';
import { SecurityGroupIngressRule } from '@pulumi/aws/vpc/securityGroupIngressRule.js';
import type * as pulumi from '@pulumi/pulumi';
import type { AwsEnvironment } from '../../environment/schema/environment.ts';
import { nameOf } from '../../naming/name-of.ts';
import { tagsOf } from '../../tags.ts';
import type { NetworkReference } from '../references.ts';
import type { Making } from './certificate.ts';

const everybody = '0.0.0.0/0';

/**
 * Networks that may come: those that the environment names for a public entry; for a private one the VPC, and those named
 * that are not the whole internet, such as a peered network or the office behind a VPN.
 */
export function allowedNetworks({ spec }: AwsEnvironment, network: NetworkReference): readonly string[] {
  const { access, allowedCidrs } = spec.entry;
  if (access === 'Public') return allowedCidrs;
  return [...new Set([network.cidr, ...allowedCidrs.filter((cidr) => cidr !== everybody)])];
}

/** Who may reach the load balancer, and that it may reach the API's pods and nothing else. */
export function makeGroup(
  environment: AwsEnvironment,
  references: { readonly network: NetworkReference; readonly nodeSecurityGroupId: pulumi.Input<string> },
  port: number,
  { named, child }: Making,
): SecurityGroup {
  const { network, nodeSecurityGroupId } = references;
  const tags = tagsOf(environment);
  const group = new SecurityGroup(
    named('group'),
    {
      name: nameOf(environment, 'aws:ec2/securityGroup:SecurityGroup', 'entry'),
      description: 'Load balancer in front of the API',
      vpcId: network.vpcId,
      tags: { ...tags, Name: `${environment.metadata.name}-entry` },
    },
    child(),
  );
  for (const cidr of allowedNetworks(environment, network)) {
    new SecurityGroupIngressRule(
      named(`https-${cidr.replaceAll(/[./]/g, '-')}`),
      {
        securityGroupId: group.id,
        description: 'HTTPS to the API',
        cidrIpv4: cidr,
        ipProtocol: 'tcp',
        fromPort: 443,
        toPort: 443,
        tags,
      },
      child(),
    );
  }
  const toPods = { ipProtocol: 'tcp', fromPort: port, toPort: port, tags };
  new SecurityGroupEgressRule(
    named('to-api'),
    {
      securityGroupId: group.id,
      description: 'To the pods of the API',
      referencedSecurityGroupId: nodeSecurityGroupId,
      ...toPods,
    },
    child(),
  );
  new SecurityGroupIngressRule(
    named('from-entry'),
    {
      securityGroupId: nodeSecurityGroupId,
      description: 'Load balancer to the pods of the API',
      referencedSecurityGroupId: group.id,
      ...toPods,
    },
    child(),
  );
  return group;
}
