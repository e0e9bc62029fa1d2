import { beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../../stacks/planned.ts';
import { awsWeaknesses } from '../../../stacks/weaknesses/aws.ts';
import { ofType, planDataServices, resource, statements } from './data-services.ts';

/** What shows in the plan of an ordinary production environment that a weakness of the vendor's module is closed. */
const shownBy: Readonly<Record<string, (plan: Plan) => void>> = {
  'redis-plaintext': (plan) => {
    expect(resource(plan, 'redis').inputs).toMatchObject({ transitEncryptionMode: 'required', authToken: '[secret]' });
    expect(JSON.stringify(plan.outputs['redisUrl'])).toContain('rediss://');
  },
  'redis-single-node': (plan) => {
    expect(resource(plan, 'redis').inputs).toMatchObject({ numCacheClusters: 2, automaticFailoverEnabled: true });
  },
  'redis-without-backup': (plan) => {
    expect(resource(plan, 'redis').inputs).toMatchObject({ snapshotRetentionLimit: 7, atRestEncryptionEnabled: true });
  },
  'postgres-single-zone': (plan) => {
    expect(resource(plan, 'postgres').inputs['multiAz']).toBe(true);
  },
  'postgres-old-version': (plan) => {
    expect(resource(plan, 'postgres').inputs['engineVersion']).toBe('17');
  },
  'postgres-url-without-sslmode': (plan) => {
    expect(JSON.stringify(plan.outputs['postgresUrl'])).toContain('?sslmode=require');
    expect(resource(plan, 'postgres-parameters').inputs['parameters']).toContainEqual(
      expect.objectContaining({ name: 'rds.force_ssl', value: '1' }),
    );
  },
  'license-in-plain-environment': (plan) => {
    const filled = ofType(plan, 'aws:secretsmanager/secretVersion:SecretVersion').map(({ name }) => name);
    expect(filled.filter((name) => name.includes('license'))).toEqual([]);
  },
  'no-backup-elsewhere': (plan) => {
    expect(resource(plan, 'backups-vault-elsewhere').inputs['region']).toBe('us-west-2');
    expect(resource(plan, 'backups-lock').inputs['minRetentionDays']).toBe(35);
  },
  'no-alarms': (plan) => {
    const watched = ofType(plan, 'aws:cloudwatch/metricAlarm:MetricAlarm').map(({ inputs }) => inputs['namespace']);
    expect(watched).toEqual(expect.arrayContaining(['AWS/RDS', 'AWS/ElastiCache', 'AWS/S3', 'AWS/ApplicationELB']));
  },
  'single-nat': (plan) => {
    expect(ofType(plan, 'aws:ec2/natGateway:NatGateway')).toHaveLength(3);
  },
  'no-flow-logs': (plan) => {
    expect(resource(plan, 'quarantine-flow-logs').inputs['trafficType']).toBe('ALL');
  },
  's3-endpoint-policy-open': (plan) => {
    for (const { Condition } of statements(resource(plan, 'quarantine-s3').inputs['policy'])) {
      expect(Condition).toEqual({ StringEquals: { 'aws:ResourceAccount': '123456789012' } });
    }
  },
};

describe("weaknesses of the vendor's AWS module in its data services", () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await planDataServices({ backups: { region: 'us-west-2' } });
  });

  it.each(Object.keys(shownBy))('%s is listed as closed, and is', (id) => {
    expect(awsWeaknesses.find((row) => row.id === id)?.state).toBe('closed');
    shownBy[id]?.(plan);
  });

  it('are declined where the password of the database would rotate by itself, with the reason', () => {
    const row = awsWeaknesses.find(({ id }) => id === 'secret-never-rotates');
    expect(row).toMatchObject({ state: 'declined', how: expect.stringContaining('docs/adr/0101') as unknown });
    expect(resource(plan, 'postgres-rotation').inputs['rotationEnabled']).toBe(false);
  });
});
