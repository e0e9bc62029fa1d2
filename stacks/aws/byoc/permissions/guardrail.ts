import type { Grant } from '../../../permissions/grant.ts';
import { anyVendorRole, boundaryArn, bucketArn, iamArn, regionalArn, roleArn, type BootstrapNames } from '../names.ts';
import { bootstrapIam, retainedData } from './denials.ts';
import { licenseSecretArn, planeSecrets, statePrefix, artifactBucket } from './deployment-storage.ts';
import * as forbidden from './forbidden.ts';
import { passedTo } from './services.ts';

/** A guardrail: a service control policy, which holds whatever is granted in the account. */
export interface Guardrail {
  readonly id: 'access' | 'data' | 'people';
  readonly description: string;
  readonly denies: readonly Grant[];
}

/**
 * What nobody may do, and what the vendor's roles may not, by order of the organization: the same as the roles' own
 * denials, but out of the account's reach. Source: vendor's AWS module, managed-byoc-v2, guardrails.
 */
export function guardrails(names: BootstrapNames, opensDiagnostics: boolean): readonly Guardrail[] {
  return [
    { id: 'access', description: 'Keeps who may do what as it is.', denies: accessDenials(names, opensDiagnostics) },
    { id: 'data', description: 'Keeps the data, and the vendor out of it.', denies: dataDenials(names) },
    { id: 'people', description: 'Keeps people and deployer out of content and shells.', denies: peopleDenials(names) },
  ];
}

function accessDenials(names: BootstrapNames, opensDiagnostics: boolean): readonly Grant[] {
  const deployer = { ArnEquals: { 'aws:PrincipalArn': roleArn('Deployment', names) } };
  const vendor = { ArnLike: { 'aws:PrincipalArn': anyVendorRole(names) } };
  const roles = iamArn(`role/${names.plane}-*`, names);
  return [
    scp('AccountStaysYours', forbidden.accountAdministration, ['*'], 'account and organization are run elsewhere'),
    scp('AuditStaysYours', forbidden.auditTampering, ['*'], 'the vendor does not touch audit', vendor),
    except('RolesByPrefix', ['iam:CreateRole', 'iam:PassRole'], [roles], 'roles are those of the plane', deployer),
    scp(
      'RolesWithBoundary',
      ['iam:CreateRole', 'iam:PutRolePermissionsBoundary'],
      [roles],
      'each role of the plane carries your boundary',
      { ...deployer, ArnNotEquals: { 'iam:PermissionsBoundary': boundaryArn('Runtime', names) } },
    ),
    scp('BoundaryStays', ['iam:DeleteRolePermissionsBoundary'], [roles], 'and keeps it', deployer),
    scp('RolesToKnownServices', ['iam:PassRole'], ['*'], 'roles go to the services that run the plane', {
      ...deployer,
      StringNotEquals: { 'iam:PassedToService': passedTo },
    }),
    ...bootstrapIam(names, opensDiagnostics).map((grant) => ({ ...grant, onlyIf: { ...grant.onlyIf, ...vendor } })),
    scp('NoOtherRole', ['sts:AssumeRole', 'ssm:SendCommand'], ['*'], 'roles are not chained', vendor),
    scp('NoKeyGrants', ['kms:CreateGrant'], ['*'], 'nobody but services of AWS is let at a key', {
      ...vendor,
      BoolIfExists: { 'kms:GrantIsForAWSResource': 'false' },
    }),
    scp(
      'NoForeignBuckets',
      ['s3:PutObject', 's3:ReplicateObject'],
      ['*'],
      'nothing is written into a bucket of another account',
      { ...vendor, StringNotEqualsIfExists: { 'aws:ResourceAccount': names.account } },
    ),
  ];
}

function dataDenials(names: BootstrapNames): readonly Grant[] {
  const vendor = { ArnLike: { 'aws:PrincipalArn': anyVendorRole(names) } };
  const state = `${bucketArn(names.stateBucket, names)}/${statePrefix(names)}*`;
  return [
    ...retainedData(names).map((grant) => ({ ...grant, onlyIf: { ...grant.onlyIf, ...vendor } })),
    except(
      'ObjectsOfState',
      forbidden.objectReads,
      [state, `${bucketArn(artifactBucket(names), names)}/*`],
      'no object is read but state and code',
      vendor,
    ),
    except(
      'SecretsOfPlane',
      ['secretsmanager:GetSecretValue'],
      [planeSecrets(names), licenseSecretArn(names)],
      'no secret is read but those of the plane',
      vendor,
    ),
    scp(
      'BootstrapStorage',
      forbidden.bucketAdministration,
      [names.stateBucket, names.operationsBucket, names.archiveBucket].flatMap((bucket) => [
        bucketArn(bucket, names),
        `${bucketArn(bucket, names)}/*`,
      ]),
      'state, records and archive stay as they are set up',
      vendor,
    ),
    except(
      'OnlyLocksAreDeleted',
      forbidden.objectDeletion,
      [`${state}.tflock`],
      'no object is deleted but locks',
      vendor,
    ),
    scp(
      'Records',
      [...forbidden.recordReads, ...forbidden.copiesOut],
      ['*'],
      'no record is read or copied out',
      vendor,
    ),
    scp(
      'Transcripts',
      ['logs:Associate*', 'logs:CreateLogStream', 'logs:Delete*', 'logs:Disassociate*', 'logs:Put*'],
      [regionalArn('logs', `log-group:/braintrust-byoc/${names.plane}/*`, names)],
      'trail and transcripts stay as they were written',
      vendor,
    ),
  ];
}

function peopleDenials(names: BootstrapNames): readonly Grant[] {
  const deployer = { ArnEquals: { 'aws:PrincipalArn': roleArn('Deployment', names) } };
  const people = {
    ArnEquals: { 'aws:PrincipalArn': [roleArn('Observer', names), roleArn('Support', names)] },
  };
  return [
    scp('ShellsOfDeployer', forbidden.shells, ['*'], 'the deployer opens no shell', deployer),
    scp(
      'PeopleLookOnly',
      [
        ...forbidden.shells,
        ...forbidden.logContents,
        ...forbidden.workloadConfiguration,
        ...forbidden.secretReads,
        'kms:Decrypt',
        's3:GetObject*',
      ],
      ['*'],
      'people read no content and open no shell',
      people,
    ),
  ];
}

type Conditions = NonNullable<Grant['onlyIf']>;

function scp(id: string, allows: readonly string[], on: readonly string[], why: string, onlyIf?: Conditions): Grant {
  const everywhere = on.includes('*') ? { everywhere: 'A denial is meant for everything.' } : {};
  return { id, allows, on, neededBy: 'guardrail', why, ...(onlyIf && { onlyIf }), ...everywhere };
}

function except(
  id: string,
  allows: readonly string[],
  exceptOn: readonly string[],
  why: string,
  onlyIf: Conditions,
): Grant {
  return { id, allows, on: [], exceptOn, neededBy: 'guardrail', why, onlyIf };
}
