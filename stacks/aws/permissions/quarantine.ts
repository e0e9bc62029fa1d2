import type { Grant, Principal } from '../../permissions/grant.ts';
import { quarantineTag } from '../quarantine/tag.ts';

/** What the tables of the quarantine speak of, as ARNs. */
export interface QuarantineReferences<Ref> {
  /** Every function of the account and region: the API makes up their names. */
  readonly functions: Ref;
  readonly vpcId: Ref;
  readonly invokeRole: Ref;
  readonly functionRole: Ref;
}

const { key, value } = quarantineTag;
const tagged = { StringEquals: { [`aws:ResourceTag/${key}`]: value } };
const anyName =
  'the API makes up the names of functions; the tag that they carry, or the network that they lie in, limits it';

/** As whom the API invokes functions of users: it can do that and nothing else. */
export function quarantineInvokePrincipal<Ref>(functions: Ref): Principal<Ref | string> {
  return {
    principal: 'quarantine-invoke',
    description: 'The API, when it runs code of users in the quarantine network',
    trusts: ['the API'],
    grants: [
      {
        id: 'Invoke',
        allows: ['lambda:InvokeFunction'],
        on: [functions],
        onlyIf: tagged,
        neededBy: 'api',
        why: 'runs functions of users',
        everywhere: anyName,
      },
    ],
  };
}

/**
 * As whom functions of users run. Lambda itself needs to make network interfaces as this role; code of users, which runs
 * as this role too, is denied just that. Source: Lambda Developer Guide, "Giving Lambda functions access to resources in
 * an Amazon VPC".
 */
export function quarantineFunctionPrincipal<Ref>(functions: Ref): Principal<Ref | string> {
  return {
    principal: 'quarantine-function',
    description: 'Code of users in the quarantine network',
    trusts: ['lambda.amazonaws.com'],
    grants: [],
    managed: [
      {
        name: 'service-role/AWSLambdaVPCAccessExecutionRole',
        neededBy: 'quarantine',
        why: 'lets Lambda place a function in the network and write its logs; AWS requires it of every such function',
      },
    ],
    denies: [
      {
        id: 'CodeMakesNoInterfaces',
        allows: [
          'ec2:CreateNetworkInterface',
          'ec2:DeleteNetworkInterface',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeSubnets',
          'ec2:DetachNetworkInterface',
          'ec2:AssignPrivateIpAddresses',
          'ec2:UnassignPrivateIpAddresses',
        ],
        on: ['*'],
        onlyIf: { ArnLike: { 'lambda:SourceFunctionArn': [functions] } },
        neededBy: 'quarantine',
        why: 'code of users must not touch the network that Lambda manages for it',
        everywhere: 'a denial, for all there is',
      },
    ],
  };
}

/**
 * What the API may do so that functions of users run. It may tag only what carries the tag already, or else it could make
 * any function of the account one of its own. Source: vendor's AWS module 6.6.0, services-common; tighter here: functions
 * of this region alone, and the role is passed to Lambda alone.
 */
export function quarantineGrants<Ref>(references: QuarantineReferences<Ref>): readonly Grant<Ref | string>[] {
  const { functions, vpcId, invokeRole, functionRole } = references;
  const neededBy = 'api';
  return [
    {
      id: 'QuarantineInvoke',
      allows: ['lambda:InvokeFunction'],
      on: [functions],
      onlyIf: tagged,
      neededBy,
      why: 'runs functions of users',
      everywhere: anyName,
    },
    {
      id: 'QuarantineInvokeAs',
      allows: ['sts:AssumeRole', 'sts:TagSession'],
      on: [invokeRole],
      neededBy,
      why: 'runs functions of users as a role that can do nothing else; tags of EKS Pod Identity are handed on',
    },
    {
      id: 'QuarantineCreate',
      allows: ['lambda:CreateFunction', 'lambda:PublishVersion'],
      on: [functions],
      onlyIf: { StringEquals: { 'lambda:VpcIds': vpcId } },
      neededBy,
      why: 'makes functions, in the quarantine network only',
      everywhere: anyName,
    },
    {
      id: 'QuarantineManage',
      allows: [
        'lambda:DeleteFunction',
        'lambda:GetFunction',
        'lambda:GetFunctionConfiguration',
        'lambda:PublishVersion',
        'lambda:TagResource',
        'lambda:UpdateFunctionCode',
        'lambda:UpdateFunctionConfiguration',
      ],
      on: [functions],
      onlyIf: tagged,
      neededBy,
      why: 'changes and deletes the functions that it made',
      everywhere: anyName,
    },
    {
      id: 'QuarantinePassRole',
      allows: ['iam:PassRole'],
      on: [functionRole],
      onlyIf: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
      neededBy,
      why: 'gives each function the one role that functions of users have',
    },
    {
      id: 'QuarantineLook',
      allows: ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
      on: ['*'],
      neededBy,
      why: 'Lambda checks the network of a function as whoever makes it',
      everywhere: 'these actions know no resources; they read only',
    },
  ];
}
