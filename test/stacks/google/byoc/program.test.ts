import { describe, expect, it } from 'vitest';
import { byocGoogleOutputs } from '../../../../stacks/byoc/outputs.ts';
import { bootstrapNames, deniedPrincipal } from '../../../../stacks/google/byoc/names.ts';
import { byocPrincipalsOf } from '../../../../stacks/google/byoc/permissions/principals.ts';
import { customRoleTable } from '../../../../stacks/google/byoc/permissions/roles.ts';
import { resourceTypeOf } from '../../../../stacks/resource-types/index.ts';
import { isNamed } from '../../../../stacks/resource-types/resource-type.ts';
import { byocOnGoogle } from '../../byoc/environments.ts';
import { ofType, planOf } from './run.ts';

const environment = byocOnGoogle();
const whole = await planOf(environment);
const diagnosticsWindow = { from: '2026-11-25T09:00:00Z', hours: 3, reason: 'Queries time out.' };
const projectRoles = (account: string, plan = whole) =>
  ofType(plan, 'gcp:projects/iAMMember:IAMMember')
    .filter(
      ({ inputs }) =>
        inputs['member'] === `serviceAccount:braintrust-${account}@acme-braintrust.iam.gserviceaccount.com`,
    )
    .map(({ inputs }) => inputs['role'] as string);

