import { beforeAll, describe, expect, it } from 'vitest';
import { Postgres } from '../../../stacks/aws/postgres.ts';
import type { Plan } from '../../../stacks/planned.ts';
import { keyArn, ofType, planOf, resource, statements, surroundings } from './data-services.ts';

const planPostgres = (spec: object) =>
  planOf(spec, (environment) => {
    const { urlSource, secretArns } = new Postgres(environment, surroundings);
    return { postgresUrl: urlSource, secretArns };
  });

async function instance(postgres: object) {
  return resource(await planPostgres({ postgres }), 'postgres').inputs;
}

describe('PostgreSQL on RDS', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await planPostgres({
      postgres: { version: '16', deletionProtection: true },
      cloud: { permissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary' },
    });
  });

  it('has a password that RDS makes and keeps, so that no plan and no state holds it', () => {
    const { inputs } = resource(plan, 'postgres');
    expect(inputs).toMatchObject({
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: keyArn,
    });
    expect(inputs).not.toHaveProperty('password');
    expect(inputs).not.toHaveProperty('passwordWo');
  });

  it('is reached by a URL whose parts are fields of that secret, and over TLS', () => {
    const secret = '<postgres.masterUserSecrets.0.secretArn>';
    expect(plan.outputs['postgresUrl']).toEqual({
      template: 'postgres://{username}:{password}@<postgres.address>:5432/postgres?sslmode=require',
      parts: { username: { secret, field: 'username' }, password: { secret, field: 'password' } },
    });
    expect(plan.outputs['secretArns']).toContain(secret);
  });

  it('does not rotate that password by itself, since nobody would follow', () => {
    expect(resource(plan, 'postgres-rotation').inputs).toEqual({
      rotationEnabled: false,
      secretId: '<postgres.masterUserSecrets.0.secretArn>',
    });
  });

  it('is encrypted, private, and kept', () => {
    expect(resource(plan, 'postgres')).toMatchObject({
      protect: true,
      inputs: {
        storageEncrypted: true,
        kmsKeyId: keyArn,
        publiclyAccessible: false,
        deletionProtection: true,
        skipFinalSnapshot: false,
        finalSnapshotIdentifier: 'acme-postgres-final',
        deleteAutomatedBackups: false,
        copyTagsToSnapshot: true,
      },
    });
  });

  it('has a standby in another zone and days of backups as the environment says', async () => {
    expect(await instance({ highAvailability: true, backupRetentionDays: 21 })).toMatchObject({
      multiAz: true,
      backupRetentionPeriod: 21,
    });
    expect(await instance({ highAvailability: false })).toMatchObject({ multiAz: false });
  });

  it('asks for IOPS and throughput only of a disk that can have them', async () => {
    const wishes = { iops: 12_000, throughputMiBps: 500, maxStorageGiB: 4000 };
    const small = await instance({ storageGiB: 399, ...wishes });
    expect(small).not.toHaveProperty('iops');
    expect(small).not.toHaveProperty('storageThroughput');
    const large = await instance({ storageGiB: 400, ...wishes });
    expect(large).toMatchObject({ iops: 12_000, storageThroughput: 500, maxAllocatedStorage: 4000 });
    const unwished = await instance({ storageGiB: 400, iops: 0, throughputMiBps: 0 });
    expect(unwished).not.toHaveProperty('iops');
    expect(unwished).not.toHaveProperty('storageThroughput');
  });

  it('does not grow where it is as large as it may get', async () => {
    expect(await instance({ storageGiB: 500, maxStorageGiB: 500 })).not.toHaveProperty('maxAllocatedStorage');
  });

  it('refuses clients without TLS, and loads what the plane needs', () => {
    const { inputs, physicalName } = resource(plan, 'postgres-parameters');
    expect(inputs).toMatchObject({ family: 'postgres16', name: 'acme-postgres16' });
    expect(physicalName).toBe('acme-postgres16');
    expect(inputs['parameters']).toEqual(
      expect.arrayContaining([
        { name: 'rds.force_ssl', value: '1', applyMethod: 'pending-reboot' },
        {
          name: 'shared_preload_libraries',
          value: 'pg_stat_statements,pg_hint_plan,pg_cron',
          applyMethod: 'pending-reboot',
        },
        { name: 'random_page_cost', value: '1', applyMethod: 'immediate' },
        { name: 'statement_timeout', value: '3600000', applyMethod: 'immediate' },
      ]),
    );
  });

  it('lets in the nodes of the cluster alone, on its port alone, and calls nobody', () => {
    const rules = ofType(plan, 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule');
    expect(rules.map(({ inputs }) => inputs)).toMatchObject([
      { referencedSecurityGroupId: 'sg-nodes', ipProtocol: 'tcp', fromPort: 5432, toPort: 5432 },
    ]);
    expect(ofType(plan, 'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule')).toEqual([]);
    expect(resource(plan, 'postgres').inputs['vpcSecurityGroupIds']).toEqual(['<postgres.postgres-access.id>']);
  });

  it('lies in the subnets without a way to the internet', () => {
    expect(resource(plan, 'postgres-subnets').inputs['subnetIds']).toEqual(['subnet-data1', 'subnet-data2']);
  });

  it('writes logs to groups that are there before it and end some day', () => {
    const groups = ['postgresql', 'upgrade'].map((log) => resource(plan, `postgres-log-${log}`));
    expect(groups.map(({ inputs }) => [inputs['name'], inputs['retentionInDays']])).toEqual([
      ['/aws/rds/instance/acme-postgres/postgresql', 30],
      ['/aws/rds/instance/acme-postgres/upgrade', 30],
    ]);
    expect(resource(plan, 'postgres').dependencies).toEqual(expect.arrayContaining(groups.map(({ urn }) => urn)));
  });

  it('is watched from inside by a role that RDS alone takes on, for this account', () => {
    const role = resource(plan, 'postgres-monitoring').inputs;
    expect(role['permissionsBoundary']).toBe('arn:aws:iam::123456789012:policy/boundary');
    expect(statements(role['assumeRolePolicy'])).toMatchObject([
      {
        Principal: { Service: 'monitoring.rds.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
      },
    ]);
    expect(resource(plan, 'postgres').inputs).toMatchObject({
      monitoringInterval: 60,
      performanceInsightsEnabled: true,
      monitoringRoleArn: 'arn:aws:iam::123456789012:role/acme-postgres-monitoring',
    });
  });

  it('that exists is referred to by its secret, whether by ARN or by name', async () => {
    const existing = { type: 'Existing', host: 'db.acme.example' };
    const arn = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:db-url-AbCdEf';
    const byArn = await planPostgres({ postgres: { ...existing, urlSecret: arn } });
    expect(byArn.resources).toEqual([]);
    expect(byArn.outputs['postgresUrl']).toEqual({ value: { secret: arn } });
    expect(byArn.outputs['secretArns']).toContain(arn);
    const byName = await planPostgres({ postgres: { ...existing, urlSecret: 'db-url' } });
    expect(byName.outputs['postgresUrl']).toEqual({
      value: { secret: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:db-url' },
    });
    expect(byName.outputs['secretArns']).toContain(
      'arn:aws:secretsmanager:us-east-1:123456789012:secret:db-url-??????',
    );
  });
});
