import { unknownText, type ResourceTypeTable } from '../resource-type.ts';

export const secretsTypes = {
  'aws:secretsmanager/secret:Secret': {
    name: {
      property: 'name',
      max: 512,
      // Secrets Manager also takes /_+=.@, and advises against an end of six characters after a hyphen.
      pattern: /^[A-Za-z0-9][-A-Za-z0-9]*$/,
      unique: 'region',
    },
    // The service ends the ARN with six characters of its own.
    computed: { arn: unknownText },
    replacedBy: ['name', 'namePrefix', 'type', 'region'],
    holdsData: true,
    holds: 'a secret that stands nowhere else',
    tags: 'tags',
    deployer: [
      'secretsmanager:CreateSecret',
      'secretsmanager:DescribeSecret',
      'secretsmanager:UpdateSecret',
      'secretsmanager:DeleteSecret',
      'secretsmanager:GetResourcePolicy',
      'secretsmanager:ReplicateSecretToRegions',
      'secretsmanager:RemoveRegionsFromReplication',
      'secretsmanager:TagResource',
      'secretsmanager:UntagResource',
      'kms:DescribeKey',
      'kms:GenerateDataKey',
      'kms:Decrypt',
    ],
    source:
      'Terraform Registry, provider hashicorp/aws 6, resource aws_secretsmanager_secret; Secrets Manager API, CreateSecret',
  },
  'aws:secretsmanager/secretVersion:SecretVersion': {
    name: { foundBy: 'its secret (secretId) and the stage AWSCURRENT' },
    computed: { arn: '{input.secretId}', versionId: unknownText },
    id: '{input.secretId}|AWSCURRENT',
    replacedBy: ['secretId', 'secretString', 'secretBinary', 'region'],
    secretOutputs: ['secretString', 'secretBinary'],
    holdsData: true,
    holds: 'the value of a secret',
    tags: 'none',
    deployer: [
      'secretsmanager:PutSecretValue',
      'secretsmanager:GetSecretValue',
      'secretsmanager:UpdateSecretVersionStage',
    ],
    source: 'Terraform Registry, provider hashicorp/aws 6, resource aws_secretsmanager_secret_version',
  },
} as const satisfies ResourceTypeTable;
