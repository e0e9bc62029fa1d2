import type { AwsEnvironment } from '../../environment/schema/environment.ts';
import { arnIn, globalArnIn } from '../arn.ts';
import type { Statement } from '../statement.ts';

const use = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'] as const;

/**
 * Who may do what with the key. `*` as resource means the key itself in its own policy. The account may administer it and
 * hand out its use by IAM, where each role gets it through one service only; the services named here act by themselves.
 * Source: AWS KMS Developer Guide, "Key policies"; EC2 Auto Scaling User Guide, "Required AWS KMS key policy".
 */
export function keyStatements(environment: AwsEnvironment): readonly Statement[] {
  const { accountId, region } = environment.spec.cloud;
  const service = (sid: string, name: string, actions: readonly string[], condition: Statement['Condition']) =>
    ({
      Sid: sid,
      Effect: 'Allow',
      Principal: { Service: name },
      Action: actions,
      Resource: '*',
      ...(condition && { Condition: condition }),
    }) as const satisfies Statement;
  // Not by its ARN as principal: in a new account the role does not exist yet, and the policy would be refused.
  const nodes = (sid: string, actions: readonly string[], more: NonNullable<Statement['Condition']>): Statement => ({
    Sid: sid,
    Effect: 'Allow',
    Principal: '*',
    Action: actions,
    Resource: '*',
    Condition: {
      ...more,
      StringEquals: { 'kms:CallerAccount': accountId },
      ArnLike: {
        'aws:PrincipalArn': globalArnIn(
          environment,
          'iam',
          'role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling*',
        ),
      },
    },
  });
  return [
    ...accountStatements(environment),
    nodes('VolumesOfNodes', [...use], {}),
    nodes('GrantsForVolumesOfNodes', ['kms:CreateGrant'], { Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
    service('Logs', `logs.${region}.amazonaws.com`, [...use], {
      ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arnIn(environment, 'logs', '*') },
    }),
    service('Alarms', 'cloudwatch.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey*'], {
      StringEquals: { 'aws:SourceAccount': accountId },
    }),
  ];
}

/** The account may administer a key of its own and hand out its use by IAM. */
export function accountStatements(environment: AwsEnvironment): readonly Statement[] {
  const account = globalArnIn(environment, 'iam', 'root');
  return [
    {
      Sid: 'AdministrationByIam',
      Effect: 'Allow',
      Principal: { AWS: account },
      Action: [
        'kms:DescribeKey',
        'kms:GetKeyPolicy',
        'kms:GetKeyRotationStatus',
        'kms:ListResourceTags',
        'kms:ListGrants',
        'kms:ListKeyPolicies',
        'kms:ListKeyRotations',
        'kms:PutKeyPolicy',
        'kms:EnableKey',
        'kms:DisableKey',
        'kms:EnableKeyRotation',
        'kms:DisableKeyRotation',
        'kms:RotateKeyOnDemand',
        'kms:UpdateKeyDescription',
        'kms:CreateAlias',
        'kms:UpdateAlias',
        'kms:DeleteAlias',
        'kms:TagResource',
        'kms:UntagResource',
        'kms:RevokeGrant',
        'kms:RetireGrant',
        'kms:ScheduleKeyDeletion',
        'kms:CancelKeyDeletion',
      ],
      Resource: '*',
    },
    { Sid: 'UseByIam', Effect: 'Allow', Principal: { AWS: account }, Action: [...use], Resource: '*' },
    // Without the condition kms:GrantIsForAWSResource: EKS makes its grant as whoever makes the cluster, and it would not
    // hold there. Source: EKS User Guide, "Encrypt Kubernetes secrets with KMS on existing clusters".
    {
      Sid: 'GrantsByIam',
      Effect: 'Allow',
      Principal: { AWS: account },
      Action: 'kms:CreateGrant',
      Resource: '*',
      Condition: { StringEquals: { 'kms:CallerAccount': environment.spec.cloud.accountId } },
    },
  ];
}