describe('the bootstrap of a Google Cloud project for the vendor', () => {
  it('makes nothing of a plane: no network, cluster, machine, database, cache or entry', () => {
    expect(whole.resources.filter(({ type }) => /^gcp:(compute|container|sql|redis|dns|cloudrun)/.test(type))).toEqual(
      [],
    );
    expect(ofType(whole, 'gcp:secretmanager/secretVersion:SecretVersion')).toEqual([]);
  });

  it('lets the bridge act as the deployer and the group as the others, and nobody else', () => {
    const bridges = ofType(whole, 'gcp:serviceaccount/iAMMember:IAMMember').map(({ name, inputs }) => [
      name,
      inputs['role'],
      inputs['member'],
    ]);
    const creator = 'roles/iam.serviceAccountTokenCreator';
    expect(bridges).toEqual([
      ['vendor-accounts-deploy-bridge', creator, 'serviceAccount:bridge@vendor-management.iam.gserviceaccount.com'],
      ['vendor-accounts-diagnostics-bridge', creator, 'group:support@vendor.test'],
      ['vendor-accounts-support-bridge', creator, 'group:support@vendor.test'],
    ]);
  });

  it('gives no account a role that reads objects, or the basic roles', () => {
    const roles = ofType(whole, 'gcp:projects/iAMMember:IAMMember').map(({ inputs }) => inputs['role'] as string);
    const wide =
      /^roles\/(viewer|editor|owner|storage\.(admin|object.*|legacyObject.*)|logging\.(admin|viewer|privateLogViewer))$/;
    expect(roles.filter((role) => wide.test(role))).toEqual([]);
    expect(
      customRoleTable.buckets.permissions.filter((permission) => permission.startsWith('storage.objects')),
    ).toEqual([]);
    expect(
      ofType(whole, 'gcp:storage/bucketIAMMember:BucketIAMMember').map(({ inputs }) => [
        inputs['bucket'],
        inputs['role'],
      ]),
    ).toEqual([[bootstrapNames(environment).stateBucket, 'roles/storage.objectAdmin']]);
  });

  it('gives support no shell, secret or line of a log', () => {
    const never = /exec|attach|portForward|getLogs|secrets|configMaps|logEntries|setIamPolicy|actAs/;
    expect(customRoleTable.support.permissions.filter((permission) => never.test(permission))).toEqual([]);
    expect(projectRoles('support')).not.toContain('roles/container.admin');
  });

  it('denies every account of the vendor the objects, whatever roles it is given', () => {
    const [, vendor] = ofType(whole, 'gcp:iam/denyPolicy:DenyPolicy');
    const names = bootstrapNames(environment);
    const principals = (['deploy', 'support', 'diagnostics'] as const).map((account) =>
      deniedPrincipal(account, names),
    );
    expect(vendor?.inputs['parent']).toBe('cloudresourcemanager.googleapis.com%2Fprojects%2Facme-braintrust');
    expect(vendor?.inputs['rules']).toContainEqual(
      expect.objectContaining({
        denyRule: {
          deniedPrincipals: principals,
          deniedPermissions: ['storage.googleapis.com/objects.get', 'storage.googleapis.com/objects.list'],
          denialCondition: {
            title: 'But the state',
            expression: '!resource.matchTag("acme-braintrust/planewright-bootstrap", "state")',
          },
        },
      }),
    );
  });

  it('spares the bucket of the state from that by the very tag that it carries', () => {
    const [key] = ofType(whole, 'gcp:tags/tagKey:TagKey');
    const [value] = ofType(whole, 'gcp:tags/tagValue:TagValue');
    expect([key?.inputs['shortName'], value?.inputs['shortName']]).toEqual(['planewright-bootstrap', 'state']);
    expect(ofType(whole, 'gcp:tags/locationTagBinding:LocationTagBinding')).toMatchObject([
      { inputs: { parent: `//storage.googleapis.com/projects/_/buckets/${bootstrapNames(environment).stateBucket}` } },
    ]);
  });

  it('lets the deployer hand on the roles of a plane alone, and not those of diagnostics unless that is left to it', () => {
    const handed = (diagnostics: string): string =>
      byocPrincipalsOf(byocOnGoogle({ vendor: { diagnostics } }))[0]?.grants.find(({ id }) => id === 'HandRolesOn')
        ?.expression ?? '';
    expect(handed('Approval')).toMatch(/hasOnly\(\[.*"roles\/logging[.]logWriter"/);
    expect(handed('Approval')).not.toMatch(/owner|editor|Admin|diagnostics/);
    expect(handed('VendorDiscretion')).toContain('diagnostics');
  });

  it('gives diagnostics no rights by default, and in the window of the file alone', async () => {
    expect(projectRoles('diagnostics')).toEqual([]);
    const plan = await planOf(byocOnGoogle({ vendor: { diagnosticsWindow } }));
    const members = ofType(plan, 'gcp:projects/iAMMember:IAMMember').filter(({ name }) => name.includes('diagnostics'));
    expect(members.map(({ inputs }) => inputs['condition'])).toEqual([
      {
        title: 'OpenShellsAndLogs',
        expression:
          'request.time >= timestamp("2026-11-25T09:00:00Z") && request.time < timestamp("2026-11-25T12:00:00Z")',
      },
    ]);
  });

  it('makes no account of diagnostics where they are disallowed', async () => {
    const plan = await planOf(byocOnGoogle({ vendor: { diagnostics: 'Disallowed' } }));
    expect(ofType(plan, 'gcp:serviceaccount/account:Account').map(({ physicalName }) => physicalName)).toEqual([
      'braintrust-deploy',
      'braintrust-support',
    ]);
    expect(plan.outputs).not.toHaveProperty('diagnosticsServiceAccount');
  });

  it('locks the log bucket, and fills it with the audit logs', async () => {
    const plan = await planOf(byocOnGoogle({ logArchive: { retentionDays: 730 } }));
    expect(ofType(plan, 'gcp:logging/projectBucketConfig:ProjectBucketConfig')).toMatchObject([
      { protect: true, inputs: { locked: true, retentionDays: 730 } },
    ]);
    const [sink] = ofType(plan, 'gcp:logging/projectSink:ProjectSink');
    expect(sink?.inputs['destination']).toBe(
      'logging.googleapis.com/projects/acme-braintrust/locations/europe-west4/buckets/bootstrap-acme-bt-archive',
    );
    expect(sink?.inputs['filter']).toContain('cloudaudit.googleapis.com/activity');
  });

  it('switches on the services of the plane and those of the file, and leaves them on', async () => {
    const plan = await planOf(byocOnGoogle({ services: ['aiplatform.googleapis.com'] }));
    const services = ofType(plan, 'gcp:projects/service:Service');
    expect(services.map(({ inputs }) => inputs['service'])).toEqual(
      expect.arrayContaining(['container.googleapis.com', 'sqladmin.googleapis.com', 'aiplatform.googleapis.com']),
    );
    for (const { inputs } of services) expect(inputs['disableOnDestroy']).toBe(false);
  });

  it('alerts on accounts taken on, guardrails, exposure, diagnostics and disposal, by e-mail', async () => {
    const alerts = ofType(whole, 'gcp:monitoring/alertPolicy:AlertPolicy').map(({ name }) => name);
    for (const id of [
      'account-taken-on',
      'guardrail-change',
      'public-exposure',
      'diagnostics-opened',
      'data-disposal',
    ]) {
      expect(alerts).toContain(`alarms-${id}`);
    }
    expect(ofType(whole, 'gcp:monitoring/notificationChannel:NotificationChannel')).toMatchObject([
      { inputs: { labels: { email_address: 'ops@acme.test' } } },
    ]);
    const none = await planOf(byocOnGoogle({ alarms: { enabled: false } }));
    expect(none.resources.filter(({ concern }) => concern === 'alarms')).toEqual([]);
  });

  it('keeps the bootstrap out of the deployer’s names, and refuses a name that would not', () => {
    const own = whole.resources.flatMap(({ physicalName = '' }) =>
      physicalName.startsWith('acme-bt') ? [physicalName] : [],
    );
    expect(own).toEqual([]);
    expect(() => bootstrapNames(byocOnGoogle({ name: 'bootstrap-eu' }))).toThrow(/cannot be called bootstrap-eu/);
  });

  it('names everything within the limits, with the longest name of an environment', async () => {
    const long = await planOf(byocOnGoogle({ name: 'environment-of-eig' }));
    for (const { type, physicalName } of long.resources) {
      const row = resourceTypeOf(type);
      if (row === undefined || !isNamed(row)) continue;
      expect(physicalName?.length).toBeLessThanOrEqual(row.name.max);
      expect(physicalName).toMatch(row.name.pattern);
    }
  });

  it('plans the same twice, and returns what is handed over by contract', async () => {
    expect(JSON.stringify(await planOf(byocOnGoogle()))).toBe(JSON.stringify(whole));
    expect(byocGoogleOutputs.safeParse(whole.outputs).error).toBeUndefined();
  });
});
