/**
 * Inputs of which a cloud takes only one of a kind: a second object with the same ones is refused. Source: error codes of
 * the Amazon EC2 API (`InvalidSubnet.Conflict`, `Resource.AlreadyAssociated`, `RouteAlreadyExists`,
 * `InvalidPermission.Duplicate`, `FlowLogAlreadyExists`), of Elastic Load Balancing (`DuplicateListener`), EKS
 * (`ResourceInUseException`), and of Resource Manager of Google Cloud (`ALREADY_EXISTS`).
 */
export const refusesSecond: Readonly<Record<string, readonly string[]>> = {
  'aws:ec2/subnet:Subnet': ['vpcId', 'cidrBlock'],
  'aws:ec2/internetGateway:InternetGateway': ['vpcId'],
  'aws:ec2/route:Route': ['routeTableId', 'destinationCidrBlock'],
  'aws:ec2/routeTableAssociation:RouteTableAssociation': ['subnetId'],
  'aws:ec2/flowLog:FlowLog': ['vpcId', 'logDestination'],
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': [
    'securityGroupId',
    'ipProtocol',
    'fromPort',
    'toPort',
    'cidrIpv4',
    'referencedSecurityGroupId',
  ],
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': [
    'securityGroupId',
    'ipProtocol',
    'fromPort',
    'toPort',
    'cidrIpv4',
    'referencedSecurityGroupId',
  ],
  'aws:lb/listener:Listener': ['loadBalancerArn', 'port'],
  'aws:eks/podIdentityAssociation:PodIdentityAssociation': ['clusterName', 'namespace', 'serviceAccount'],
  'gcp:tags/tagKey:TagKey': ['parent', 'shortName'],
  'gcp:tags/tagValue:TagValue': ['parent', 'shortName'],
  'gcp:tags/locationTagBinding:LocationTagBinding': ['parent', 'tagValue'],
};

/** Types of which a second creation finds the first, or sets the same once more. */
export const idempotent: readonly string[] = [
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup',
  'aws:autoscaling/attachment:Attachment',
  'aws:acm/certificateValidation:CertificateValidation',
  'aws:sns/topicSubscription:TopicSubscription',
  'gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember',
  'gcp:storage/bucketIAMMember:BucketIAMMember',
  'gcp:secretmanager/secretIamMember:SecretIamMember',
  'gcp:serviceaccount/iAMMember:IAMMember',
  'gcp:projects/iAMMember:IAMMember',
];
