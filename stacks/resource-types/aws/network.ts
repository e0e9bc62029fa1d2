import { unknownText, type ResourceTypeTable } from '../resource-type.ts';

const registry = (resource: string) => `Terraform Registry, provider hashicorp/aws 6, resource aws_${resource}`;
const tagging = ['ec2:CreateTags', 'ec2:DeleteTags'] as const;

/** A part of a VPC: it has an id and no name, and loses nothing when it is made anew. */
const part = <const T extends string>(
  resource: string,
  foundBy: string,
  replacedBy: readonly string[],
  deployer: readonly T[],
) =>
  ({
    name: { foundBy },
    computed: {},
    replacedBy: [...replacedBy, 'region'],
    holdsData: false,
    tags: 'tags',
    deployer: [...deployer, ...tagging],
    source: registry(resource),
  }) as const;

const rule = (resource: string, direction: 'Ingress' | 'Egress') =>
  part(
    resource,
    'its security group, protocol, ports and peer',
    ['securityGroupId'],
    [
      `ec2:AuthorizeSecurityGroup${direction}`,
      `ec2:RevokeSecurityGroup${direction}`,
      'ec2:ModifySecurityGroupRules',
      'ec2:DescribeSecurityGroupRules',
    ],
  );

export const networkTypes = {
  'aws:ec2/vpc:Vpc': {
    ...part(
      'vpc',
      'its tags Name and planewright:environment',
      ['cidrBlock', 'instanceTenancy', 'ipv4IpamPoolId'],
      [
        'ec2:CreateVpc',
        'ec2:DeleteVpc',
        'ec2:DescribeVpcs',
        'ec2:DescribeVpcAttribute',
        'ec2:ModifyVpcAttribute',
        'ec2:DescribeNetworkAcls',
        'ec2:DescribeRouteTables',
        'ec2:DescribeSecurityGroups',
      ],
    ),
    computed: { arn: unknownText },
  },
  'aws:ec2/subnet:Subnet': part(
    'subnet',
    'its VPC and cidrBlock',
    ['vpcId', 'cidrBlock', 'availabilityZone', 'availabilityZoneId', 'outpostArn', 'ipv6Native'],
    ['ec2:CreateSubnet', 'ec2:DeleteSubnet', 'ec2:DescribeSubnets', 'ec2:ModifySubnetAttribute'],
  ),
  'aws:ec2/internetGateway:InternetGateway': part(
    'internet_gateway',
    'its VPC',
    [],
    [
      'ec2:CreateInternetGateway',
      'ec2:DeleteInternetGateway',
      'ec2:AttachInternetGateway',
      'ec2:DetachInternetGateway',
      'ec2:DescribeInternetGateways',
    ],
  ),
  'aws:ec2/eip:Eip': {
    ...part(
      'eip',
      'its tag Name',
      ['domain', 'address', 'publicIpv4Pool', 'networkBorderGroup', 'customerOwnedIpv4Pool', 'ipamPoolId'],
      ['ec2:AllocateAddress', 'ec2:ReleaseAddress', 'ec2:DescribeAddresses', 'ec2:DescribeAddressesAttribute'],
    ),
    computed: { allocationId: unknownText, publicIp: unknownText },
  },
  'aws:ec2/natGateway:NatGateway': {
    ...part(
      'nat_gateway',
      'its subnet',
      ['allocationId', 'subnetId', 'connectivityType', 'privateIp', 'availabilityMode', 'vpcId'],
      ['ec2:CreateNatGateway', 'ec2:DeleteNatGateway', 'ec2:DescribeNatGateways'],
    ),
    computed: { publicIp: unknownText },
  },
  'aws:ec2/routeTable:RouteTable': part(
    'route_table',
    'its VPC and tag Name',
    ['vpcId'],
    ['ec2:CreateRouteTable', 'ec2:DeleteRouteTable', 'ec2:DescribeRouteTables'],
  ),
  'aws:ec2/route:Route': {
    ...part(
      'route',
      'its table and destination',
      ['routeTableId', 'destinationCidrBlock', 'destinationIpv6CidrBlock', 'destinationPrefixListId'],
      ['ec2:CreateRoute', 'ec2:ReplaceRoute', 'ec2:DeleteRoute', 'ec2:DescribeRouteTables'],
    ),
    tags: 'none',
  },
  'aws:ec2/routeTableAssociation:RouteTableAssociation': {
    ...part(
      'route_table_association',
      'its subnet',
      ['subnetId', 'gatewayId'],
      [
        'ec2:AssociateRouteTable',
        'ec2:DisassociateRouteTable',
        'ec2:ReplaceRouteTableAssociation',
        'ec2:DescribeRouteTables',
      ],
    ),
    tags: 'none',
  },
  'aws:ec2/vpcEndpoint:VpcEndpoint': part(
    'vpc_endpoint',
    'its VPC and serviceName',
    ['vpcId', 'serviceName', 'vpcEndpointType', 'serviceNetworkArn', 'resourceConfigurationArn', 'serviceRegion'],
    [
      'ec2:CreateVpcEndpoint',
      'ec2:DeleteVpcEndpoints',
      'ec2:ModifyVpcEndpoint',
      'ec2:DescribeVpcEndpoints',
      'ec2:DescribePrefixLists',
    ],
  ),
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup': part(
    'default_security_group',
    'its VPC, which makes it',
    ['vpcId'],
    [
      'ec2:DescribeSecurityGroups',
      'ec2:RevokeSecurityGroupIngress',
      'ec2:RevokeSecurityGroupEgress',
      'ec2:AuthorizeSecurityGroupIngress',
      'ec2:AuthorizeSecurityGroupEgress',
    ],
  ),
  'aws:ec2/securityGroup:SecurityGroup': {
    ...part(
      'security_group',
      '',
      ['name', 'namePrefix', 'description', 'vpcId'],
      [
        'ec2:CreateSecurityGroup',
        'ec2:DeleteSecurityGroup',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeNetworkInterfaces',
        'ec2:RevokeSecurityGroupEgress',
      ],
    ),
    name: { property: 'name', max: 255, pattern: /^(?!sg-)[A-Za-z0-9][-A-Za-z0-9]*$/, unique: 'parent' },
    id: unknownText,
    computed: { arn: unknownText },
  },
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': rule('vpc_security_group_ingress_rule', 'Ingress'),
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': rule('vpc_security_group_egress_rule', 'Egress'),
  'aws:cloudwatch/logGroup:LogGroup': {
    name: { property: 'name', max: 512, pattern: /^[-_/.#A-Za-z0-9]+$/, unique: 'region' },
    computed: { arn: 'arn:aws:logs:{region}:{account}:log-group:{name}' },
    replacedBy: ['name', 'namePrefix', 'logGroupClass', 'region'],
    holdsData: false,
    tags: 'tags',
    deployer: [
      'logs:CreateLogGroup',
      'logs:DeleteLogGroup',
      'logs:DescribeLogGroups',
      'logs:PutRetentionPolicy',
      'logs:AssociateKmsKey',
      'logs:DisassociateKmsKey',
      'logs:ListTagsForResource',
      'logs:TagResource',
      'logs:UntagResource',
    ],
    source: registry('cloudwatch_log_group'),
  },
  'aws:ec2/flowLog:FlowLog': part(
    'flow_log',
    'its VPC and destination',
    [
      'vpcId',
      'subnetId',
      'eniId',
      'logDestination',
      'logDestinationType',
      'iamRoleArn',
      'trafficType',
      'maxAggregationInterval',
      'logFormat',
    ],
    ['ec2:CreateFlowLogs', 'ec2:DeleteFlowLogs', 'ec2:DescribeFlowLogs', 'logs:CreateLogDelivery', 'iam:PassRole'],
  ),
} as const satisfies ResourceTypeTable;
