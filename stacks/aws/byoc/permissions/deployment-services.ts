import type { Grant } from '../../../permissions/grant.ts';
import { regionalArn, type BootstrapNames } from '../names.ts';

/**
 * What the vendor's deployer makes the plane with, service by service. Source: vendor's AWS module, managed-byoc-v2 and
 * the resources of v6.6.
 */
export function serviceGrants(names: BootstrapNames): readonly Grant[] {
  const { region, plane } = names;
  const here = { StringEquals: { 'aws:RequestedRegion': region } };
  const andGlobal = { StringEquals: { 'aws:RequestedRegion': [...new Set([region, 'us-east-1'])] } };
  return [
    {
      id: 'MakeNetworkAndMachines',
      allows: [
        'application-autoscaling:*',
        'autoscaling:*',
        'ec2:*',
        'ecs:*',
        'elasticfilesystem:*',
        'elasticloadbalancing:*',
      ],
      on: ['*'],
      onlyIf: here,
      neededBy: 'network, brainstore, api',
      why: 'makes the VPC, its security groups, load balancers, Brainstore machines and ECS services',
      everywhere: 'Their objects get ids that nobody knows beforehand; the region is fixed instead.',
    },
    {
      id: 'MakeStores',
      allows: ['elasticache:*', 'rds:*'],
      on: ['*'],
      onlyIf: here,
      neededBy: 'database, redis',
      why: 'makes PostgreSQL and Redis with their subnet and parameter groups',
      everywhere: 'Engine defaults and option groups are named by AWS; the region is fixed instead.',
    },
    {
      id: 'MakeEntry',
      allows: ['acm:*', 'apigateway:*', 'cloudfront:*', 'route53:*', 'route53resolver:*', 'wafv2:*'],
      on: ['*'],
      onlyIf: andGlobal,
      neededBy: 'ingress',
      why: 'makes the entry of the API: distribution or gateway, certificate, firewall, records',
      everywhere: 'Ids are given by AWS; what CloudFront uses stands in us-east-1.',
    },
    {
      id: 'MakeQueuesTopicsTables',
      allows: ['dynamodb:*', 'sns:*', 'sqs:*'],
      on: [
        regionalArn('dynamodb', `table/${plane}-*`, names),
        regionalArn('sns', `${plane}-*`, names),
        regionalArn('sqs', `${plane}-*`, names),
      ],
      neededBy: 'services',
      why: 'makes queues, topics and tables of the plane',
    },
    {
      id: 'MakeSchedules',
      allows: ['events:*'],
      on: [regionalArn('events', `rule/${plane}-*`, names)],
      neededBy: 'services',
      why: 'makes the schedules of the jobs for automations, billing and catching up',
    },
    {
      id: 'ListQueuesTopicsTablesSchedules',
      allows: ['dynamodb:ListTables', 'events:ListRules', 'sns:ListTopics', 'sqs:ListQueues'],
      on: ['*'],
      onlyIf: here,
      neededBy: 'services',
      why: 'finds what is there already',
      everywhere: 'Lists take no resource.',
    },
    {
      id: 'MakeLoopStacks',
      allows: [
        'cloudformation:CreateStack',
        'cloudformation:DeleteStack',
        'cloudformation:DescribeStackEvents',
        'cloudformation:DescribeStacks',
        'cloudformation:GetTemplate',
        'cloudformation:UpdateStack',
      ],
      on: [regionalArn('cloudformation', `stack/${plane}*/*`, names)],
      neededBy: 'loop runtime',
      why: 'makes what of the loop runtime there is no other way to make',
    },
    {
      id: 'ReadAccount',
      allows: [
        'account:GetAccountInformation',
        'account:ListRegions',
        'cloudtrail:Describe*',
        'cloudtrail:Get*',
        'cloudtrail:List*',
        'cloudtrail:LookupEvents',
        'ecr-public:Get*',
        'ecr:BatchGetImage',
        'ecr:Describe*',
        'ecr:Get*',
        'ecr:List*',
        'health:Describe*',
        'servicequotas:Get*',
        'servicequotas:List*',
        'servicequotas:RequestServiceQuotaIncrease',
        'sts:GetCallerIdentity',
      ],
      on: ['*'],
      neededBy: 'terraform',
      why: 'reads account, quotas, images and what was done, and asks for quotas',
      everywhere: 'None of them takes a resource, or none that is known beforehand.',
    },
    {
      id: 'KeepParameters',
      allows: [
        'ssm:AddTagsToResource',
        'ssm:DeleteParameter',
        'ssm:GetParameter',
        'ssm:GetParameters',
        'ssm:ListTagsForResource',
        'ssm:PutParameter',
        'ssm:RemoveTagsFromResource',
      ],
      on: [
        regionalArn('ssm', `parameter/${plane}-*`, names),
        regionalArn('ssm', `parameter/braintrust/${plane}/*`, names),
      ],
      neededBy: 'brainstore',
      why: 'keeps parameters from which machines read how to start',
    },
    {
      id: 'ListParameters',
      allows: ['ssm:DescribeParameters'],
      on: ['*'],
      onlyIf: here,
      neededBy: 'brainstore',
      why: 'finds its parameters',
      everywhere: 'Lists take no resource.',
    },
  ];
}
