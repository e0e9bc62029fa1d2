import type { Principal } from '../../permissions/grant.ts';

/** VPC Flow Logs, for one log group. Source: Amazon VPC User Guide, "IAM role for publishing flow logs to CloudWatch Logs". */
export function flowLogsPrincipal<Ref>(name: string, group: readonly Ref[]): Principal<Ref | string> {
  return {
    principal: name,
    description: 'Flow logs of a VPC',
    trusts: ['vpc-flow-logs.amazonaws.com, for this account'],
    grants: [
      {
        id: 'Write',
        allows: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
        on: group,
        neededBy: 'network',
        why: 'writes who talked to whom into its log group',
      },
    ],
  };
}
