import { describe, expect, it } from 'vitest';
import { bootstrapNames } from '../../../../stacks/aws/byoc/bootstrap-names.ts';
import { ceilings, roleArn } from '../../../../stacks/aws/byoc/names.ts';
import {
  documentOf,
  lengthOf,
  managedPolicyLimit,
  policiesPerRole,
  serviceControlPolicyLimit,
  trustPolicyLimit,
} from '../../../../stacks/aws/byoc/permissions/documents.ts';
import { guardrails } from '../../../../stacks/aws/byoc/permissions/guardrail.ts';
import { boundaryDocument, policiesOf } from '../../../../stacks/aws/byoc/permissions/policies.ts';
import { byocLimitsOf, byocPrincipalsOf, rolesOf } from '../../../../stacks/aws/byoc/permissions/principals.ts';
import { trustOf } from '../../../../stacks/aws/byoc/permissions/trust.ts';
import { differences } from '../../../../stacks/aws/byoc/permissions/tightened.ts';
import { statementsOf } from '../../../../stacks/aws/policy-document.ts';
import type { Principal } from '../../../../stacks/permissions/grant.ts';
import { byocOnAws } from '../../byoc/environments.ts';

const names = ['a', 'braintrust', 'environment-of-eig'];
const modes = ['Disallowed', 'Approval', 'VendorDiscretion'];
const kinds = names.flatMap((name) => modes.map((diagnostics) => [name, diagnostics] as const));
const environment = byocOnAws();
const roles = Object.fromEntries(byocPrincipalsOf(environment).map((each) => [each.principal, each]));
const open = byocPrincipalsOf(
  byocOnAws({ vendor: { diagnosticsWindow: { from: '2026-11-25T09:00:00Z', reason: 'Queries time out.' } } }),
);

