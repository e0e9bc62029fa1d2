import { unknownText, type ResourceTypeTable } from '../resource-type.ts';

const tagging = [
  'elasticache:AddTagsToResource',
  'elasticache:RemoveTagsFromResource',
  'elasticache:ListTagsForResource',
] as const;

export const redisTypes = {
  'aws:elasticache/replicationGroup:ReplicationGroup': {
    name: {
      property: 'replicationGroupId',
      max: 40,
      pattern: /^[a-z](-?[a-z0-9])*$/,
      unique: 'region',
    },
    computed: {
      arn: 'arn:aws:elasticache:{region}:{account}:replicationgroup:{name}',
      primaryEndpointAddress: unknownText,
      readerEndpointAddress: unknownText,
    },
    replacedBy: [
      'replicationGroupId',
      'atRestEncryptionEnabled',
      'kmsKeyId',
      'dataTieringEnabled',
      'globalReplicationGroupId',
      'networkType',
      'port',
      'snapshotArns',
      'snapshotName',
      'subnetGroupName',
      'region',
    ],
    secretOutputs: ['authToken'],
    holdsData: true,
    holds: 'the ids of transactions that are under way, and, on a plane set up so, the locks',
    tags: 'tags',
    deployer: [
      'elasticache:CreateReplicationGroup',
      'elasticache:DescribeReplicationGroups',
      'elasticache:DescribeCacheClusters',
      'elasticache:ModifyReplicationGroup',
      'elasticache:ModifyReplicationGroupShardConfiguration',
      'elasticache:IncreaseReplicaCount',
      'elasticache:DecreaseReplicaCount',
      'elasticache:DeleteReplicationGroup',
      'elasticache:CreateSnapshot',
      ...tagging,
      'kms:DescribeKey',
      'kms:CreateGrant',
    ],
    source:
      'terraform-provider-aws, internal/service/elasticache/replication_group.go; ElastiCache User Guide, quotas and naming',
  },
  'aws:elasticache/parameterGroup:ParameterGroup': {
    name: { property: 'name', max: 255, pattern: /^[a-z](-?[a-z0-9])*$/, unique: 'region' },
    computed: { arn: 'arn:aws:elasticache:{region}:{account}:parametergroup:{name}' },
    replacedBy: ['name', 'family', 'description', 'region'],
    holdsData: false,
    tags: 'tags',
    deployer: [
      'elasticache:CreateCacheParameterGroup',
      'elasticache:DescribeCacheParameterGroups',
      'elasticache:DescribeCacheParameters',
      'elasticache:ModifyCacheParameterGroup',
      'elasticache:ResetCacheParameterGroup',
      'elasticache:DeleteCacheParameterGroup',
      ...tagging,
    ],
    source: 'Terraform Registry, provider hashicorp/aws 6, resource aws_elasticache_parameter_group',
  },
  'aws:elasticache/subnetGroup:SubnetGroup': {
    name: { property: 'name', max: 255, pattern: /^[a-z0-9][-a-z0-9]*$/, unique: 'region' },
    computed: { arn: 'arn:aws:elasticache:{region}:{account}:subnetgroup:{name}' },
    replacedBy: ['name', 'region'],
    holdsData: false,
    tags: 'tags',
    deployer: [
      'elasticache:CreateCacheSubnetGroup',
      'elasticache:DescribeCacheSubnetGroups',
      'elasticache:ModifyCacheSubnetGroup',
      'elasticache:DeleteCacheSubnetGroup',
      ...tagging,
    ],
    source: 'Terraform Registry, provider hashicorp/aws 6, resource aws_elasticache_subnet_group',
  },
} as const satisfies ResourceTypeTable;
