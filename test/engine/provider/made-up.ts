/** Ids as AWS makes them up, and the ARNs that its index of tags lists them by. Source: Service Authorization Reference. */
interface MadeUp {
  readonly id: (unique: string) => string;
  /** The ARN of an id; the id itself where that is one. */
  readonly arn: (id: string, parent: string) => string;
}

const at = (service: string, rest: string): string => `arn:aws:${service}:stand-in-1:123456789012:${rest}`;
const ec2 = (prefix: string, kind: string): MadeUp => ({
  id: (unique) => `${prefix}-${unique}`,
  arn: (id) => at('ec2', `${kind}/${id}`),
});
const byArn = (service: string, kind: string): MadeUp => ({
  id: (unique) => at(service, `${kind}/${unique}`),
  arn: (id) => id,
});

export const madeUp: Readonly<Record<string, MadeUp>> = {
  'aws:ec2/vpc:Vpc': ec2('vpc', 'vpc'),
  'aws:ec2/subnet:Subnet': ec2('subnet', 'subnet'),
  'aws:ec2/eip:Eip': ec2('eipalloc', 'elastic-ip'),
  'aws:ec2/natGateway:NatGateway': ec2('nat', 'natgateway'),
  'aws:ec2/routeTable:RouteTable': ec2('rtb', 'route-table'),
  'aws:ec2/internetGateway:InternetGateway': ec2('igw', 'internet-gateway'),
  'aws:ec2/vpcEndpoint:VpcEndpoint': ec2('vpce', 'vpc-endpoint'),
  'aws:ec2/flowLog:FlowLog': ec2('fl', 'vpc-flow-log'),
  'aws:ec2/securityGroup:SecurityGroup': ec2('sg', 'security-group'),
  'aws:ec2/launchTemplate:LaunchTemplate': ec2('lt', 'launch-template'),
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': ec2('sgr', 'security-group-rule'),
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': ec2('sgr', 'security-group-rule'),
  'aws:kms/key:Key': { id: (unique) => `key-${unique}`, arn: (id) => at('kms', `key/${id}`) },
  'aws:lb/loadBalancer:LoadBalancer': byArn('elasticloadbalancing', 'loadbalancer/app/one'),
  'aws:lb/targetGroup:TargetGroup': byArn('elasticloadbalancing', 'targetgroup/one'),
  'aws:lb/listener:Listener': byArn('elasticloadbalancing', 'listener/app/one/two'),
  'aws:acm/certificate:Certificate': byArn('acm', 'certificate'),
  'aws:backup/plan:Plan': { id: (unique) => `plan-${unique}`, arn: (id) => at('backup', `backup-plan:${id}`) },
  'aws:eks/podIdentityAssociation:PodIdentityAssociation': {
    id: (unique) => `a-${unique}`,
    arn: (id, cluster) => at('eks', `podidentityassociation/${cluster}/${id}`),
  },
};
