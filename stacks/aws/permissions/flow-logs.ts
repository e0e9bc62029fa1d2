import type { Principal } from '../../permissions/grant.ts';

/** VPC Flow Logs, for the one log group. Source: Amazon VPC User Guide, "IAM role for publishing flow logs". */
export function flowLogsPrincipal<Ref>(streams: Ref): Principal<Ref | string> {
  return {
    principal: 'flow-logs',
    description: 'Flow logs of the VPC',
    trusts: ['vpc-flow-logs.amazonaws.com, for this account'],
    grants: [
      {
        id: 'Write',
        allows: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
        on: [streams],
        neededBy: 'network',
        why: 'writes who talked to whom into the log group of the VPC',
      },
    ],
  };
}
