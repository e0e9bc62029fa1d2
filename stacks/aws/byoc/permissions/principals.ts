import { opensDiagnostics, openWindow } from '../../../byoc/diagnostics-window.ts';
import type { ByocAwsEnvironment } from '../../../environment/schema/environment.ts';
import type { Grant, Principal } from '../../../permissions/grant.ts';
import { bootstrapNames } from '../bootstrap-names.ts';
import {
  ceilings,
  diagnosticsPolicyArn,
  roleArn,
  vendorRoles,
  type BootstrapNames,
  type VendorRole,
} from '../names.ts';
import { ceilingOf } from './ceilings.ts';
import { commonDenials, deploymentDenials, peopleDenials } from './denials.ts';
import { identityGrants } from './deployment-identity.ts';
import { serviceGrants } from './deployment-services.ts';
import { storageGrants } from './deployment-storage.ts';
import { workloadGrants } from './deployment-workloads.ts';
import { activationGrants, diagnosticGrants } from './diagnostics.ts';
import * as forbidden from './forbidden.ts';
import { guardrails } from './guardrail.ts';
import { inspectionGrants } from './observer.ts';
import { operationGrants } from './support.ts';
import { trustOf } from './trust.ts';

/** The vendor's roles in an environment, with all that each may do. */
export function byocPrincipalsOf(environment: ByocAwsEnvironment): readonly Principal[] {
  return rolesOf(environment).map((role) => vendorPrincipal(role, environment));
}

/** What holds them back: a ceiling for each role and for those that they make, and the guardrails of the organization. */
export function byocLimitsOf(environment: ByocAwsEnvironment): readonly Principal[] {
  const names = bootstrapNames(environment);
  const { externalRoleArns } = environment.spec.guardrail;
  return [
    ...ceilings.map((ceiling) => {
      const { description, carriedBy, allows, denies } = ceilingOf(ceiling, names, externalRoleArns);
      return {
        principal: `${ceiling} boundary`,
        description: `Permissions boundary of ${carriedBy}. ${description}`,
        trusts: [],
        grants: allows,
        denies,
      };
    }),
    ...guardrails(names, opensDiagnostics(environment)).map(({ id, description, denies }) => ({
      principal: `${id} guardrail`,
      description: `Service control policy. ${description}`,
      trusts: [],
      grants: [],
      denies,
    })),
  ];
}

/** The roles that are made: no Diagnostics where they are disallowed. */
export function rolesOf(environment: ByocAwsEnvironment): readonly VendorRole[] {
  return vendorRoles.filter((role) => role !== 'Diagnostics' || environment.spec.vendor.diagnostics !== 'Disallowed');
}

/** Whether there are rights of diagnostics at all: in the window, or for the vendor to attach. */
function isMade(environment: ByocAwsEnvironment): boolean {
  return opensDiagnostics(environment) || openWindow(environment) !== undefined;
}

function vendorPrincipal(role: VendorRole, environment: ByocAwsEnvironment): Principal {
  const names = bootstrapNames(environment);
  const trusts = trustOf(role, environment).Statement.map(
    ({ Principal: { AWS } }) => `${AWS}, with external id ${names.externalId}`,
  );
  const { description, grants, denies } = contents[role](names, environment);
  return {
    principal: role,
    description,
    trusts,
    grants,
    denies: [...commonDenials(names, role === 'Deployment' && opensDiagnostics(environment)), ...denies],
  };
}

type Contents = (
  names: BootstrapNames,
  environment: ByocAwsEnvironment,
) => { readonly description: string; readonly grants: readonly Grant[]; readonly denies: readonly Grant[] };

const contents: Readonly<Record<VendorRole, Contents>> = {
  Deployment: (names, environment) => ({
    description: "The vendor's deployment service: makes and changes the plane, and reads none of its data.",
    grants: [
      ...serviceGrants(names),
      ...workloadGrants(names),
      ...identityGrants(names),
      ...storageGrants(names),
      ...(opensDiagnostics(environment)
        ? activationGrants(names, roleArn('Diagnostics', names), diagnosticsPolicyArn(names))
        : []),
    ],
    denies: deploymentDenials(names),
  }),
  Support: (names) => ({
    description: "The vendor's people on call: look, scale, restart and pause; no state, secret, log or data.",
    grants: [...inspectionGrants(names), ...operationGrants(names)],
    denies: peopleDenials(),
  }),
  Observer: (names) => ({
    description: "The vendor's people: look at how things are set up and how they do; no state, secret, log or data.",
    grants: inspectionGrants(names),
    denies: peopleDenials(),
  }),
  Diagnostics: (names, environment) => ({
    description:
      "The vendor's people, for a while and when let: shells on the plane's workloads, which see their data. Nothing at any other time.",
    grants: isMade(environment) ? diagnosticGrants(names, openWindow(environment)) : [],
    denies: [
      {
        id: 'NoContentBesideTheShell',
        allows: [
          ...forbidden.secretReads,
          'ec2-instance-connect:*',
          'iam:*',
          'kms:Decrypt',
          'kms:ReEncrypt*',
          'lambda:Invoke*',
          's3:*',
          'ssm:SendCommand',
          'sts:AssumeRole',
        ],
        on: ['*'],
        neededBy: 'guardrail',
        why: 'what a shell shows is all that there is: no object, secret or other role by way of the API',
        everywhere: 'A denial is meant for everything.',
      },
    ],
  }),
};
