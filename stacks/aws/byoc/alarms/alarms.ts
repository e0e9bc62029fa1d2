import { LogMetricFilter } from '@pulumi/aws/cloudwatch/logMetricFilter.js';
import { MetricAlarm } from '@pulumi/aws/cloudwatch/metricAlarm.js';
import { Topic } from '@pulumi/aws/sns/topic.js';
import { TopicPolicy } from '@pulumi/aws/sns/topicPolicy.js';
import { TopicSubscription } from '@pulumi/aws/sns/topicSubscription.js';
import type * as pulumi from '@pulumi/pulumi';
import { Concern } from '../../../component.ts';
import type { ByocAwsEnvironment } from '../../../environment/schema/environment.ts';
import { nameOf } from '../../../naming/name-of.ts';
import { bootstrapEnvironment, regionalArn, type BootstrapNames } from '../names.ts';
import { bootstrapTags } from '../tags.ts';
import { watchedFor, type Watched } from './watched.ts';

/** Alarms on what the trail says, and the topic that tells people. */
export class BootstrapAlarms extends Concern {
  readonly #environment: ByocAwsEnvironment;
  readonly #names: BootstrapNames;

  constructor(
    environment: ByocAwsEnvironment,
    names: BootstrapNames,
    { key, events }: { readonly key: pulumi.Input<string>; readonly events: pulumi.Input<string> },
    options: pulumi.ComponentResourceOptions,
  ) {
    super('aws', 'alarms', options);
    this.#environment = environment;
    this.#names = names;
    const topic = new Topic(
      this.named('topic'),
      { name: names.topic, kmsMasterKeyId: key, tags: bootstrapTags(environment) },
      this.child(),
    );
    const arn = regionalArn('sns', names.topic, names);
    new TopicPolicy(this.named('topic-policy'), { arn: topic.arn, policy: publishers(arn, names) }, this.child());
    for (const [index, endpoint] of environment.spec.alarms.emails.entries()) {
      new TopicSubscription(
        this.named(`email-${index + 1}`),
        { topic: topic.arn, protocol: 'email', endpoint },
        this.child(),
      );
    }
    for (const watched of watchedFor(names)) this.#watch(watched, events, topic.arn);
    this.registerOutputs({});
  }

  #watch({ id, meaning, patterns }: Watched, events: pulumi.Input<string>, topic: pulumi.Input<string>): void {
    const own = bootstrapEnvironment(this.#environment);
    const namespace = `Planewright/Byoc/${this.#names.plane}`;
    const filters = patterns.map(
      (pattern, index) =>
        new LogMetricFilter(
          this.named(`${id}-filter-${index + 1}`),
          {
            name: nameOf(own, 'aws:cloudwatch/logMetricFilter:LogMetricFilter', `${id}-${index + 1}`),
            logGroupName: events,
            pattern,
            metricTransformation: { namespace, name: id, value: '1', defaultValue: '0' },
          },
          this.child(),
        ),
    );
    new MetricAlarm(
      this.named(id),
      {
        name: nameOf(own, 'aws:cloudwatch/metricAlarm:MetricAlarm', id),
        alarmDescription: `${meaning} Look into the log group ${this.#names.trailLogGroup}.`,
        namespace,
        metricName: id,
        statistic: 'Sum',
        comparisonOperator: 'GreaterThanOrEqualToThreshold',
        threshold: 1,
        period: 60,
        evaluationPeriods: 1,
        treatMissingData: 'notBreaching',
        alarmActions: [topic],
        tags: bootstrapTags(this.#environment),
      },
      this.child({ dependsOn: filters }),
    );
  }
}

function publishers(topic: string, names: BootstrapNames): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AlarmsTell',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: topic,
        Condition: { StringEquals: { 'aws:SourceAccount': names.account } },
      },
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: topic,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });
}
