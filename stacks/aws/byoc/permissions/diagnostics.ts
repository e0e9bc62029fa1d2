import type { OpenWindow } from '../../../byoc/diagnostics-window.ts';
import type { Grant } from '../../../permissions/grant.ts';
import { regionalArn, vendorTag, type BootstrapNames } from '../names.ts';
import { ownNames } from './deployment-workloads.ts';

/**
 * What diagnostics may do while they are open: shells on Brainstore machines and containers, and logs. A shell sees what
 * its workload sees, data among it; that is why it is closed but for a while. Source: vendor's AWS module,
 * managed-byoc-v2.
 * @param window - statements hold in it only, whoever forgets to detach the policy; none where the vendor decides when.
 */
export function diagnosticGrants(names: BootstrapNames, window: OpenWindow | undefined): readonly Grant[] {
  const { plane, region } = names;
  const arn = (service: string, resource: string): string => regionalArn(service, resource, names);
  const while_ = window && {
    DateGreaterThanEquals: { 'aws:CurrentTime': window.from },
    DateLessThan: { 'aws:CurrentTime': window.until },
  };
  const grants: readonly Grant[] = [
    {
      id: 'FindTargets',
      allows: [
        'ec2:DescribeInstanceStatus',
        'ec2:DescribeInstances',
        'ecs:DescribeClusters',
        'ecs:DescribeServices',
        'ecs:DescribeTasks',
        'ecs:ListClusters',
        'ecs:ListServices',
        'ecs:ListTasks',
        'eks:ListClusters',
        'logs:DescribeLogGroups',
        'ssm:DescribeInstanceInformation',
        'ssm:DescribeSessions',
        'ssm:GetConnectionStatus',
      ],
      on: ['*'],
      onlyIf: { StringEquals: { 'aws:RequestedRegion': region } },
      neededBy: 'diagnostics',
      why: 'finds the machine or container to look into',
      everywhere: 'Lists take no resource; the region is fixed instead.',
    },
    {
      id: 'LookAtCluster',
      allows: ['eks:Describe*', 'eks:ListAddons', 'eks:ListNodegroups', 'eks:ListTagsForResource', 'eks:ListUpdates'],
      on: [arn('eks', `cluster/${plane}*`), arn('eks', `nodegroup/${plane}*/*/*`), arn('eks', `addon/${plane}*/*/*`)],
      neededBy: 'diagnostics',
      why: 'sees the cluster; what it may do inside is for Kubernetes to say',
    },
    {
      id: 'OpenShellOnBrainstore',
      allows: ['ssm:StartSession'],
      on: [arn('ec2', 'instance/*')],
      onlyIf: {
        StringLike: { [`ssm:resourceTag/${vendorTag}`]: ownNames(plane) },
        StringEquals: { 'ssm:resourceTag/BrainstoreRole': ['FastReader', 'Reader', 'ReaderWriter', 'Writer'] },
        Bool: { 'ssm:SessionDocumentAccessCheck': 'true' },
      },
      neededBy: 'diagnostics',
      why: 'opens a shell on a Brainstore machine, by the one document that writes everything down',
    },
    {
      id: 'UseLoggedShell',
      allows: ['ssm:GetDocument', 'ssm:StartSession'],
      on: [arn('ssm', `document/${names.shellDocument}`)],
      neededBy: 'diagnostics',
      why: 'uses that document',
    },
    {
      id: 'TransportShell',
      allows: ['ssmmessages:OpenDataChannel'],
      on: ['*'],
      onlyIf: { StringEquals: { 'aws:RequestedRegion': region } },
      neededBy: 'diagnostics',
      why: 'carries the shell',
      everywhere: 'AWS knows no resource for it; the region is fixed instead.',
    },
    {
      id: 'EndOwnShells',
      allows: ['ssm:ResumeSession', 'ssm:TerminateSession'],
      on: [arn('ssm', 'session/*')],
      onlyIf: { StringEquals: { 'ssm:resourceTag/aws:ssmmessages:session-id': '${aws:userid}' } },
      neededBy: 'diagnostics',
      why: 'ends its own shells',
    },
    {
      id: 'OpenShellInContainer',
      allows: ['ecs:ExecuteCommand'],
      on: [arn('ecs', `cluster/${plane}*`), arn('ecs', `task/${plane}*/*`)],
      neededBy: 'diagnostics',
      why: 'opens a shell in a container',
    },
    {
      id: 'ReadLogs',
      allows: ['logs:DescribeLogStreams', 'logs:FilterLogEvents', 'logs:GetLogEvents'],
      on: ['/braintrust/', '/ecs/', '/aws/lambda/', '/aws/lambda/microvms/bt-loop-'].map((front) =>
        arn('logs', `log-group:${front}${plane}*:*`),
      ),
      neededBy: 'diagnostics',
      why: 'reads logs of the plane',
    },
    {
      id: 'EncryptShell',
      allows: ['kms:GenerateDataKey'],
      on: [arn('kms', 'key/*')],
      onlyIf: { StringLike: { [`aws:ResourceTag/${vendorTag}`]: ownNames(plane) } },
      neededBy: 'diagnostics',
      why: 'encrypts the shell; it cannot decrypt anything',
    },
  ];
  return while_ === undefined ? grants : grants.map((grant) => ({ ...grant, onlyIf: { ...grant.onlyIf, ...while_ } }));
}

/** What the deployer needs to open and close diagnostics by itself; only where you leave that to the vendor. */
export function activationGrants(names: BootstrapNames, role: string, policy: string): readonly Grant[] {
  return [
    {
      id: 'OpenAndCloseDiagnostics',
      allows: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
      on: [role],
      onlyIf: { ArnEquals: { 'iam:PolicyARN': policy } },
      neededBy: 'deployment service',
      why: 'attaches the one policy of diagnostics to the one role of diagnostics, and takes it away',
    },
    {
      id: 'FindShells',
      allows: ['ssm:DescribeSessions'],
      on: ['*'],
      onlyIf: { StringEquals: { 'aws:RequestedRegion': names.region } },
      neededBy: 'deployment service',
      why: 'finds shells that are open when the time is over',
      everywhere: 'Lists take no resource.',
    },
    {
      id: 'EndShells',
      allows: ['ssm:TerminateSession'],
      on: [regionalArn('ssm', 'session/*', names)],
      neededBy: 'deployment service',
      why: 'ends those shells',
    },
  ];
}
