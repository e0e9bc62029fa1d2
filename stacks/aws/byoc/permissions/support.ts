import type { Grant } from '../../../permissions/grant.ts';
import { regionalArn, vendorTag, type BootstrapNames } from '../names.ts';
import { ownNames } from './deployment-workloads.ts';
import { schedules } from './observer.ts';

/** What support may do to a plane that is ill: scale, restart, pause. Source: vendor's AWS module, managed-byoc-v2. */
export function operationGrants(names: BootstrapNames): readonly Grant[] {
  const { plane, region } = names;
  const arn = (service: string, resource: string): string => regionalArn(service, resource, names);
  return [
    {
      id: 'ChangeServices',
      allows: ['ecs:UpdateService'],
      on: [arn('ecs', `service/${plane}*/*`)],
      onlyIf: {
        ArnLikeIfExists: { 'ecs:task-definition': arn('ecs', `task-definition/${plane}*:*`) },
        BoolIfExists: { 'ecs:enable-execute-command': 'false' },
        StringEqualsIfExists: { 'ecs:auto-assign-public-ip': 'false' },
      },
      neededBy: 'api, gateway',
      why: 'changes how many tasks run or which of the known definitions, without a shell or a public address',
    },
    {
      id: 'RollServicesBack',
      allows: ['ecs:StopServiceDeployment'],
      on: [arn('ecs', `service/${plane}*/*`), arn('ecs', `service-deployment/${plane}*/*/*`)],
      neededBy: 'api, gateway',
      why: 'stops a deployment that fails',
    },
    {
      id: 'RestartTasks',
      allows: ['ecs:StopTask'],
      on: [arn('ecs', `task/${plane}*/*`)],
      neededBy: 'api, gateway',
      why: 'ends a task, which ECS starts anew',
    },
    {
      id: 'ScaleBrainstore',
      allows: ['autoscaling:CancelInstanceRefresh', 'autoscaling:SetDesiredCapacity', 'autoscaling:SetInstanceHealth'],
      on: [arn('autoscaling', `autoScalingGroup:*:autoScalingGroupName/${plane}-*`)],
      onlyIf: { StringLike: { [`autoscaling:ResourceTag/${vendorTag}`]: ownNames(plane) } },
      neededBy: 'brainstore',
      why: 'scales Brainstore within its limits and replaces machines that are ill',
    },
    {
      id: 'TuneScaling',
      allows: ['application-autoscaling:PutScalingPolicy', 'application-autoscaling:RegisterScalableTarget'],
      on: ['*'],
      onlyIf: {
        StringEquals: {
          'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount',
          'application-autoscaling:service-namespace': 'ecs',
          'aws:RequestedRegion': region,
        },
      },
      neededBy: 'api, gateway',
      why: 'tunes how ECS services scale',
      everywhere: 'A scaling target is no resource before it is registered; service and dimension are fixed instead.',
    },
    {
      id: 'TuneConcurrency',
      allows: [
        'lambda:DeleteFunctionConcurrency',
        'lambda:DeleteProvisionedConcurrencyConfig',
        'lambda:PutFunctionConcurrency',
        'lambda:PutProvisionedConcurrencyConfig',
      ],
      on: [arn('lambda', `function:${plane}-*`)],
      neededBy: 'services',
      why: 'tunes how many functions run at once',
    },
    {
      id: 'PauseSchedules',
      allows: ['events:DisableRule', 'events:EnableRule'],
      on: schedules(names),
      neededBy: 'services',
      why: 'pauses the three scheduled jobs and lets them go on',
    },
    {
      id: 'RestartDatabase',
      allows: ['rds:RebootDBInstance'],
      on: [arn('rds', `db:${plane}-*`)],
      neededBy: 'database',
      why: 'restarts PostgreSQL',
    },
    {
      id: 'TuneDatabase',
      allows: ['rds:ModifyDBParameterGroup'],
      on: [arn('rds', `pg:${plane}-*`)],
      neededBy: 'database',
      why: 'tunes parameters of PostgreSQL',
    },
    {
      id: 'RestartCache',
      allows: ['elasticache:RebootCacheCluster'],
      on: [arn('elasticache', `cluster:${plane}-*`)],
      neededBy: 'redis',
      why: 'restarts Redis',
    },
  ];
}
