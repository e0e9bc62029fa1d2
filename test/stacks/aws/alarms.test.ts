import { beforeAll, describe, expect, it } from 'vitest';
import { Alarms } from '../../../stacks/aws/alarms.ts';
import { postgresAlarms } from '../../../stacks/aws/alarms/postgres-alarms.ts';
import { Postgres } from '../../../stacks/aws/postgres.ts';
import { Redis } from '../../../stacks/aws/redis.ts';
import { Storage } from '../../../stacks/aws/storage.ts';
import type { Plan } from '../../../stacks/planned.ts';
import { awsEnvironment, key, ofType, planOf, resource, statements, surroundings } from './data-services.ts';

const planAlarms = (spec: object) =>
  planOf(spec, (environment) => {
    const storage = new Storage(environment, key);
    const postgres = new Postgres(environment, surroundings);
    const redis = new Redis(environment, surroundings);
    const entry = { loadBalancer: 'app/acme/0123456789abcdef' };
    return { topic: new Alarms(environment, { postgres, redis, storage, entry }).topicArn ?? 'none' };
  });
const alarmsIn = (plan: Plan) => ofType(plan, 'aws:cloudwatch/metricAlarm:MetricAlarm');
const rolesIn = (plan: Plan) => alarmsIn(plan).map(({ name }) => name.replace('alarms-', ''));

describe('alarms', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await planAlarms({
      alarms: { enabled: true, emails: ['ops@acme.example'] },
      redis: { highAvailability: true },
      postgres: { instanceType: 'db.r8g.2xlarge', storageGiB: 1000 },
      backups: { region: 'us-west-2' },
    });
  });

  it('watch database, cache, buckets, entry, ways out and backups', () => {
    expect(rolesIn(plan)).toEqual([
      'backup-copy-failed',
      'backup-failed',
      ...['brainstore', 'code-bundles'].flatMap((bucket) => [`${bucket}-bucket-4xx`, `${bucket}-bucket-5xx`]),
      'entry-5xx',
      'entry-api-5xx',
      'nat-ports',
      ...['connections', 'cpu', 'disk-queue', 'memory', 'storage', 'transaction-ids'].map((what) => `postgres-${what}`),
      ...[1, 2].flatMap((node) => ['cpu', 'evictions', 'lag', 'memory'].map((what) => `redis-${node}-${what}`)),
      'responses-bucket-4xx',
      'responses-bucket-5xx',
    ]);
  });

  it('all tell the same topic, when something is wrong and when it is right again', () => {
    const topic = 'arn:aws:sns:us-east-1:123456789012:acme-alarms';
    expect(plan.outputs['topic']).toBe(topic);
    for (const { inputs } of alarmsIn(plan))
      expect(inputs).toMatchObject({ alarmActions: [topic], okActions: [topic] });
    expect(resource(plan, 'alarms-to-ops@acme.example').inputs).toEqual({
      topic,
      protocol: 'email',
      endpoint: 'ops@acme.example',
    });
  });

  it('go through a topic under a key that CloudWatch may use for this account alone', () => {
    expect(resource(plan, 'alarms-topic').inputs['kmsMasterKeyId']).toBe('<alarms.alarms-key.arn>');
    const forCloudwatch = statements(resource(plan, 'alarms-key').inputs['policy']).filter(
      ({ Sid }) => Sid === 'Alarms',
    );
    expect(forCloudwatch).toMatchObject([
      {
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
      },
    ]);
    const publishing = statements(resource(plan, 'alarms-topic-policy').inputs['policy']);
    expect(publishing.filter(({ Effect }) => Effect === 'Allow').map(({ Principal }) => Principal)).toEqual([
      { Service: 'cloudwatch.amazonaws.com' },
    ]);
  });

  it.each([
    ['postgres-connections', 4000],
    ['postgres-storage', 50 * 1024 ** 3],
    ['postgres-memory', Math.round(64 * 0.03 * 1024 ** 3)],
  ])('%s goes by the size of the database', (role, threshold) => {
    expect(resource(plan, `alarms-${role}`).inputs['threshold']).toBe(threshold);
  });

  it.each([
    ['db.r8g.large', 1441],
    ['db.m7g.xlarge', 1441],
    ['db.unheard-of', 360],
  ])('count the connections that %s has', (instanceType, threshold) => {
    const { postgres } = awsEnvironment({ postgres: { instanceType } }).spec;
    if (postgres.type !== 'New') throw new TypeError('a database is made');
    const alarms = postgresAlarms(postgres, 'acme-postgres');
    expect(alarms.find(({ role }) => role === 'postgres-connections')?.threshold).toBe(threshold);
  });

  it('ask S3 to count the requests that they watch', () => {
    const counted = ofType(plan, 'aws:s3/bucketMetric:BucketMetric').map(({ inputs }) => [
      inputs['bucket'],
      inputs['name'],
    ]);
    const watched = alarmsIn(plan)
      .filter(({ inputs }) => inputs['namespace'] === 'AWS/S3')
      .map(({ inputs }) => inputs['dimensions'] as { BucketName: string; FilterId: string });
    for (const { BucketName, FilterId } of watched) expect(counted).toContainEqual([BucketName, FilterId]);
  });

  it('watch no replica where there is none', async () => {
    const single = await planAlarms({ redis: { highAvailability: false } });
    expect(rolesIn(single).filter((role) => role.startsWith('redis'))).toEqual([
      'redis-1-cpu',
      'redis-1-evictions',
      'redis-1-memory',
    ]);
  });

  it('leave alone what was brought', async () => {
    const brought = await planAlarms({
      postgres: { type: 'Existing', host: 'db.acme.example', urlSecret: 'db-url' },
      redis: { type: 'Existing', host: 'redis.acme.example', urlSecret: 'redis-url' },
      storage: { type: 'Existing', brainstore: 'bt-store', responses: 'bt-responses', codeBundles: 'bt-code' },
      network: {
        type: 'Existing',
        vpcId: 'vpc-0123456789abcdef0',
        cidr: '10.0.0.0/16',
        privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
      },
      quarantine: { enabled: false },
    });
    expect(rolesIn(brought)).toEqual(['entry-5xx', 'entry-api-5xx']);
  });

  it('are none when they are off', async () => {
    const off = await planAlarms({ alarms: { enabled: false } });
    expect(off.resources.filter(({ concern }) => concern === 'alarms')).toEqual([]);
    expect(off.outputs['topic']).toBe('none');
  });
});
