import { describe, expect, it } from 'vitest';
import { patternLimit, watchedFor } from '../../../../stacks/aws/byoc/alarms/watched.ts';
import { bootstrapNames } from '../../../../stacks/aws/byoc/bootstrap-names.ts';
import { byocOnAws } from '../../byoc/environments.ts';
import { ofType, planOf } from './run.ts';

const names = bootstrapNames(byocOnAws({ name: 'environment-of-eig' }));
const watched = watchedFor(names);

describe('alarms of the bootstrap on AWS', () => {
  it.each([
    ['role-assumption', 'AssumeRole'],
    ['guardrail-change', 'iam.amazonaws.com'],
    ['audit-tampering', 'StopLogging'],
    ['public-exposure', 'PutBucketPolicy'],
    ['diagnostics-opened', 'BraintrustDiagnosticsRole-environment-of-eig'],
    ['interactive-access', 'StartSession'],
    ['data-disposal', 'ScheduleKeyDeletion'],
  ])('watch %s', (id, event) => {
    expect(watched.find((each) => each.id === id)?.patterns.join('\n')).toContain(event);
  });

  it('have patterns that CloudWatch takes, with the longest name of an environment', () => {
    const long = watched.flatMap(({ id, patterns }) =>
      patterns.filter(({ length }) => length > patternLimit).map(() => id),
    );
    expect(long).toEqual([]);
  });

  it('look at the trail, and tell a topic that e-mails the people of the file', async () => {
    const plan = await planOf(byocOnAws());
    const alarms = ofType(plan, 'aws:cloudwatch/metricAlarm:MetricAlarm');
    expect(alarms).toHaveLength(watched.length);
    const topic = 'arn:aws:sns:eu-west-1:123456789012:bootstrap-acme-bt-alarms';
    for (const { inputs } of alarms) expect(inputs['alarmActions']).toEqual([topic]);
    for (const { inputs } of ofType(plan, 'aws:cloudwatch/logMetricFilter:LogMetricFilter')) {
      expect(inputs['logGroupName']).toBe('/braintrust-byoc/acme-bt/trail');
    }
    expect(ofType(plan, 'aws:sns/topicSubscription:TopicSubscription')).toMatchObject([
      { inputs: { protocol: 'email', endpoint: 'ops@acme.test' } },
    ]);
  });

  it('are none where the file wants none; the archive stays', async () => {
    const plan = await planOf(byocOnAws({ alarms: { enabled: false } }));
    expect(plan.resources.filter(({ concern }) => concern === 'alarms')).toEqual([]);
    expect(ofType(plan, 'aws:cloudtrail/trail:Trail')).toHaveLength(1);
  });
});
