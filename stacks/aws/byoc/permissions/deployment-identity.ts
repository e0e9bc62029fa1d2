import type { Grant } from '../../../permissions/grant.ts';
import { bootstrapTag, boundaryArn, iamArn, regionalArn, vendorTag, type BootstrapNames } from '../names.ts';
import { ownNames } from './deployment-workloads.ts';
import { linkedServices, passedTo } from './services.ts';

/** Roles of the plane, and its keys. Source: vendor's AWS module, managed-byoc-v2. */
export function identityGrants(names: BootstrapNames): readonly Grant[] {
  const { plane } = names;
  const roles = iamArn(`role/${plane}-*`, names);
  const keys = regionalArn('kms', 'key/*', names);
  const withBoundary = { ArnEquals: { 'iam:PermissionsBoundary': boundaryArn('Runtime', names) } };
  const requested = { [`aws:RequestTag/${vendorTag}`]: ownNames(plane) };
  const owned = { [`aws:ResourceTag/${vendorTag}`]: ownNames(plane) };
  return [
    {
      id: 'ReadIam',
      allows: ['iam:GetInstanceProfile', 'iam:GetPolicy', 'iam:GetPolicyVersion', 'iam:GetRole', 'iam:GetRolePolicy']
        .concat(['iam:ListAttachedRolePolicies', 'iam:ListInstanceProfilesForRole', 'iam:ListPolicyVersions'])
        .concat(['iam:ListRolePolicies', 'iam:ListRoleTags']),
      on: ['*'],
      neededBy: 'terraform',
      why: 'reads roles and policies, those of AWS among them',
      everywhere: "AWS's own policies belong to no account.",
    },
    {
      id: 'MakeBoundedRoles',
      allows: ['iam:CreateRole', 'iam:PutRolePermissionsBoundary'],
      on: [roles],
      onlyIf: withBoundary,
      neededBy: 'services, brainstore, api',
      why: 'makes the roles of the plane, each with your boundary and no other',
    },
    {
      id: 'KeepRoles',
      allows: [
        'iam:AttachRolePolicy',
        'iam:DeleteRole',
        'iam:DeleteRolePolicy',
        'iam:DetachRolePolicy',
        'iam:PutRolePolicy',
        'iam:TagRole',
        'iam:UntagRole',
        'iam:UpdateAssumeRolePolicy',
        'iam:UpdateRole',
        'iam:UpdateRoleDescription',
      ],
      on: [roles],
      neededBy: 'services, brainstore, api',
      why: 'keeps those roles and their rights, which the boundary caps',
    },
    {
      id: 'KeepInstanceProfiles',
      allows: ['AddRoleToInstanceProfile', 'CreateInstanceProfile', 'DeleteInstanceProfile']
        .concat(['RemoveRoleFromInstanceProfile', 'TagInstanceProfile', 'UntagInstanceProfile'])
        .map((action) => `iam:${action}`),
      on: [iamArn(`instance-profile/${plane}-*`, names)],
      neededBy: 'brainstore',
      why: 'hands roles to machines',
    },
    {
      id: 'KeepPolicies',
      allows: ['CreatePolicy', 'CreatePolicyVersion', 'DeletePolicy', 'DeletePolicyVersion']
        .concat(['SetDefaultPolicyVersion', 'TagPolicy', 'UntagPolicy'])
        .map((action) => `iam:${action}`),
      on: [iamArn(`policy/${plane}-*`, names)],
      neededBy: 'services',
      why: 'keeps the policies of those roles',
    },
    {
      id: 'HandRolesToServices',
      allows: ['iam:PassRole'],
      on: [roles],
      onlyIf: { StringEquals: { 'iam:PassedToService': passedTo } },
      neededBy: 'services, brainstore, api, cluster',
      why: 'hands the roles of the plane to the services that run it, and to no one else',
    },
    {
      id: 'MakeLinkedRoles',
      allows: ['iam:CreateServiceLinkedRole'],
      on: [iamArn('role/aws-service-role/*', names)],
      onlyIf: { StringEquals: { 'iam:AWSServiceName': linkedServices } },
      neededBy: 'network, database, redis, cluster',
      why: 'lets services of AWS make the roles that they need once an account',
    },
    {
      id: 'MakeKeys',
      allows: ['kms:CreateKey'],
      on: ['*'],
      onlyIf: { StringLike: requested },
      neededBy: 'kms',
      why: 'makes the key of the plane, tagged as its own',
      everywhere: 'The key has no ARN before it is made.',
    },
    {
      id: 'TagNewKeys',
      allows: ['kms:TagResource'],
      on: [keys],
      onlyIf: { StringLike: requested, Null: { [`aws:ResourceTag/${bootstrapTag}`]: 'true' } },
      neededBy: 'kms',
      why: 'tags a key that it just made; keys of the bootstrap cannot be taken over so',
    },
    {
      id: 'KeepKeys',
      allows: ['CancelKeyDeletion', 'CreateAlias', 'DescribeKey', 'DisableKeyRotation', 'EnableKey']
        .concat(['EnableKeyRotation', 'GetKeyPolicy', 'GetKeyRotationStatus', 'ListGrants', 'ListKeyPolicies'])
        .concat(['ListResourceTags', 'PutKeyPolicy', 'RevokeGrant', 'TagResource', 'UntagResource'])
        .concat(['UpdateKeyDescription'])
        .map((action) => `kms:${action}`),
      on: [keys],
      onlyIf: { StringLike: owned },
      neededBy: 'kms',
      why: 'keeps the key of the plane; disabling or deleting it is not among it',
    },
    {
      id: 'LetServicesUseKeys',
      allows: ['kms:CreateGrant'],
      on: [keys],
      onlyIf: { StringLike: owned, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      neededBy: 'database, redis, brainstore',
      why: 'lets services of AWS encrypt disks and databases with that key',
    },
    {
      id: 'NameKeys',
      allows: ['kms:CreateAlias'],
      on: [regionalArn('kms', `alias/braintrust/${plane}*`, names)],
      neededBy: 'kms',
      why: 'names the key of the plane',
    },
    {
      id: 'ListKeys',
      allows: ['kms:ListAliases', 'kms:ListKeys'],
      on: ['*'],
      neededBy: 'kms',
      why: 'finds keys by name',
      everywhere: 'Lists take no resource.',
    },
  ];
}
