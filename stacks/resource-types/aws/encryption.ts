import { unknownText, type ResourceTypeTable } from '../resource-type.ts';

export const encryptionTypes = {
  'aws:kms/key:Key': {
    name: { foundBy: 'its alias' },
    computed: { arn: unknownText, keyId: unknownText },
    replacedBy: ['customerMasterKeySpec', 'keyUsage', 'multiRegion', 'customKeyStoreId', 'region'],
    holdsData: true,
    holds: 'the only key to database, buckets, cache, secrets and volumes',
    tags: 'tags',
    deployer: [
      'kms:CreateKey',
      // A key is found again by its tags, after a run that was killed.
      'tag:GetResources',
      'kms:DescribeKey',
      'kms:GetKeyPolicy',
      'kms:PutKeyPolicy',
      'kms:GetKeyRotationStatus',
      'kms:EnableKeyRotation',
      'kms:UpdateKeyDescription',
      'kms:ListResourceTags',
      'kms:TagResource',
      'kms:UntagResource',
      'kms:CreateGrant',
      'kms:Decrypt',
      'kms:GenerateDataKey',
    ],
    source: 'Terraform Registry, provider hashicorp/aws 6, resource aws_kms_key',
  },
  'aws:kms/alias:Alias': {
    name: {
      property: 'name',
      max: 250,
      pattern: /^(alias\/)?[a-zA-Z0-9_/-]+$/,
      unique: 'region',
    },
    computed: { arn: 'arn:aws:kms:{region}:{account}:{name}' },
    replacedBy: ['name', 'region'],
    holdsData: false,
    tags: 'none',
    deployer: ['kms:CreateAlias', 'kms:UpdateAlias', 'kms:DeleteAlias', 'kms:ListAliases'],
    source: 'Terraform Registry, provider hashicorp/aws 6, resource aws_kms_alias',
  },
} as const satisfies ResourceTypeTable;
