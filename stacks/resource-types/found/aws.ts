import type { FoundTable, ListedByProvider, ListedByTags } from './found.ts';

/** A list of the service itself, which has new objects sooner than the index of tags. */
const list = (token: string, same: readonly string[], ids = 'ids'): ListedByProvider => ({
  by: 'list',
  token,
  args: 'tags',
  ids,
  same,
});

const tagged = (service: string, arn: RegExp, same: readonly string[], id = '$1'): ListedByTags => ({
  by: 'tags',
  service,
  arn,
  id,
  same,
});

const rule = [
  'securityGroupId',
  'ipProtocol',
  'fromPort',
  'toPort',
  'cidrIpv4',
  'cidrIpv6',
  'prefixListId',
  'referencedSecurityGroupId',
] as const;

/**
 * Objects of AWS whose id the cloud makes up, or that are imported by another text than their id. Sources: the SDK's
 * typings for tokens, arguments and answers; the section Import of each resource's page; the Service Authorization
 * Reference for the ARNs.
 */
export const awsFound = {
  'aws:ec2/vpc:Vpc': list('aws:ec2/getVpcs:getVpcs', ['cidrBlock']),
  'aws:ec2/subnet:Subnet': list('aws:ec2/getSubnets:getSubnets', ['vpcId', 'cidrBlock']),
  'aws:ec2/eip:Eip': list('aws:ec2/getEips:getEips', [], 'allocationIds'),
  'aws:ec2/natGateway:NatGateway': list('aws:ec2/getNatGateways:getNatGateways', ['subnetId']),
  'aws:ec2/routeTable:RouteTable': list('aws:ec2/getRouteTables:getRouteTables', ['vpcId']),
  'aws:ec2/securityGroup:SecurityGroup': list('aws:ec2/getSecurityGroups:getSecurityGroups', ['name', 'vpcId']),
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': list(
    'aws:vpc/getSecurityGroupRules:getSecurityGroupRules',
    rule,
  ),
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': list(
    'aws:vpc/getSecurityGroupRules:getSecurityGroupRules',
    rule,
  ),
  'aws:ec2/internetGateway:InternetGateway': tagged('ec2', /:internet-gateway\/(igw-.+)$/, ['vpcId']),
  'aws:ec2/vpcEndpoint:VpcEndpoint': tagged('ec2', /:vpc-endpoint\/(vpce-.+)$/, ['vpcId', 'serviceName']),
  'aws:ec2/flowLog:FlowLog': tagged('ec2', /:vpc-flow-log\/(fl-.+)$/, ['vpcId', 'logDestination']),
  'aws:ec2/launchTemplate:LaunchTemplate': tagged('ec2', /:launch-template\/(lt-.+)$/, ['name']),
  'aws:kms/key:Key': tagged('kms', /:key\/(.+)$/, ['description']),
  'aws:lb/loadBalancer:LoadBalancer': list('aws:lb/getLbs:getLbs', ['name'], 'arns'),
  'aws:lb/targetGroup:TargetGroup': tagged('elasticloadbalancing', /^(.+:targetgroup\/.+)$/, ['name']),
  'aws:lb/listener:Listener': tagged('elasticloadbalancing', /^(.+:listener\/.+)$/, ['loadBalancerArn', 'port']),
  'aws:acm/certificate:Certificate': tagged('acm', /^(.+:certificate\/.+)$/, ['domainName']),
  'aws:backup/plan:Plan': tagged('backup', /:backup-plan:(.+)$/, ['name']),
  'aws:eks/podIdentityAssociation:PodIdentityAssociation': tagged(
    'eks',
    /:podidentityassociation\/([^/]+)\/(.+)$/,
    ['clusterName', 'namespace', 'serviceAccount'],
    '$1,$2',
  ),
  'aws:organizations/policy:Policy': {
    by: 'list',
    token: 'aws:organizations/getPolicies:getPolicies',
    args: { filter: '{input.type}' },
    ids: 'ids',
    same: ['name'],
  },
  'aws:backup/selection:Selection': { by: 'api', list: 'aws-backup-selections', within: ['planId'], same: ['name'] },
  'aws:ec2/route:Route': { by: 'id', id: '{input.routeTableId}_{input.destinationCidrBlock}' },
  'aws:ec2/routeTableAssociation:RouteTableAssociation': {
    by: 'id',
    id: '{input.subnetId}/{input.routeTableId}',
    noneText: /no association found between route table/i,
  },
  'aws:wafv2/webAclAssociation:WebAclAssociation': { by: 'id', id: '{input.webAclArn},{input.resourceArn}' },
  'aws:cloudwatch/logMetricFilter:LogMetricFilter': { by: 'id', id: '{input.logGroupName}:{name}' },
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup': {
    by: 'again',
    why: 'the VPC has it from the beginning, and to create it only sets its rules',
    source: 'Terraform Registry, provider hashicorp/aws 6, resource aws_default_security_group',
  },
  'aws:autoscaling/attachment:Attachment': {
    by: 'again',
    why: 'to attach what is attached changes nothing',
    source: 'Amazon EC2 Auto Scaling API, AttachLoadBalancerTargetGroups: the operation is additive',
  },
  'aws:acm/certificateValidation:CertificateValidation': {
    by: 'again',
    why: 'nothing of it is in the cloud: it waits',
    source: 'Terraform Registry, provider hashicorp/aws 6, resource aws_acm_certificate_validation',
  },
  'aws:sns/topicSubscription:TopicSubscription': {
    by: 'again',
    why: 'to subscribe the same endpoint again answers with the subscription that there is',
    source: 'Amazon SNS API, Subscribe',
  },
  'aws:secretsmanager/secretVersion:SecretVersion': {
    by: 'again',
    why: 'the value comes from the state: a second version holds the same, and the first stays behind it',
    source: 'AWS Secrets Manager API, PutSecretValue',
  },
  'aws:secretsmanager/secretRotation:SecretRotation': {
    by: 'again',
    why: 'a secret has one rotation, and to set it again sets the same',
    source: 'AWS Secrets Manager API, RotateSecret',
  },
} as const satisfies FoundTable;
