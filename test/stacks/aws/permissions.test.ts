import { beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../../src/runtime/must.ts';
import { principalsOf } from '../../../stacks/aws/permissions/principals.ts';
import type { Grant } from '../../../stacks/permissions/grant.ts';
import type { Plan } from '../../../stacks/planned.ts';
import { awsEnvironment } from './data-services.ts';
import { oidcCluster, existingNetwork, wholePlan } from './whole-plan.ts';

const everything = {
  exports: [{ name: 'warehouse', bucket: 'acme-warehouse', prefix: 'braintrust/' }],
  backups: { region: 'us-west-2' },
};

interface Document {
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Action: string | readonly string[];
    readonly Resource?: string | readonly string[];
    readonly Principal?: unknown;
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  }[];
}

const documentOf = (text: unknown): Document => JSON.parse(String(text)) as Document;

function grantsOf(principal: string): readonly Grant[] {
  return must(
    principalsOf(awsEnvironment(everything)).find((one) => one.principal === principal),
    `there is a principal ${principal}`,
  ).grants;
}

describe('roles of an environment on AWS', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await wholePlan(everything);
  });
  const rolesIn = (): readonly string[] =>
    plan.resources.filter(({ type }) => type === 'aws:iam/role:Role').map(({ physicalName }) => physicalName ?? '');

  it('are those that a person is told of, and no other', () => {
    const told = principalsOf(awsEnvironment(everything)).map(({ principal }) => `acme-${principal}`);
    expect(rolesIn().toSorted()).toEqual(told.toSorted());
  });

  it('may do what a person is told, action by action', () => {
    for (const { principal, grants, denies = [] } of principalsOf(awsEnvironment(everything))) {
      const policy = plan.resources.find(
        ({ type, physicalName }) => type === 'aws:iam/rolePolicy:RolePolicy' && physicalName === `acme-${principal}`,
      );
      const statements = policy === undefined ? [] : documentOf(policy.inputs['policy']).Statement;
      expect(statements.map(({ Sid, Action }) => [Sid, Action])).toEqual(
        [...grants, ...denies].map(({ id, allows }) => [id, allows]),
      );
    }
  });

  it('hold for everything only where the table says why', () => {
    for (const { principal, grants } of principalsOf(awsEnvironment(everything))) {
      for (const { id, on, everywhere } of grants) {
        if (on.includes('*')) expect(everywhere, `${principal} ${id}`).toBeDefined();
      }
    }
  });

  it('are never given all actions of a service', () => {
    for (const { principal, grants } of principalsOf(awsEnvironment(everything))) {
      for (const action of grants.flatMap(({ allows }) => allows)) {
        expect(action, principal).not.toMatch(/^([a-z0-9-]+:)?\*$/);
      }
    }
  });

  it('are trusted to the pods of one service account of one cluster', () => {
    const role = must(
      plan.resources.find(({ physicalName }) => physicalName === 'acme-brainstore'),
      'Brainstore has a role',
    );
    const [trust] = documentOf(role.inputs['assumeRolePolicy']).Statement;
    expect(trust?.Principal).toEqual({ Service: 'pods.eks.amazonaws.com' });
    expect(trust?.Condition).toEqual({
      StringEquals: {
        'aws:RequestTag/eks-cluster-arn': 'arn:aws:eks:us-east-1:123456789012:cluster/acme-cluster',
        'aws:RequestTag/kubernetes-namespace': 'braintrust',
        'aws:RequestTag/kubernetes-service-account': 'brainstore',
      },
    });
  });

  it('carry the permissions boundary that the environment names', async () => {
    const permissionsBoundary = 'arn:aws:iam::123456789012:policy/boundary';
    const bounded = await wholePlan({ ...everything, cloud: { permissionsBoundary } });
    const roles = bounded.resources.filter(({ type }) => type === 'aws:iam/role:Role');
    expect(roles.length).toBeGreaterThan(5);
    for (const { name, inputs } of roles) expect(inputs['permissionsBoundary'], name).toBe(permissionsBoundary);
  });
});

describe('least privilege', () => {
  it('lets the API write below the write-ahead log only, in the bucket of Brainstore', () => {
    const inBrainstore = grantsOf('api')
      .flatMap(({ on }) => on)
      .filter((arn) => arn.includes('brainstore'));
    const objects = inBrainstore.filter((arn) => arn.includes('/'));
    expect(objects).toHaveLength(1);
    expect(objects[0]).toMatch(/\/brainstore\/wal\/\*$/);
  });

  it('lets Brainstore write its three paths and its cache, and read the rest', () => {
    const writes = grantsOf('brainstore').filter(({ allows }) => allows.includes('s3:PutObject'));
    expect(writes.flatMap(({ on }) => on).map((arn) => arn.replace(/^arn:aws:s3:::[^/]+/, ''))).toEqual([
      '/brainstore/index/*',
      '/brainstore/wal/*',
      '/brainstore/locks/*',
      '/brainstore-cache/*',
    ]);
  });

  it('lets the plane take on the roles of exports only, with an external id, and the API none', () => {
    const assume = grantsOf('brainstore').filter(({ allows }) => allows.includes('sts:AssumeRole'));
    expect(assume).toHaveLength(1);
    expect(assume[0]?.on).toEqual(['arn:aws:iam::123456789012:role/acme-export-warehouse']);
    expect(assume[0]?.onlyIf).toEqual({ StringLike: { 'sts:ExternalId': 'bt:*' } });
    const api = grantsOf('api').filter(({ allows }) => allows.includes('sts:AssumeRole'));
    for (const { on } of api) expect(on).toEqual(['arn:aws:iam::123456789012:role/acme-quarantine-invoke']);
  });

  it('lets the operator read its listed secrets and nothing else', () => {
    expect(grantsOf('operator').flatMap(({ allows }) => allows)).toEqual([
      'secretsmanager:GetSecretValue',
      'secretsmanager:DescribeSecret',
      'kms:Decrypt',
    ]);
    expect(grantsOf('operator')[0]?.on).toHaveLength(4);
  });

  it('opens the key through one service for each', () => {
    const uses = ['api', 'brainstore', 'operator'].flatMap((principal) =>
      grantsOf(principal).filter(({ allows }) => allows.some((action) => action.startsWith('kms:'))),
    );
    for (const { onlyIf } of uses) expect(onlyIf).toHaveProperty(['StringEquals', 'kms:ViaService']);
  });
});

it('trusts the token of a service account where a cluster that exists has an OIDC provider', async () => {
  const plan = await wholePlan({ ...existingNetwork, ...oidcCluster });
  const role = must(
    plan.resources.find(({ physicalName }) => physicalName === 'acme-api'),
    'the API has a role',
  );
  const [trust] = documentOf(role.inputs['assumeRolePolicy']).Statement;
  expect(trust?.Action).toBe('sts:AssumeRoleWithWebIdentity');
  expect(trust?.Condition?.['StringEquals']).toEqual({
    'oidc.eks.us-east-1.amazonaws.com/id/ABC:sub': 'system:serviceaccount:braintrust:braintrust-api',
    'oidc.eks.us-east-1.amazonaws.com/id/ABC:aud': 'sts.amazonaws.com',
  });
  expect(plan.resources.filter(({ type }) => type.includes('PodIdentityAssociation'))).toEqual([]);
});
