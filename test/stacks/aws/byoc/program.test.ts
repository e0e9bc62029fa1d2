import { describe, expect, it } from 'vitest';
import { bootstrapNames } from '../../../../stacks/aws/byoc/bootstrap-names.ts';
import { openWindow } from '../../../../stacks/byoc/diagnostics-window.ts';
import { byocAwsOutputs } from '../../../../stacks/byoc/outputs.ts';
import { resourceTypeOf } from '../../../../stacks/resource-types/index.ts';
import { isNamed } from '../../../../stacks/resource-types/resource-type.ts';
import { byocOnAws } from '../../byoc/environments.ts';
import { documentIn, ofType, planOf } from './run.ts';

const whole = await planOf(byocOnAws({ guardrail: { organizationPolicy: true, targetId: 'ou-abcd-12345678' } }));
const roles = ofType(whole, 'aws:iam/role:Role');
const vendorRoles = roles.filter(({ concern }) => concern === 'vendor-roles');

interface Trust {
  readonly Statement: readonly {
    readonly Principal: { readonly AWS: string };
    readonly Condition: Readonly<Record<string, Readonly<Record<string, string>>>>;
  }[];
}

describe('the bootstrap of an AWS account for the vendor', () => {
  it('makes nothing of a plane: no network, cluster, machine, database, cache, function or entry', () => {
    const parts = /^aws:(ec2|eks|ecs|rds|elasticache|lambda|lb|cloudfront|apigateway|autoscaling|route53|acm)\//;
    expect(whole.resources.filter(({ type }) => parts.test(type))).toEqual([]);
    expect(ofType(whole, 'aws:secretsmanager/secretVersion:SecretVersion')).toEqual([]);
  });

  it('asks for the external id on every trust in the vendor, and for a source identity', () => {
    expect(vendorRoles.map(({ name }) => name)).toHaveLength(4);
    for (const role of vendorRoles) {
      const { Statement: statements } = documentIn(role, 'assumeRolePolicy') as Trust;
      for (const { Principal: principal, Condition: condition } of statements) {
        expect(principal.AWS).toBe('arn:aws:iam::611723957092:root');
        expect(condition['StringEquals']?.['sts:ExternalId']).toBe('braintrust-0f8fad5b-d9cb-469f-a165-70867728950e');
        expect(JSON.stringify(condition)).toContain('SourceIdentity');
      }
    }
  });

  it('trusts the exact role of the vendor where it is named', async () => {
    const deployer = 'arn:aws:iam::611723957092:role/deployer';
    const plan = await planOf(byocOnAws({ vendor: { principals: { deployment: deployer } } }));
    const role = ofType(plan, 'aws:iam/role:Role').find(({ name }) => name === 'vendor-roles-deployment');
    expect(role?.inputs['assumeRolePolicy']).toContain(`"AWS":"${deployer}"`);
  });

  it('puts a boundary on every role and lets a session of the vendor last an hour', () => {
    for (const { name, inputs } of roles)
      expect([name, inputs['permissionsBoundary']]).toEqual([name, expect.any(String)]);
    for (const { inputs } of vendorRoles) expect(inputs['maxSessionDuration']).toBe(3600);
  });

  it('puts the boundary of the organization on every role where it has one, and keeps the denials as policies', async () => {
    const permissionsBoundary = 'arn:aws:iam::123456789012:policy/organization';
    const plan = await planOf(byocOnAws({ cloud: { permissionsBoundary } }));
    expect(ofType(plan, 'aws:iam/role:Role').map(({ inputs }) => inputs['permissionsBoundary'])).toEqual(
      roles.map(() => permissionsBoundary),
    );
    const attached = ofType(plan, 'aws:iam/rolePolicyAttachment:RolePolicyAttachment').map(({ name }) => name);
    expect(attached).toContain('vendor-roles-deployment-denials-1-attachment');
  });

  it('makes no role of diagnostics where they are disallowed, and none of their logging', async () => {
    const plan = await planOf(byocOnAws({ vendor: { diagnostics: 'Disallowed' } }));
    expect(
      plan.resources.filter(({ name }) => name.includes('diagnostics') && !name.startsWith('alarms')),
    ).toHaveLength(1);
    expect(plan.outputs).not.toHaveProperty('diagnosticsRoleArn');
  });

  it('gives diagnostics no rights by default', () => {
    expect(whole.resources.map(({ name }) => name)).not.toContain('vendor-roles-diagnostics-rights-1');
    expect(whole.outputs['diagnostics']).toEqual({ mode: 'Approval' });
  });

  it('gives diagnostics rights in the window of the file alone, which IAM itself ends', async () => {
    const diagnosticsWindow = { from: '2026-11-25T09:00:00Z', reason: 'Queries time out.' };
    const plan = await planOf(byocOnAws({ vendor: { diagnosticsWindow } }));
    const rights = ofType(plan, 'aws:iam/policy:Policy').find(
      ({ name }) => name === 'vendor-roles-diagnostics-rights-1',
    );
    const { Statement: statements } = documentIn(rights ?? roles[0] ?? fail(), 'policy') as Trust;
    expect(statements.length).toBeGreaterThan(0);
    for (const { Condition: condition } of statements) {
      expect(condition['DateGreaterThanEquals']).toEqual({ 'aws:CurrentTime': '2026-11-25T09:00:00Z' });
      expect(condition['DateLessThan']).toEqual({ 'aws:CurrentTime': '2026-11-25T11:00:00Z' });
    }
    expect(plan.outputs['diagnostics']).toEqual({
      mode: 'Approval',
      from: '2026-11-25T09:00:00Z',
      until: '2026-11-25T11:00:00Z',
    });
  });

  it.each(['Disallowed', 'VendorDiscretion'])('refuses a window with diagnostics %s', (diagnostics) => {
    const diagnosticsWindow = { from: '2026-11-25T09:00:00Z', reason: 'Queries time out.' };
    const environment = byocOnAws({ vendor: { diagnostics, diagnosticsWindow } });
    expect(() => openWindow(environment)).toThrow('spec.vendor.diagnosticsWindow');
  });

  it('makes the policy of diagnostics and leaves attaching it to the vendor, where it is left to the vendor', async () => {
    const plan = await planOf(byocOnAws({ vendor: { diagnostics: 'VendorDiscretion' } }));
    const names = plan.resources.map(({ name }) => name);
    expect(names).toContain('vendor-roles-diagnostics-rights-1');
    expect(names).not.toContain('vendor-roles-diagnostics-rights-1-attachment');
    expect(names).not.toContain('vendor-roles-diagnostics-rights-2');
  });

  it('locks the archive and the records of operations against everybody, for the days of the file', async () => {
    const plan = await planOf(byocOnAws({ logArchive: { retentionDays: 730 } }));
    const locks = ofType(plan, 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration');
    expect(locks.map(({ name }) => name)).toEqual(['deployment-storage-operations-lock', 'log-archive-bucket-lock']);
    for (const { inputs } of locks) {
      expect(inputs['rule']).toEqual({ defaultRetention: { days: 730, mode: 'COMPLIANCE' } });
    }
    const archive = ofType(plan, 'aws:s3/bucket:Bucket').find(({ name }) => name === 'log-archive-bucket');
    expect(archive).toMatchObject({ protect: true, inputs: { objectLockEnabled: true } });
  });

  it('records every region in one trail, validated and encrypted', () => {
    expect(ofType(whole, 'aws:cloudtrail/trail:Trail')).toMatchObject([
      { inputs: { isMultiRegionTrail: true, enableLogFileValidation: true, kmsKeyId: expect.any(String) as unknown } },
    ]);
  });

  it('keeps the vendor from what the bootstrap makes: no tag of the plane, no name of the plane', () => {
    for (const { inputs, name } of whole.resources) {
      expect([name, JSON.stringify(inputs['tags'] ?? {})]).toEqual([
        name,
        expect.not.stringContaining('BraintrustDeploymentName'),
      ]);
    }
    const own = whole.resources.flatMap(({ physicalName = '' }) =>
      physicalName.startsWith('acme-bt') ? [physicalName] : [],
    );
    expect(own).toEqual([]);
  });

  it('refuses a name that would hand the bootstrap to the deployer', () => {
    expect(() => bootstrapNames(byocOnAws({ name: 'bootstrap-eu' }))).toThrow(/cannot be called bootstrap-eu/);
  });

  it('attaches the guardrails by order of the organization only, to what the file names', async () => {
    expect(
      ofType(whole, 'aws:organizations/policyAttachment:PolicyAttachment').map(({ inputs }) => inputs['targetId']),
    ).toEqual(Array.from({ length: 3 }, () => 'ou-abcd-12345678'));
    const alone = await planOf(byocOnAws());
    expect(alone.resources.filter(({ concern }) => concern === 'guardrail')).toEqual([]);
    expect(alone.outputs['guardrails']).toEqual([]);
  });

  it('requests what is more than every account has, hands all ten over, or requests none', async () => {
    const requested = ofType(whole, 'aws:servicequotas/serviceQuota:ServiceQuota');
    expect(requested.map(({ name, inputs }) => [name, inputs['value']])).toEqual([
      ['quotas-addresses', 12],
      ['quotas-functions', 1000],
      ['quotas-internet-gateways', 10],
      ['quotas-nat-gateways', 15],
      ['quotas-vcpus', 512],
      ['quotas-vpcs', 10],
    ]);
    expect(whole.outputs['quotas']).toHaveLength(10);
    const none = await planOf(byocOnAws({ quotas: false }));
    expect(ofType(none, 'aws:servicequotas/serviceQuota:ServiceQuota')).toEqual([]);
    expect(none.outputs['quotas']).toEqual([]);
  });

  it('names everything within the limits, with the longest name of an environment and of names alike', async () => {
    const long = await planOf(byocOnAws({ name: 'environment-of-eig' }));
    for (const { type, physicalName } of long.resources) {
      const row = resourceTypeOf(type);
      if (row === undefined || !isNamed(row)) continue;
      expect(physicalName?.length).toBeLessThanOrEqual(row.name.max);
      expect(physicalName).toMatch(row.name.pattern);
    }
  });

  it('plans the same twice', async () => {
    expect(JSON.stringify(await planOf(byocOnAws()))).toBe(JSON.stringify(await planOf(byocOnAws())));
  });

  it('returns what is handed over, by contract', () => {
    expect(byocAwsOutputs.safeParse(whole.outputs).error).toBeUndefined();
  });
});

function fail(): never {
  throw new Error('there is no policy');
}
