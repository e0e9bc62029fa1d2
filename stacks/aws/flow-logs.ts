import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import { FlowLog } from '@pulumi/aws/ec2/flowLog.js';
import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy.js';
import * as pulumi from '@pulumi/pulumi';
import type { AwsEnvironment } from '../environment/schema/environment.ts';
import { nameOf } from '../naming/name-of.ts';
import { tagsOf } from '../tags.ts';
import type { KeyReference } from './references.ts';
import { policyOf, trustOfService } from './statement.ts';

interface FlowLogs {
  readonly environment: AwsEnvironment;
  readonly key: KeyReference;
  readonly vpcId: pulumi.Input<string>;
  /** Part of names, such as `quarantine-flow-logs`. */
  readonly role: string;
  readonly days: number;
}

/** Who spoke with whom in a network, in a log group of its own for some days. */
export function makeFlowLogs(
  { environment, key, vpcId, role, days }: FlowLogs,
  named: (role: string) => string,
  options: pulumi.CustomResourceOptions,
): void {
  const tags = tagsOf(environment);
  const { accountId, permissionsBoundary } = environment.spec.cloud;
  const group = new LogGroup(
    named('flow-log-group'),
    {
      name: nameOf(environment, 'aws:cloudwatch/logGroup:LogGroup', role),
      retentionInDays: days,
      kmsKeyId: key.arn,
      tags,
    },
    options,
  );
  const writer = new Role(
    named('flow-log-writer'),
    {
      name: nameOf(environment, 'aws:iam/role:Role', role),
      description: 'Lets VPC write its flow logs to CloudWatch',
      assumeRolePolicy: trustOfService('vpc-flow-logs.amazonaws.com', accountId),
      ...(permissionsBoundary !== undefined && { permissionsBoundary }),
      tags,
    },
    options,
  );
  new RolePolicy(
    named('flow-log-rights'),
    {
      name: 'write',
      role: writer.name,
      policy: policyOf([
        {
          Sid: 'Write',
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
          Resource: [group.arn, pulumi.interpolate`${group.arn}:*`],
        },
      ]),
    },
    options,
  );
  new FlowLog(
    named('flow-logs'),
    {
      vpcId,
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logDestination: group.arn,
      iamRoleArn: writer.arn,
      maxAggregationInterval: 600,
      tags,
    },
    options,
  );
}
