/** Actions that no role of the vendor may ever take, in groups that a statement of denial can carry whole. */

export const accountAdministration: readonly string[] = [
  'account:CloseAccount',
  'account:Delete*',
  'account:Put*',
  'billing:*',
  'controltower:*',
  'identitystore:*',
  'organizations:*',
  'payments:*',
  'sso-directory:*',
  'sso:*',
  'tax:*',
];

export const auditTampering: readonly string[] = [
  'access-analyzer:ApplyArchiveRule',
  'access-analyzer:CreateArchiveRule',
  'access-analyzer:Delete*',
  'access-analyzer:UpdateArchiveRule',
  'cloudtrail:Delete*',
  'cloudtrail:Put*',
  'cloudtrail:StartLogging',
  'cloudtrail:Stop*',
  'cloudtrail:Update*',
  'config:Delete*',
  'config:Put*',
  'config:Stop*',
  'guardduty:Delete*',
  'guardduty:Disable*',
  'guardduty:Disassociate*',
  'guardduty:Update*',
  'securityhub:BatchDisable*',
  'securityhub:Delete*',
  'securityhub:Disable*',
  'securityhub:Disassociate*',
  'securityhub:Update*',
];

/** Users, groups and keys that would outlive the vendor's sessions. */
export const humanIdentities: readonly string[] = [
  'iam:*AccessKey*',
  'iam:*AccountAlias',
  'iam:*AccountPasswordPolicy',
  'iam:*Group*',
  'iam:*LoginProfile*',
  'iam:*User*',
];

export const changesOfIam: readonly string[] = [
  'iam:Add*',
  'iam:Attach*',
  'iam:Create*',
  'iam:Delete*',
  'iam:Detach*',
  'iam:PassRole',
  'iam:Put*',
  'iam:Remove*',
  'iam:Set*',
  'iam:Tag*',
  'iam:Untag*',
  'iam:Update*',
];

export const shells: readonly string[] = [
  'ec2-instance-connect:OpenTunnel',
  'ec2-instance-connect:SendSSHPublicKey',
  'ecs:ExecuteCommand',
  'eks:AccessKubernetesApi',
  'ssm:SendCommand',
  'ssm:StartSession',
];

export const logContents: readonly string[] = [
  'logs:FilterLogEvents',
  'logs:GetLogEvents',
  'logs:GetLogGroupFields',
  'logs:GetLogRecord',
  'logs:GetQueryResults',
  'logs:StartLiveTail',
  'logs:StartQuery',
];

/** Ways to let logs flow to somewhere else. */
export const logRouting: readonly string[] = [
  'logs:CreateDelivery',
  'logs:CreateExportTask',
  'logs:PutAccountPolicy',
  'logs:PutDeliveryDestination',
  'logs:PutDeliverySource',
  'logs:PutDestination',
  'logs:PutSubscriptionFilter',
  'logs:UpdateDeliveryConfiguration',
];

/** Rows, messages and screens of what runs. */
export const recordReads: readonly string[] = [
  'dynamodb:BatchGetItem',
  'dynamodb:GetItem',
  'dynamodb:PartiQLSelect',
  'dynamodb:Query',
  'dynamodb:Scan',
  'ec2:GetConsoleOutput',
  'ec2:GetPasswordData',
  'lambda:InvokeAsync',
  'lambda:InvokeFunctionUrl',
  'rds-data:*',
  'rds:DownloadCompleteDBLogFile',
  'rds:DownloadDBLogFilePortion',
  'sqs:ReceiveMessage',
];

export const objectReads: readonly string[] = ['s3:GetObject', 's3:GetObjectAttributes', 's3:GetObjectVersion'];

/** What shows the environment of a workload, in which there may be credentials. */
export const workloadConfiguration: readonly string[] = [
  'autoscaling:DescribeLaunchConfigurations',
  'ec2:DescribeInstanceAttribute',
  'ec2:DescribeLaunchTemplateVersions',
  'ecs:DescribeTaskDefinition',
  'lambda:GetFunction',
  'lambda:GetFunctionConfiguration',
  'lambda:ListFunctions',
  'lambda:ListVersionsByFunction',
];

export const secretReads: readonly string[] = [
  'secretsmanager:BatchGetSecretValue',
  'secretsmanager:GetSecretValue',
  'ssm:GetParameter*',
];

/** Copies of disks, images, snapshots and traffic out of the account. */
export const copiesOut: readonly string[] = [
  'ec2:*ImageAttribute',
  'ec2:*SnapshotAttribute',
  'ec2:*TrafficMirror*',
  'ec2:CreateInstanceExportTask',
  'ec2:CreateStoreImageTask',
  'ec2:ExportImage',
  'rds:CopyDBClusterSnapshot',
  'rds:CopyDBSnapshot',
  'rds:ModifyDBClusterSnapshotAttribute',
  'rds:ModifyDBSnapshotAttribute',
  'rds:StartExportTask',
  's3:PutReplicationConfiguration',
];

export const keyDestruction: readonly string[] = [
  'kms:DeleteAlias',
  'kms:DisableKey',
  'kms:ScheduleKeyDeletion',
  'kms:UpdateAlias',
];

export const keyAdministration: readonly string[] = [
  'kms:CreateAlias',
  'kms:CreateGrant',
  'kms:Disable*',
  'kms:Enable*',
  'kms:Put*',
  'kms:RevokeGrant',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:Update*',
];

export const objectDeletion: readonly string[] = ['s3:DeleteObject', 's3:DeleteObjectVersion'];

export const bucketAdministration: readonly string[] = [
  's3:BypassGovernanceRetention',
  's3:DeleteBucket',
  's3:DeleteBucketPolicy',
  's3:PutBucket*',
  's3:PutEncryptionConfiguration',
  's3:PutLifecycleConfiguration',
  's3:PutObjectLegalHold',
  's3:PutObjectRetention',
  's3:PutReplicationConfiguration',
];