describe('rights of the vendor on AWS', () => {
  it.each(kinds)('fit the limits of AWS, for %s with diagnostics %s', (name, diagnostics) => {
    const one = byocOnAws({ name, vendor: { diagnostics } });
    for (const principal of byocPrincipalsOf(one)) {
      const role = rolesOf(one).find((each) => each === principal.principal) ?? 'Observer';
      const policies = policiesOf(role, principal, one);
      expect(policies.length).toBeLessThanOrEqual(policiesPerRole);
      for (const { document } of policies) expect(lengthOf(document)).toBeLessThanOrEqual(managedPolicyLimit);
      expect(lengthOf(trustOf(role, one))).toBeLessThanOrEqual(trustPolicyLimit);
    }
    for (const ceiling of ceilings)
      expect(lengthOf(boundaryDocument(ceiling, one))).toBeLessThanOrEqual(managedPolicyLimit);
    for (const { denies } of guardrails(bootstrapNames(one), diagnostics === 'VendorDiscretion')) {
      const document = documentOf(statementsOf({ grants: [], denies }));
      expect(lengthOf(document)).toBeLessThanOrEqual(serviceControlPolicyLimit);
    }
  });

  it.each(['Support', 'Observer'])('let %s read no content, open no shell, change no right', (role) => {
    const allowed = allowedBy(roles[role]);
    expect(allowed.filter((action) => content.test(action))).toEqual([]);
    expect(allowed.filter((action) => /^(iam|kms|sts|ssm):(?!Get|List|Describe)/.test(action))).toEqual([]);
    expect(allowed.filter((action) => action.endsWith(':*'))).toEqual([]);
  });

  it('let the deployer read objects of its state and of the vendor alone, and secrets of the plane alone', () => {
    const grants = roles['Deployment']?.grants ?? [];
    const on = (action: string): readonly string[] =>
      grants.filter(({ allows }) => allows.some((each) => covers(each, action))).flatMap((grant) => grant.on);
    expect(on('s3:GetObject')).toEqual([
      `arn:aws:s3:::${bootstrapNames(environment).stateBucket}/braintrust-byoc/acme-bt/*`,
      'arn:aws:s3:::braintrust-assets-eu-west-1',
      'arn:aws:s3:::braintrust-assets-eu-west-1/*',
    ]);
    expect(on('secretsmanager:GetSecretValue')).toEqual([
      'arn:aws:secretsmanager:eu-west-1:123456789012:secret:acme-bt-*',
      'arn:aws:secretsmanager:eu-west-1:123456789012:secret:bootstrap-acme-bt-license-key-??????',
    ]);
    expect(on('s3:DeleteObject')).toEqual([expect.stringMatching(/[.]tflock$/)]);
    expect(on('kms:ScheduleKeyDeletion')).toEqual([]);
    expect(on('s3:PutReplicationConfiguration')).toEqual([]);
  });

  it('let diagnostics into shells and logs, and into nothing else', () => {
    const diagnostics = open.find(({ principal }) => principal === 'Diagnostics');
    const allowed = allowedBy(diagnostics);
    expect(allowed).toContain('ssm:StartSession');
    expect(allowed.filter((action) => /^(s3|secretsmanager|iam|sts|rds|lambda):/.test(action))).toEqual([]);
    expect(allowed.filter((action) => action.startsWith('kms:'))).toEqual(['kms:GenerateDataKey']);
  });

  it('let the deployer open diagnostics only where that is left to the vendor', () => {
    const attaches = (diagnostics: string): boolean => {
      const [deployer] = byocPrincipalsOf(byocOnAws({ vendor: { diagnostics } }));
      const on = deployer?.grants
        .filter(({ allows }) => allows.includes('iam:AttachRolePolicy'))
        .flatMap((grant) => grant.on);
      return on?.includes(roleArn('Diagnostics', bootstrapNames(environment))) ?? false;
    };
    expect(modes.map(attaches)).toEqual([false, false, true]);
  });

  it('make every role of the plane carry the boundary, and pass it to known services alone', () => {
    const grants = roles['Deployment']?.grants ?? [];
    const creation = grants.filter(({ allows }) => allows.some((action) => covers(action, 'iam:CreateRole')));
    const boundary = 'arn:aws:iam::123456789012:policy/braintrust-byoc/BraintrustRuntimeBoundary-acme-bt';
    expect(creation.map(({ onlyIf }) => onlyIf)).toEqual([{ ArnEquals: { 'iam:PermissionsBoundary': boundary } }]);
    const passing = grants.filter(({ allows }) => allows.some((action) => covers(action, 'iam:PassRole')));
    expect(passing.map(({ onlyIf = {} }) => Object.keys(onlyIf['StringEquals'] ?? {}))).toEqual([
      ['iam:PassedToService'],
    ]);
    expect(
      grants.filter(({ allows }) => allows.some((action) => covers(action, 'iam:DeleteRolePermissionsBoundary'))),
    ).toEqual([]);
  });

  it.each(['Deployment', 'Support', 'Observer', 'Diagnostics'])(
    'deny %s every change of the bootstrap, even where a plane is called as its path begins',
    (role) => {
      const [deployer] = byocPrincipalsOf(byocOnAws({ name: 'braintrust' })).filter(
        ({ principal }) => principal === role,
      );
      const denied = deployer?.denies?.find(({ id }) => id === 'NoChangeOfBootstrapIam');
      expect(denied?.on).toEqual([
        'arn:aws:iam::123456789012:role/braintrust-byoc/*',
        'arn:aws:iam::123456789012:policy/braintrust-byoc/*',
      ]);
      for (const action of ['iam:AttachRolePolicy', 'iam:UpdateAssumeRolePolicy', 'iam:CreatePolicyVersion']) {
        expect(denied?.allows.some((each) => covers(each, action))).toBe(true);
      }
    },
  );

  it('let no role of the plane take on another one, but those of the file', () => {
    const listed = 'arn:aws:iam::999999999999:role/exports';
    const denialOf = (one: ReturnType<typeof byocOnAws>) =>
      byocLimitsOf(one)
        .find(({ principal }) => principal === 'Runtime boundary')
        ?.denies?.find(({ id }) => id === 'NoOtherRole');
    expect(denialOf(environment)).toMatchObject({ allows: ['sts:AssumeRole'], on: ['*'] });
    expect(denialOf(byocOnAws({ guardrail: { externalRoleArns: [listed] } }))).toMatchObject({
      on: [],
      exceptOn: [listed],
    });
  });

  it('never take away with one hand what they give with the other', () => {
    for (const { principal, grants, denies = [] } of [...Object.values(roles), ...open]) {
      const dead = grants.flatMap(({ allows }) =>
        allows.filter((action) =>
          denies.some(
            ({ allows: never, on, onlyIf }) =>
              on.includes('*') && onlyIf === undefined && never.some((each) => covers(each, action)),
          ),
        ),
      );
      expect([principal, dead]).toEqual([principal, []]);
    }
  });

  it('say of every difference why the deployer still works', () => {
    for (const difference of differences)
      expect(
        [difference.what, difference.vendors, difference.ours, difference.stillWorks].every(
          ({ length }) => length >= 3,
        ),
      ).toBe(true);
    expect(differences.filter(({ direction }) => direction === 'looser')).toHaveLength(2);
  });
});

const content =
  /^(s3:GetObject|secretsmanager:(Batch)?GetSecretValue|ssm:(GetParameter|StartSession|SendCommand)|kms:Decrypt|logs:(Get|Filter|Start)|dynamodb:(GetItem|Query|Scan)|lambda:Invoke|sqs:Receive|ecs:Execute)/;

function allowedBy(principal: Principal | undefined): readonly string[] {
  return (principal?.grants ?? []).flatMap(({ allows }) => allows);
}

/** Whether an action of a policy, with its asterisks, is meant to hold for another one. */
function covers(pattern: string, action: string): boolean {
  return new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i').test(action);
}
