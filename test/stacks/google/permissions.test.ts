import { describe, expect, it } from 'vitest';
import { grantedOn } from '../../../stacks/google/permissions/granted-on.ts';
import { principalsOf } from '../../../stacks/google/permissions/principals.ts';
import type { Plan } from '../../../stacks/planned.ts';
import { existing, googleEnvironment, planOfSpec, resource } from './google-environment.ts';

const exports = [
  { name: 'warehouse', bucket: 'acme-warehouse', prefix: 'braintrust/' },
  { name: 'archive', bucket: 'acme-archive' },
];
const spec = { exports, backups: { region: 'us-east1' } };
const planned = planOfSpec(spec);

/** Members of a plan as role, member, condition. */
function membersOf({ resources }: Plan) {
  return resources
    .filter(({ type }) => /iam(member)$/i.test(type))
    .map(({ inputs }) => ({
      role: inputs['role'],
      member: inputs['member'],
      expression: (inputs['condition'] as { expression?: string } | undefined)?.expression,
    }));
}

describe('rights on Google Cloud', () => {
  it('are those of the tables, and no others', async () => {
    const environment = googleEnvironment(spec);
    const tables = principalsOf(environment).flatMap(({ member, grants, trusts }) => [
      ...grants.flatMap(({ allows, on, expression }) =>
        allows.flatMap((role) => on.map(() => ({ role, member, expression }))),
      ),
      ...trusts
        .filter((pods) => pods.startsWith('serviceAccount:'))
        .map((pods) => ({ role: 'roles/iam.workloadIdentityUser', member: pods, expression: undefined })),
    ]);
    const order = (one: object) => JSON.stringify(one);
    const made = membersOf(await planned);
    expect(made.toSorted((a, b) => (order(a) < order(b) ? -1 : 1))).toEqual(
      tables.toSorted((a, b) => (order(a) < order(b) ? -1 : 1)),
    );
  });

  it('hold on named resources, by roles that are made for one thing', () => {
    for (const { principal, grants } of principalsOf(googleEnvironment(spec))) {
      for (const { id, allows, on, everywhere } of grants) {
        for (const role of allows) {
          expect(role, `${principal} ${id}`).not.toMatch(/^roles\/(owner|editor|viewer|.*[aA]dmin)$/);
        }
        const wide = on.some((name) => /^projects\/[^/_]+$/.test(name) || name.includes('*'));
        expect(wide, `${principal} ${id} needs a reason`).toBe(everywhere !== undefined);
      }
    }
  });

  it('let pods of the API act as the API and as Brainstore, those of Brainstore as Brainstore alone', () => {
    const trusts = Object.fromEntries(
      principalsOf(googleEnvironment({ plane: { namespace: 'ai' } })).map(({ principal, trusts }) => [
        principal,
        trusts,
      ]),
    );
    const pods = (name: string) => `serviceAccount:acme-planes.svc.id.goog[ai/${name}]`;
    expect(trusts['api']).toEqual([pods('braintrust-api')]);
    expect(trusts['brainstore']).toEqual([pods('brainstore'), pods('braintrust-api')]);
    expect(trusts['operator']).toEqual([
      'serviceAccount:acme-planes.svc.id.goog[planewright-system/planewright-operator]',
    ]);
  });

  it('let Brainstore write caches and read code in the bucket of the API, and write no code', () => {
    const brainstore = principalsOf(googleEnvironment()).find(({ principal }) => principal === 'brainstore');
    const onApi = brainstore?.grants.filter(({ on }) => on.some((name) => name.includes('acme-api')));
    expect(onApi?.map(({ allows, expression }) => [allows, expression?.match(/objects\/[^']*/g)])).toEqual([
      [['roles/storage.objectUser'], ['objects/response/', 'objects/brainstore-cache/']],
      [['roles/storage.objectViewer'], ['objects/code-bundle/']],
      [['roles/storage.legacyBucketReader'], undefined],
    ]);
  });

  it('let the operator read its four secrets', () => {
    const operator = principalsOf(googleEnvironment({ postgres: existing.postgres, redis: existing.redis })).find(
      ({ principal }) => principal === 'operator',
    );
    expect(operator?.grants).toEqual([
      expect.objectContaining({
        allows: ['roles/secretmanager.secretAccessor'],
        on: [
          'projects/acme-planes/secrets/pg',
          'projects/acme-planes/secrets/redis',
          'projects/acme-planes/secrets/acme-license-key',
          'projects/acme-planes/secrets/acme-function-secret-key',
        ],
      }),
    ]);
  });

  it('let the account of an export write below its prefix, and Brainstore take it on', async () => {
    const plan = await planned;
    expect(resource(plan, 'exports-export-warehouse-target').inputs).toMatchObject({
      bucket: 'acme-warehouse',
      role: 'roles/storage.objectUser',
      condition: {
        expression: "resource.name.startsWith('projects/_/buckets/acme-warehouse/objects/braintrust/')",
      },
    });
    expect(resource(plan, 'exports-export-archive-target').inputs['condition']).toBeUndefined();
    expect(resource(plan, 'exports-brainstore-export-to-warehouse').inputs).toMatchObject({
      role: 'roles/iam.serviceAccountTokenCreator',
      member: 'serviceAccount:acme-brainstore@acme-planes.iam.gserviceaccount.com',
      serviceAccountId:
        'projects/acme-planes/serviceAccounts/acme-export-warehouse@acme-planes.iam.gserviceaccount.com',
    });
    expect(plan.outputs['exportServiceAccounts']).toEqual({
      warehouse: 'acme-export-warehouse@acme-planes.iam.gserviceaccount.com',
      archive: 'acme-export-archive@acme-planes.iam.gserviceaccount.com',
    });
  });

  it('give nothing to accounts that were brought, but to those of exports', async () => {
    const plan = await planOfSpec({ identity: existing.identity, exports });
    expect(plan.resources.filter(({ concern }) => concern === 'identity')).toEqual([]);
    expect(plan.outputs).toMatchObject({ apiServiceAccount: 'api@acme-planes.iam.gserviceaccount.com' });
    expect(resource(plan, 'exports-brainstore-export-to-archive').inputs['member']).toBe(
      'serviceAccount:brainstore@acme-planes.iam.gserviceaccount.com',
    );
  });

  it('wait for what they are granted on, and for the identities of the cluster', async () => {
    const plan = await planned;
    const depends = (name: string) => resource(plan, name, 'Member').dependencies;
    expect(depends('identity-brainstore-own-objects')).toContain(resource(plan, 'storage-brainstore', ':Bucket').urn);
    expect(depends('identity-operator-listed-secrets-acme-redis-url')).toContain(
      resource(plan, 'redis-url', ':Secret').urn,
    );
    expect(depends('identity-api-trusts-braintrust-api')).toContain(resource(plan, 'kubernetes-cluster').urn);
  });

  it('are granted on what a full name says, and on nothing in the words of another cloud', () => {
    expect(grantedOn('projects/_/buckets/b')).toEqual({ kind: 'bucket', bucket: 'b' });
    expect(grantedOn('projects/p/secrets/s')).toEqual({ kind: 'secret', project: 'p', secretId: 's' });
    expect(grantedOn('projects/p/serviceAccounts/a@p')).toEqual({
      kind: 'account',
      account: 'projects/p/serviceAccounts/a@p',
    });
    expect(grantedOn('projects/p')).toEqual({ kind: 'project', project: 'p' });
    expect(() => grantedOn('arn:aws:secretsmanager:x/y')).toThrow('write projects/…');
  });
});
