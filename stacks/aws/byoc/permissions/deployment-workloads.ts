import type { Grant } from '../../../permissions/grant.ts';
import { regionalArn, roleArn, vendorTag, type BootstrapNames, type VendorRole } from '../names.ts';

/** Functions, logs, metrics and clusters. Source: vendor's AWS module, managed-byoc-v2. */
export function workloadGrants(names: BootstrapNames): readonly Grant[] {
  const { region, plane } = names;
  const here = { StringEquals: { 'aws:RequestedRegion': region } };
  const cluster = regionalArn('eks', `cluster/${plane}*`, names);
  return [
    {
      id: 'MakeFunctions',
      allows: [
        'lambda:Add*',
        'lambda:CreateAlias',
        'lambda:CreateCapacityProvider',
        'lambda:CreateCodeSigningConfig',
        'lambda:CreateEventSourceMapping',
        'lambda:CreateFunction',
        'lambda:CreateFunctionUrlConfig',
        'lambda:CreateMicrovmImage',
        'lambda:CreateNetworkConnector',
        'lambda:Delete*',
        'lambda:Get*',
        'lambda:List*',
        'lambda:PassCapacityProvider',
        'lambda:PassNetworkConnector',
        'lambda:Publish*',
        'lambda:Put*',
        'lambda:Remove*',
        'lambda:TagResource',
        'lambda:UntagResource',
        'lambda:Update*',
      ],
      on: ['*'],
      onlyIf: here,
      neededBy: 'services',
      why: 'makes the functions of the plane and what they stand on; running them is not among it',
      everywhere: 'Layers, mappings and network connectors get ids from AWS; the region is fixed instead.',
    },
    {
      id: 'RunMigrationAndWarmup',
      allows: ['lambda:InvokeFunction'],
      on: hooks(names),
      neededBy: 'services',
      why: 'migrates the database and warms the quarantine up, once an apply',
    },
    {
      id: 'MakeMetricsAndAlarms',
      allows: [
        'cloudwatch:DeleteAlarms',
        'cloudwatch:DeleteDashboards',
        'cloudwatch:Describe*',
        'cloudwatch:DisableAlarmActions',
        'cloudwatch:EnableAlarmActions',
        'cloudwatch:GetDashboard',
        'cloudwatch:GetMetric*',
        'cloudwatch:List*',
        'cloudwatch:PutCompositeAlarm',
        'cloudwatch:PutDashboard',
        'cloudwatch:PutMetricAlarm',
        'cloudwatch:SetAlarmState',
        'cloudwatch:TagResource',
        'cloudwatch:UntagResource',
      ],
      on: ['*'],
      onlyIf: here,
      neededBy: 'monitoring',
      why: 'makes alarms and dashboards of the plane; those of the bootstrap are denied below',
      everywhere: 'Metrics take no resource.',
    },
    {
      id: 'MakeLogGroups',
      allows: [
        'logs:AssociateKmsKey',
        'logs:CreateLogGroup',
        'logs:DeleteDataProtectionPolicy',
        'logs:DeleteLogGroup',
        'logs:DeleteMetricFilter',
        'logs:DeleteRetentionPolicy',
        'logs:Describe*',
        'logs:DisassociateKmsKey',
        'logs:GetDataProtectionPolicy',
        'logs:ListTags*',
        'logs:PutDataProtectionPolicy',
        'logs:PutMetricFilter',
        'logs:PutRetentionPolicy',
        'logs:Tag*',
        'logs:Untag*',
      ],
      on: ['*'],
      onlyIf: here,
      neededBy: 'services, brainstore, api',
      why: 'makes log groups and says how long they are kept; what stands in them is not among it',
      everywhere: 'Services of AWS name their groups themselves; those of the bootstrap are denied below.',
    },
    {
      id: 'FindClusters',
      allows: [
        'eks:DescribeAddonConfiguration',
        'eks:DescribeAddonVersions',
        'eks:DescribeClusterVersions',
        'eks:ListClusters',
      ],
      on: ['*'],
      onlyIf: here,
      neededBy: 'cluster',
      why: 'finds versions of EKS and its add-ons',
      everywhere: 'Lists take no resource.',
    },
    {
      id: 'MakeCluster',
      allows: ['eks:CreateCluster'],
      on: ['*'],
      onlyIf: {
        StringEquals: { 'aws:RequestedRegion': region, 'eks:authenticationMode': 'API' },
        StringLike: { [`aws:RequestTag/${vendorTag}`]: ownNames(plane) },
        Bool: { 'eks:bootstrapClusterCreatorAdminPermissions': 'false' },
      },
      neededBy: 'cluster',
      why: 'makes the cluster, in which it is not made an administrator by the way',
      everywhere: 'AWS knows no resource for it; tag and region are fixed instead.',
    },
    {
      id: 'KeepCluster',
      allows: [
        'eks:CreateAddon',
        'eks:CreateNodegroup',
        'eks:DeleteAddon',
        'eks:DeleteCluster',
        'eks:DeleteNodegroup',
        'eks:Describe*',
        'eks:ListAccessEntries',
        'eks:ListAddons',
        'eks:ListNodegroups',
        'eks:ListTagsForResource',
        'eks:ListUpdates',
        'eks:TagResource',
        'eks:UntagResource',
        'eks:UpdateAddon',
        'eks:UpdateClusterConfig',
        'eks:UpdateClusterVersion',
        'eks:UpdateNodegroupConfig',
        'eks:UpdateNodegroupVersion',
      ],
      on: [cluster, ...['nodegroup', 'addon'].map((kind) => regionalArn('eks', `${kind}/${plane}*/*/*`, names))],
      neededBy: 'cluster',
      why: 'keeps nodes, add-ons and versions of the cluster',
    },
    ...(['Deployment', 'Support', 'Observer'] as const).map((role) => clusterEntry(role, cluster, names)),
    {
      id: 'KeepClusterEntries',
      allows: [
        'eks:DeleteAccessEntry',
        'eks:DescribeAccessEntry',
        'eks:ListAssociatedAccessPolicies',
        'eks:TagResource',
        'eks:UntagResource',
      ],
      on: [regionalArn('eks', `access-entry/${plane}*/*/*/*/*`, names)],
      onlyIf: {
        StringEquals: {
          'eks:principalArn': (['Deployment', 'Support', 'Observer'] as const).map((role) => roleArn(role, names)),
        },
      },
      neededBy: 'cluster',
      why: 'keeps those three entries',
    },
  ];
}

/** The only functions that the deployer may run. */
export function hooks(names: BootstrapNames): readonly string[] {
  return ['MigrateDatabaseFunction', 'QuarantineWarmupFunction'].map((hook) =>
    regionalArn('lambda', `function:${names.plane}-${hook}`, names),
  );
}

/** Names that the plane's own tag may have: the plane, or something of it. */
export function ownNames(plane: string): readonly string[] {
  return [plane, `${plane}-*`];
}

function clusterEntry(role: VendorRole, cluster: string, names: BootstrapNames): Grant {
  return {
    id: `Let${role}IntoCluster`,
    allows: ['eks:CreateAccessEntry'],
    on: [cluster],
    onlyIf: {
      StringEquals: { 'eks:principalArn': roleArn(role, names), 'eks:accessEntryType': 'STANDARD' },
      'ForAllValues:StringEquals': { 'eks:kubernetesGroups': [`braintrust:${role.toLowerCase()}`] },
      Null: { 'eks:kubernetesGroups': 'false', 'eks:username': 'true' },
    },
    neededBy: 'cluster',
    why: `lets the ${role} role into the cluster, in one group that has no rights by itself`,
  };
}
