import { MetricAlarm } from '@pulumi/aws/cloudwatch/metricAlarm.js';
import { Alias } from '@pulumi/aws/kms/alias.js';
import { Key } from '@pulumi/aws/kms/key.js';
import { BucketMetric } from '@pulumi/aws/s3/bucketMetric.js';
import { Topic } from '@pulumi/aws/sns/topic.js';
import { TopicPolicy } from '@pulumi/aws/sns/topicPolicy.js';
import { TopicSubscription } from '@pulumi/aws/sns/topicSubscription.js';
import type * as pulumi from '@pulumi/pulumi';
import { Concern } from '../component.ts';
import type { AwsEnvironment } from '../environment/schema/environment.ts';
import { nameOf } from '../naming/name-of.ts';
import { tagsOf } from '../tags.ts';
import { accountAlarms, entryAlarms, type EntryMetrics } from './alarms/account-alarms.ts';
import type { Alarm } from './alarms/alarm.ts';
import { bucketAlarms } from './alarms/bucket-alarms.ts';
import { postgresAlarms } from './alarms/postgres-alarms.ts';
import { redisAlarms } from './alarms/redis-alarms.ts';
import { accountStatements } from './encryption/key-statements.ts';
import type { Postgres } from './postgres.ts';
import type { Redis } from './redis.ts';
import { policyOf } from './statement.ts';
import type { Storage } from './storage.ts';

export interface Watched {
  readonly postgres: Postgres;
  readonly redis: Redis;
  readonly storage: Storage;
  readonly entry?: EntryMetrics;
}

/**
 * Alarms on what was made here, and a topic that tells people. Each address gets a mail from AWS first and hears nothing
 * until somebody has confirmed it there.
 */
export class Alarms extends Concern {
  readonly topicArn: pulumi.Output<string> | undefined;

  constructor(environment: AwsEnvironment, watched: Watched, options: pulumi.ComponentResourceOptions = {}) {
    super('aws', 'alarms', options);
    const { alarms } = environment.spec;
    if (!alarms.enabled) {
      this.registerOutputs();
      return;
    }
    const topic = this.#topic(environment);
    for (const email of alarms.emails) {
      new TopicSubscription(
        this.named(`to-${email}`),
        { topic: topic.arn, protocol: 'email', endpoint: email },
        this.child(),
      );
    }
    for (const alarm of alarmsOf(environment, watched)) this.#alarm(environment, alarm, topic.arn);
    for (const [role, bucket] of bucketsOf(watched.storage)) {
      new BucketMetric(this.named(`${role}-requests`), { bucket, name: requestMetricsOf(environment) }, this.child());
    }
    this.topicArn = topic.arn;
    this.registerOutputs();
  }

  /**
   * Under a key of its own: CloudWatch may publish only where the key's policy lets it in, and a brought key has a policy
   * that is not ours.
   */
  #topic(environment: AwsEnvironment): Topic {
    const { accountId } = environment.spec.cloud;
    const tags = tagsOf(environment);
    const forThisAccount = { StringEquals: { 'aws:SourceAccount': accountId } };
    const cloudwatch = { Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } } as const;
    const key = new Key(
      this.named('key'),
      {
        description: `Alarms of the data plane ${environment.metadata.name}`,
        enableKeyRotation: true,
        rotationPeriodInDays: 365,
        deletionWindowInDays: 30,
        policy: policyOf([
          ...accountStatements(environment),
          {
            Sid: 'Alarms',
            ...cloudwatch,
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
            Resource: '*',
            Condition: forThisAccount,
          },
        ]),
        tags,
      },
      this.keeps(),
    );
    new Alias(
      this.named('key-alias'),
      { name: `alias/${nameOf(environment, 'aws:kms/alias:Alias', 'alarms')}`, targetKeyId: key.keyId },
      this.child(),
    );
    const topic = new Topic(
      this.named('topic'),
      { name: nameOf(environment, 'aws:sns/topic:Topic', 'alarms'), kmsMasterKeyId: key.arn, tags },
      this.child(),
    );
    new TopicPolicy(
      this.named('topic-policy'),
      {
        arn: topic.arn,
        policy: policyOf([
          { Sid: 'Alarms', ...cloudwatch, Action: 'sns:Publish', Resource: topic.arn, Condition: forThisAccount },
          {
            Sid: 'DenyWithoutTls',
            Effect: 'Deny',
            Principal: '*',
            Action: 'sns:Publish',
            Resource: topic.arn,
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ]),
      },
      this.child(),
    );
    return topic;
  }

  #alarm(environment: AwsEnvironment, alarm: Alarm, topicArn: pulumi.Output<string>): void {
    const { metric, statistic, period } = alarm;
    new MetricAlarm(
      this.named(alarm.role),
      {
        name: nameOf(environment, 'aws:cloudwatch/metricAlarm:MetricAlarm', alarm.role),
        alarmDescription: alarm.description,
        comparisonOperator: alarm.above ? 'GreaterThanThreshold' : 'LessThanThreshold',
        threshold: alarm.threshold,
        evaluationPeriods: alarm.periods,
        // Nothing that happens is counted as nothing; a thing that is gone shows elsewhere.
        treatMissingData: 'notBreaching',
        ...('query' in metric
          ? { metricQueries: [{ id: 'q1', expression: metric.query, period, returnData: true }] }
          : { namespace: metric.namespace, metricName: metric.name, dimensions: metric.dimensions, statistic, period }),
        alarmActions: [topicArn],
        okActions: [topicArn],
        tags: tagsOf(environment),
      },
      this.child(),
    );
  }
}

function alarmsOf(environment: AwsEnvironment, { postgres, redis, storage, entry }: Watched): readonly Alarm[] {
  const { spec } = environment;
  return [
    ...(spec.postgres.type === 'New' && postgres.identifier !== undefined
      ? postgresAlarms(spec.postgres, postgres.identifier)
      : []),
    ...redis.nodes.flatMap((node, index, { length }) => redisAlarms(node, index, length)),
    ...bucketsOf(storage).flatMap(([role, bucket]) => bucketAlarms(role, bucket, requestMetricsOf(environment))),
    ...(entry === undefined ? [] : entryAlarms(entry)),
    ...accountAlarms(environment),
  ];
}

function bucketsOf(storage: Storage): readonly (readonly [string, pulumi.Input<string>])[] {
  if (!storage.made) return [];
  return [
    ['brainstore', storage.brainstoreBucket.name],
    ['responses', storage.responsesBucket.name],
    ['code-bundles', storage.codeBundlesBucket.name],
  ];
}

function requestMetricsOf(environment: AwsEnvironment): string {
  return nameOf(environment, 'aws:s3/bucketMetric:BucketMetric', 'requests');
}
