import { SecurityGroup } from '@pulumi/aws/ec2/securityGroup.js';
import { VpcEndpoint } from '@pulumi/aws/ec2/vpcEndpoint.js';
import { SecurityGroupIngressRule } from '@pulumi/aws/vpc/securityGroupIngressRule.js';
import type * as pulumi from '@pulumi/pulumi';
import type { AwsEnvironment } from '../../environment/schema/environment.ts';
import { nameOf } from '../../naming/name-of.ts';
import { tagsOf } from '../../tags.ts';
import { partitionOf } from '../arn.ts';
import { policyOf } from '../statement.ts';
import { s3EndpointStatements } from './s3-endpoint.ts';

/** Services reached inside the VPC, and by whom. */
const interfaceServices = {
  'ecr.api': 'nodes ask for images of the add-ons',
  'ecr.dkr': 'nodes pull them',
  sts: 'pods take on their roles',
  eks: 'nodes join the cluster',
  'eks-auth': 'the Pod Identity agent gets credentials for pods',
  ec2: 'the network plugin makes addresses for pods',
  autoscaling: 'Cluster Autoscaler sizes the node groups',
  secretsmanager: 'the operator reads its listed secrets',
  kms: 'what the key encrypts is opened',
  logs: 'logs are written',
  monitoring: 'the API reports how busy it is',
} as const;

export interface EndpointWishes {
  readonly environment: AwsEnvironment;
  readonly named: (role: string) => string;
  readonly child: pulumi.CustomResourceOptions;
  readonly vpcId: pulumi.Input<string>;
  readonly cidr: string;
  /** Route tables from which S3 is reached without NAT. */
  readonly tables: readonly pulumi.Input<string>[];
  readonly subnets: readonly pulumi.Input<string>[];
}

/** Ways to AWS that do not leave the VPC: always to S3, which carries every byte of the plane and costs nothing so. */
export function makeEndpoints({ environment, named, child, vpcId, cidr, tables, subnets }: EndpointWishes): void {
  const { network, cloud, quarantine } = environment.spec;
  if (network.type !== 'New') return;
  const tags = (role: string) => ({ ...tagsOf(environment), Name: `${environment.metadata.name}-${role}` });
  const serviceName = (service: string): string =>
    `${partitionOf(cloud.region) === 'aws-cn' ? 'cn.com' : 'com'}.amazonaws.${cloud.region}.${service}`;
  new VpcEndpoint(
    named('endpoint-s3'),
    {
      vpcId,
      serviceName: serviceName('s3'),
      vpcEndpointType: 'Gateway',
      routeTableIds: [...tables],
      policy: policyOf(s3EndpointStatements(environment)),
      tags: tags('s3'),
    },
    child,
  );
  if (!network.endpoints) return;
  const group = new SecurityGroup(
    named('endpoints-group'),
    {
      name: nameOf(environment, 'aws:ec2/securityGroup:SecurityGroup', 'endpoints'),
      description: 'Interface endpoints: HTTPS from the VPC',
      vpcId,
      tags: tags('endpoints'),
    },
    child,
  );
  new SecurityGroupIngressRule(
    named('endpoints-https'),
    {
      securityGroupId: group.id,
      description: 'HTTPS from the VPC',
      cidrIpv4: cidr,
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      tags: tags('endpoints-https'),
    },
    child,
  );
  for (const service of [...Object.keys(interfaceServices), ...(quarantine.enabled ? ['lambda'] : [])]) {
    new VpcEndpoint(
      named(`endpoint-${service.replace('.', '-')}`),
      {
        vpcId,
        serviceName: serviceName(service),
        vpcEndpointType: 'Interface',
        privateDnsEnabled: true,
        subnetIds: [...subnets],
        securityGroupIds: [group.id],
        tags: tags(service),
      },
      child,
    );
  }
}
