import { beforeAll, describe, expect, it } from 'vitest';
import { awsOutputs } from '../../../stacks/outputs.ts';
import type { Plan, PlannedResource } from '../../../stacks/planned.ts';
import { awsWeaknesses } from '../../../stacks/weaknesses/aws.ts';
import { weaknessIds } from '../../../stacks/weaknesses/weakness.ts';
import { ofType, resource } from './data-services.ts';
import { textOf, wholePlan } from './whole-plan.ts';

/** What shows of each closed weakness that it is closed, in a plan of production with a copy elsewhere. */
const shown: Readonly<Record<string, (plan: Plan) => void>> = {
  'single-nat': (plan) => {
    const own = ofType(plan, 'aws:ec2/natGateway:NatGateway').filter(({ concern }) => concern === 'network');
    expect(own).toHaveLength(3);
  },
  'redis-plaintext': (plan) => {
    expect(redis(plan).inputs).toMatchObject({ transitEncryptionEnabled: true });
    expect(redis(plan).inputs).toHaveProperty('authToken', '[secret]');
    expect(JSON.stringify(plan.outputs['secrets'])).toContain('rediss://');
  },
  'redis-single-node': (plan) => {
    expect(redis(plan).inputs).toMatchObject({ automaticFailoverEnabled: true, multiAzEnabled: true });
  },
  'redis-without-backup': (plan) => {
    expect(redis(plan).inputs).toMatchObject({ atRestEncryptionEnabled: true });
    expect(redis(plan).inputs['snapshotRetentionLimit']).toBeGreaterThan(0);
  },
  'postgres-single-zone': (plan) => expect(postgres(plan).inputs).toMatchObject({ multiAz: true }),
  'postgres-old-version': (plan) => expect(textOf(postgres(plan).inputs['engineVersion'])).toMatch(/^17/),
  'no-flow-logs': (plan) => {
    expect(ofType(plan, 'aws:ec2/flowLog:FlowLog')).toHaveLength(ofType(plan, 'aws:ec2/vpc:Vpc').length);
  },
  's3-endpoint-policy-open': (plan) => {
    expect(textOf(resource(plan, 'network-endpoint-s3').inputs['policy'])).toContain('aws:ResourceAccount');
  },
  'api-role-s3-everything': (plan) => {
    expect(textOf(resource(plan, 'identity-api-grants').inputs['policy'])).not.toContain('s3:*');
  },
  'assume-role-on-everything': (plan) => {
    for (const name of ['identity-api-grants', 'identity-brainstore-grants']) {
      const { Statement } = JSON.parse(textOf(resource(plan, name).inputs['policy'])) as {
        Statement: readonly { Action: readonly string[]; Resource: readonly string[] }[];
      };
      for (const { Action, Resource } of Statement) {
        if (Action.some((action) => action.startsWith('sts:'))) expect(Resource).not.toContain('*');
      }
    }
  },
  'support-role-without-external-id': (plan) => {
    const trusts = ofType(plan, 'aws:iam/role:Role').map(({ inputs }) => textOf(inputs['assumeRolePolicy']));
    for (const account of ['872608195481', '611723957092']) expect(trusts.join()).not.toContain(account);
  },
  'bastion-reads-database-secret': (plan) => {
    expect(plan.resources.filter(({ type }) => type === 'aws:ec2/instance:Instance')).toEqual([]);
    const readers = ofType(plan, 'aws:iam/rolePolicy:RolePolicy').filter(({ inputs }) =>
      textOf(inputs['policy']).includes('GetSecretValue'),
    );
    expect(readers.map(({ name }) => name)).toEqual(['identity-operator-grants']);
  },
  'postgres-url-without-sslmode': (plan) => {
    expect(JSON.stringify(plan.outputs['secrets'])).toContain('?sslmode=require');
  },
  'license-in-plain-environment': (plan) => {
    // Made empty: what a person puts in later is in no input, and what is handed over is where it stands.
    const versions = ofType(plan, 'aws:secretsmanager/secretVersion:SecretVersion');
    expect(versions.filter(({ name }) => name.includes('license'))).toEqual([]);
    expect(plan.outputs['secrets']).toHaveProperty(['licenseKey', 'value', 'secret']);
  },
  'mutable-machine-image': (plan) => {
    for (const { inputs } of ofType(plan, 'aws:ec2/launchTemplate:LaunchTemplate')) {
      expect(inputs).not.toHaveProperty('imageId');
    }
  },
  'compute-three-times': (plan) => {
    expect(plan.resources.filter(({ type }) => /^aws:(ecs|lambda|autoscaling\/group)/.test(type))).toEqual([]);
  },
  'no-cluster': (plan) => expect(ofType(plan, 'aws:eks/cluster:Cluster')).toHaveLength(1),
  'missing-outputs': (plan) => expect(awsOutputs.safeParse(plan.outputs).success).toBe(true),
  'wrong-output-name': (plan) => {
    const { success } = awsOutputs.safeParse({ ...plan.outputs, another: 'name' });
    expect(success).toBe(false);
  },
  'key-deletion-window-minimal': (plan) => {
    expect(resource(plan, 'encryption-key')).toMatchObject({ protect: true, inputs: { deletionWindowInDays: 30 } });
  },
  'no-backup-elsewhere': (plan) => {
    const vaults = plan.resources.filter(({ type }) => type === 'aws:backup/vault:Vault');
    expect(vaults.map(({ inputs }) => inputs['region'])).toContain('us-west-2');
  },
  'no-alarms': (plan) => {
    expect(ofType(plan, 'aws:cloudwatch/metricAlarm:MetricAlarm').length).toBeGreaterThan(10);
  },
  'tests-count-modules-only': (plan) => expect(plan.resources.length).toBeGreaterThan(100),
};

const redis = (plan: Plan): PlannedResource => only(plan, 'aws:elasticache/replicationGroup:ReplicationGroup');
const postgres = (plan: Plan): PlannedResource => only(plan, 'aws:rds/instance:Instance');

function only(plan: Plan, type: string): PlannedResource {
  const [found, ...others] = ofType(plan, type);
  if (found === undefined || others.length > 0) throw new TypeError(`the plan has one ${type}`);
  return found;
}

describe('weaknesses of the vendor’s AWS module', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await wholePlan({ backups: { region: 'us-west-2' } });
  });

  it('each have their row', () => {
    expect(awsWeaknesses.map(({ id }) => id)).toEqual(weaknessIds.aws);
  });

  it('that are declined say why, at length', () => {
    for (const { id, state, how } of awsWeaknesses) {
      if (state === 'declined') expect(how.length, id).toBeGreaterThan(60);
    }
  });

  it.each(awsWeaknesses.filter(({ state }) => state === 'closed').map(({ id, how }) => [id, how] as const))(
    '%s is closed: %s',
    (id) => {
      const show = shown[id];
      if (show === undefined) throw new TypeError(`nothing shows that ${id} is closed`);
      show(plan);
    },
  );
});
