import { unknownText, type ResourceTypeTable } from '../resource-type.ts';

const tagging = ['backup:TagResource', 'backup:UntagResource', 'backup:ListTags'] as const;

export const backupsTypes = {
  'aws:backup/vault:Vault': {
    name: { property: 'name', max: 50, min: 2, pattern: /^[a-zA-Z0-9][-a-zA-Z0-9_]*$/, unique: 'region' },
    computed: { arn: 'arn:aws:backup:{region}:{account}:backup-vault:{name}' },
    replacedBy: ['name', 'kmsKeyArn', 'region'],
    holdsData: true,
    holds: 'copies of database and buckets',
    tags: 'tags',
    deployer: [
      'backup:CreateBackupVault',
      'backup:DescribeBackupVault',
      'backup:DeleteBackupVault',
      'backup:ListRecoveryPointsByBackupVault',
      'backup-storage:MountCapsule',
      ...tagging,
      'kms:CreateGrant',
      'kms:DescribeKey',
      'kms:GenerateDataKey',
      'kms:Decrypt',
      'kms:RetireGrant',
    ],
    source: 'Terraform Registry, provider hashicorp/aws 6, resource aws_backup_vault',
  },
  'aws:backup/vaultLockConfiguration:VaultLockConfiguration': {
    name: { foundBy: 'its vault (backupVaultName): one each' },
    computed: {},
    id: '{input.backupVaultName}',
    replacedBy: ['backupVaultName', 'changeableForDays', 'maxRetentionDays', 'minRetentionDays', 'region'],
    holdsData: false,
    tags: 'none',
    deployer: ['backup:PutBackupVaultLockConfiguration', 'backup:DeleteBackupVaultLockConfiguration'],
    source: 'terraform-provider-aws, internal/service/backup/vault_lock_configuration.go',
  },
  'aws:backup/plan:Plan': {
    name: { property: 'name', max: 50, pattern: /^[a-zA-Z0-9][-a-zA-Z0-9_.]*$/, unique: 'region' },
    computed: { arn: unknownText },
    id: unknownText,
    replacedBy: ['name', 'region'],
    holdsData: false,
    tags: 'tags',
    deployer: [
      'backup:CreateBackupPlan',
      'backup:GetBackupPlan',
      'backup:UpdateBackupPlan',
      'backup:DeleteBackupPlan',
      ...tagging,
    ],
    source: 'terraform-provider-aws, internal/service/backup/plan.go',
  },
  'aws:backup/selection:Selection': {
    name: { property: 'name', max: 50, pattern: /^[a-zA-Z0-9][-a-zA-Z0-9_.]*$/, unique: 'parent' },
    computed: {},
    id: unknownText,
    replacedBy: ['name', 'planId', 'iamRoleArn', 'resources', 'notResources', 'conditions', 'selectionTags', 'region'],
    holdsData: false,
    tags: 'none',
    deployer: [
      'backup:CreateBackupSelection',
      'backup:GetBackupSelection',
      'backup:DeleteBackupSelection',
      'iam:PassRole',
    ],
    source: 'Terraform Registry, provider hashicorp/aws 6, resource aws_backup_selection',
  },
} as const satisfies ResourceTypeTable;
