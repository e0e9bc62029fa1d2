import type { Grant } from '../../../permissions/grant.ts';
import { bucketArn, iamArn, regionalArn, roleArn, type BootstrapNames, type Ceiling } from '../names.ts';
import { peopleDenials } from './denials.ts';
import { diagnosticGrants } from './diagnostics.ts';
import * as forbidden from './forbidden.ts';
import { inspectionGrants } from './observer.ts';
import { deployedServices, linkedServices, passedTo, runtimeServices } from './services.ts';
import { operationGrants } from './support.ts';

/** What a role may reach at most, whatever its policies say: a permissions boundary. It grants nothing by itself. */
export interface CeilingOf {
  readonly description: string;
  readonly carriedBy: string;
  readonly allows: readonly Grant[];
  readonly denies: readonly Grant[];
}

/** @param externalRoles - roles elsewhere that the plane may take on, by ARN. */
export function ceilingOf(ceiling: Ceiling, names: BootstrapNames, externalRoles: readonly string[]): CeilingOf {
  switch (ceiling) {
    case 'Deployment':
      return deployment(names);
    case 'People':
      return {
        description: 'Looking at how things are set up, and the few operations of support.',
        carriedBy: 'the Support and the Observer role',
        allows: [
          within('Look', actionsOf(inspectionGrants(names)), 'how things are set up and how they do'),
          within('Operate', actionsOf(operationGrants(names)), 'the operations of support'),
        ],
        denies: peopleDenials(),
      };
    case 'Diagnostics':
      return {
        description: 'Shells and logs of the plane, nothing else.',
        carriedBy: 'the Diagnostics role',
        allows: [within('Diagnose', actionsOf(diagnosticGrants(names, undefined)), 'shells and logs of the plane')],
        denies: [],
      };
    case 'Runtime':
      return runtime(names, externalRoles);
    case 'Trail':
      return {
        description: 'Writing the trail into its log group, nothing else.',
        carriedBy: 'the role of CloudTrail',
        allows: [
          {
            ...within('WriteTrail', ['logs:CreateLogStream', 'logs:PutLogEvents'], 'the trail'),
            on: [regionalArn('logs', `log-group:${names.trailLogGroup}:*`, names)],
          },
        ],
        denies: [],
      };
  }
}

function deployment(names: BootstrapNames): CeilingOf {
  const planes = (kind: string): string => iamArn(`${kind}/${names.plane}-*`, names);
  const changes = forbidden.changesOfIam.filter((action) => action !== 'iam:PassRole');
  return {
    description: 'The services that a plane is made of, and roles by the rules only.',
    carriedBy: 'the Deployment role',
    allows: [
      within('Services', deployedServices, 'services of which a plane is made'),
      within('ReadIam', ['iam:Get*', 'iam:List*', 'sts:GetCallerIdentity'], 'reading roles and policies'),
      {
        ...within('ChangeIam', changes, 'roles and policies of the plane'),
        on: [planes('role'), planes('policy'), planes('instance-profile')],
      },
      {
        ...within('OpenDiagnostics', ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'], 'diagnostics, if you let it'),
        on: [roleArn('Diagnostics', names)],
      },
      {
        ...within('PassRole', ['iam:PassRole'], 'roles of the plane for the services that run it'),
        on: [planes('role')],
        onlyIf: { StringEquals: { 'iam:PassedToService': passedTo } },
      },
      {
        ...within('LinkedRoles', ['iam:CreateServiceLinkedRole'], "AWS's own roles for those services"),
        on: [iamArn('role/aws-service-role/*', names)],
        onlyIf: { StringEquals: { 'iam:AWSServiceName': linkedServices } },
      },
    ],
    denies: [
      denial('NoShell', [...forbidden.shells, 'sts:AssumeRole'], 'no shell, no other role'),
      denial('NoLogs', [...forbidden.logContents, ...forbidden.logRouting], 'no line of a log'),
      denial('NoCopies', [...forbidden.recordReads, ...forbidden.copiesOut], 'no record, nothing copied out'),
    ],
  };
}

function runtime(names: BootstrapNames, externalRoles: readonly string[]): CeilingOf {
  const bootstrap = [names.stateBucket, names.operationsBucket, names.archiveBucket];
  const trail = regionalArn('logs', `log-group:${names.trailLogGroup}*`, names);
  return {
    description: 'What a plane calls: no role but those that you list, nothing of the bootstrap.',
    carriedBy: "every role that the vendor's deployer makes",
    allows: [
      within('Services', runtimeServices, 'services that a plane calls'),
      within(
        'ReadIam',
        ['iam:GetPolicy*', 'iam:GetRole*', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies'],
        'its own rights',
      ),
      {
        ...within('PassRole', ['iam:PassRole'], 'the role of functions in quarantine'),
        on: [iamArn(`role/${names.plane}-*`, names)],
        onlyIf: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
      },
    ],
    denies: [
      externalRoles.length === 0
        ? denial('NoOtherRole', ['sts:AssumeRole'], 'no role elsewhere is taken on')
        : {
            ...denial('NoOtherRole', ['sts:AssumeRole'], 'no role is taken on but those that you list'),
            on: [],
            exceptOn: externalRoles,
          },
      {
        ...denial('NoBootstrap', ['s3:*'], 'state, records and archive are out of reach of the plane'),
        on: bootstrap.flatMap((bucket) => [bucketArn(bucket, names), `${bucketArn(bucket, names)}/*`]),
      },
      {
        ...denial('NoTrail', ['logs:*'], 'what was done is neither read nor changed'),
        on: [trail],
      },
      denial(
        'NoKeyAdministration',
        ['kms:CreateKey', ...forbidden.keyAdministration.filter((a) => a !== 'kms:CreateGrant')],
        'keys are administered by the deployer',
      ),
      {
        ...denial('NoDirectKeyGrants', ['kms:CreateGrant'], 'nobody but services of AWS is let at a key'),
        onlyIf: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false' } },
      },
    ],
  };
}

function actionsOf(grants: readonly Grant[]): readonly string[] {
  return [...new Set(grants.flatMap(({ allows }) => allows))].sort();
}

function within(id: string, allows: readonly string[], why: string): Grant {
  const everywhere = 'A ceiling grants nothing: which resources are meant is said by the policies below it.';
  return { id, allows, on: ['*'], neededBy: 'ceiling', why, everywhere };
}

function denial(id: string, allows: readonly string[], why: string): Grant {
  return { id, allows, on: ['*'], neededBy: 'ceiling', why, everywhere: 'A denial is meant for everything.' };
}
