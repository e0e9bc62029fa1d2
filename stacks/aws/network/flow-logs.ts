import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import { FlowLog } from '@pulumi/aws/ec2/flowLog.js';
import * as pulumi from '@pulumi/pulumi';
import type { AwsEnvironment } from '../../environment/schema/environment.ts';
import { nameOf } from '../../naming/name-of.ts';
import { tagsOf } from '../../tags.ts';
import { flowLogsPrincipal } from '../permissions/flow-logs.ts';
import { makeRole } from '../role.ts';
import type { KeyReference } from '../references.ts';

export interface FlowLogWishes {
  readonly environment: AwsEnvironment;
  readonly named: (role: string) => string;
  readonly child: pulumi.CustomResourceOptions;
  readonly vpcId: pulumi.Input<string>;
  /** Days to keep them; 0: none are made. */
  readonly days: number;
  readonly key: KeyReference;
}

/** Who talked to whom in the VPC, kept encrypted. The vendor's module keeps nothing of it. */
export function makeFlowLogs({ environment, named, child, vpcId, days, key }: FlowLogWishes): void {
  if (days === 0) return;
  const { accountId } = environment.spec.cloud;
  const tags = tagsOf(environment);
  const group = new LogGroup(
    named('flow-log-group'),
    {
      name: `/planewright/${nameOf(environment, 'aws:cloudwatch/logGroup:LogGroup', 'flow-logs')}`,
      retentionInDays: days,
      kmsKeyId: key.arn,
      tags,
    },
    child,
  );
  const { role, rights } = makeRole(
    {
      environment,
      logical: named('flow-log-role'),
      principal: flowLogsPrincipal<pulumi.Input<string>>(pulumi.interpolate`${group.arn}:*`),
      trust: [
        {
          Sid: 'FlowLogs',
          Effect: 'Allow',
          Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
        },
      ],
    },
    child,
  );
  new FlowLog(
    named('flow-log'),
    {
      vpcId,
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logDestination: group.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 600,
      tags: { ...tags, Name: `${environment.metadata.name}-flow-log` },
    },
    { ...child, dependsOn: [...rights] },
  );
}
