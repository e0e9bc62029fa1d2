import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import { FlowLog } from '@pulumi/aws/ec2/flowLog.js';
import * as pulumi from '@pulumi/pulumi';
import type { AwsEnvironment } from '../environment/schema/environment.ts';
import { nameOf } from '../naming/name-of.ts';
import { tagsOf } from '../tags.ts';
import { flowLogsPrincipal } from './permissions/flow-logs.ts';
import type { KeyReference } from './references.ts';
import { makeRole } from './role.ts';
import { serviceTrust } from './statement.ts';

interface FlowLogs {
  readonly environment: AwsEnvironment;
  readonly key: KeyReference;
  readonly vpcId: pulumi.Input<string>;
  /** Part of names, such as `quarantine-flow-logs`. */
  readonly role: string;
  readonly days: number;
}

/** Who spoke with whom in a network, in a log group of its own for some days. The vendor's module keeps nothing of it. */
export function makeFlowLogs(
  { environment, key, vpcId, role, days }: FlowLogs,
  named: (role: string) => string,
  options: pulumi.CustomResourceOptions,
): void {
  const tags = tagsOf(environment);
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
  const writer = makeRole(
    {
      environment,
      logical: named('flow-log-writer'),
      principal: flowLogsPrincipal<pulumi.Input<string>>(role, [group.arn, pulumi.interpolate`${group.arn}:*`]),
      trust: serviceTrust('vpc-flow-logs.amazonaws.com', environment.spec.cloud.accountId),
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
      iamRoleArn: writer.role.arn,
      maxAggregationInterval: 600,
      tags,
    },
    { ...options, dependsOn: [...writer.rights] },
  );
}
