import type { Grant } from '../../../permissions/grant.ts';
import {
  bootstrapPath,
  bootstrapTag,
  bucketArn,
  diagnosticsPolicyArn,
  iamArn,
  regionalArn,
  roleArn,
  vendorTag,
  type BootstrapNames,
} from '../names.ts';
import { artifactBucket, licenseSecretArn, planeSecrets, statePrefix } from './deployment-storage.ts';
import { hooks } from './deployment-workloads.ts';
import * as forbidden from './forbidden.ts';

const guards = 'guardrail';

/**
 * Denials that every role of the vendor carries, so that they hold without a service control policy too.
 * @param opensDiagnostics - whether the role may attach the one policy of diagnostics to the one role of it.
 */
export function commonDenials(names: BootstrapNames, opensDiagnostics: boolean): readonly Grant[] {
  return [
    {
      id: 'NoAccountOrAudit',
      allows: [...forbidden.accountAdministration, ...forbidden.auditTampering, ...forbidden.humanIdentities],
      on: ['*'],
      neededBy: guards,
      why: 'account, organization, audit and identities of people stay yours',
      everywhere: 'A denial is meant for everything.',
    },
    ...bootstrapIam(names, opensDiagnostics),
    {
      id: 'NoCopiesOut',
      allows: [...forbidden.recordReads, ...forbidden.copiesOut],
      on: ['*'],
      neededBy: guards,
      why: 'no record is read, and no disk, snapshot, bucket or traffic is copied out',
      everywhere: 'A denial is meant for everything.',
    },
    {
      id: 'NoHandsOnBootstrap',
      allows: [...forbidden.bucketAdministration, ...forbidden.objectDeletion],
      on: [names.archiveBucket, names.operationsBucket].flatMap((bucket) => [
        bucketArn(bucket, names),
        `${bucketArn(bucket, names)}/*`,
      ]),
      neededBy: guards,
      why: 'the archive and the records of operations stay as they were written',
    },
    {
      id: 'NoHandsOnAlarms',
      allows: [
        'cloudwatch:DeleteAlarms',
        'cloudwatch:DisableAlarmActions',
        'cloudwatch:Put*',
        'cloudwatch:SetAlarmState',
      ]
        .concat(['logs:Associate*', 'logs:Delete*', 'logs:Disassociate*', 'logs:Put*', 'logs:CreateLogStream'])
        .concat(['sns:AddPermission', 'sns:DeleteTopic', 'sns:SetTopicAttributes', 'sns:Subscribe', 'sns:Unsubscribe'])
        .concat(['ssm:DeleteDocument', 'ssm:UpdateDocument*', 'ssm:ModifyDocumentPermission']),
      on: [
        regionalArn('cloudwatch', `alarm:bootstrap-${names.plane}-*`, names),
        regionalArn('logs', `log-group:/braintrust-byoc/${names.plane}/*`, names),
        regionalArn('sns', names.topic, names),
        regionalArn('ssm', `document/${names.shellDocument}`, names),
      ],
      neededBy: guards,
      why: 'alarms, their topic, the trail and the transcripts of shells stay as they are',
    },
    {
      id: 'NoHandsOnBootstrapKeys',
      allows: forbidden.keyAdministration,
      on: [regionalArn('kms', 'key/*', names)],
      onlyIf: { StringLike: { [`aws:ResourceTag/${bootstrapTag}`]: '*' } },
      neededBy: guards,
      why: 'the keys of the bootstrap stay yours',
    },
  ];
}

/** Roles and policies of the bootstrap stay as they are; where the vendor opens diagnostics itself, but for that. */
export function bootstrapIam(names: BootstrapNames, opensDiagnostics: boolean): readonly Grant[] {
  const bootstrap = [iamArn(`role${bootstrapPath}*`, names), iamArn(`policy${bootstrapPath}*`, names)];
  const attachments = ['iam:Attach*', 'iam:Detach*'];
  const whole = {
    id: 'NoChangeOfBootstrapIam',
    allows: forbidden.changesOfIam,
    on: bootstrap,
    neededBy: guards,
    why: 'no role of the vendor changes its own rights, trust or boundary',
  };
  if (!opensDiagnostics) return [whole];
  const policy = diagnosticsPolicyArn(names);
  return [
    { ...whole, allows: forbidden.changesOfIam.filter((action) => !attachments.includes(action)) },
    {
      id: 'NoOtherAttachment',
      allows: attachments,
      on: bootstrap,
      onlyIf: { ArnNotEquals: { 'iam:PolicyARN': policy } },
      neededBy: guards,
      why: 'nothing is attached to a role of the bootstrap but the policy of diagnostics',
    },
    {
      id: 'DiagnosticsNowhereElse',
      allows: attachments,
      on: [],
      exceptOn: [roleArn('Diagnostics', names)],
      onlyIf: { ArnEquals: { 'iam:PolicyARN': policy } },
      neededBy: guards,
      why: 'and that policy is attached to no other role',
    },
  ];
}

/** What people of the vendor never do. Source: vendor's AWS module, managed-byoc-v2. */
export function peopleDenials(): readonly Grant[] {
  return [
    {
      id: 'NoContent',
      allows: [
        ...forbidden.objectReads,
        ...forbidden.secretReads,
        ...forbidden.logContents,
        ...forbidden.workloadConfiguration,
        'kms:Decrypt',
        'kms:ReEncrypt*',
        'lambda:InvokeFunction',
      ],
      on: ['*'],
      neededBy: guards,
      why: 'no object, secret, line of a log or credential in a configuration is read',
      everywhere: 'A denial is meant for everything.',
    },
    {
      id: 'NoShell',
      allows: [...forbidden.shells, 'sts:AssumeRole'],
      on: ['*'],
      neededBy: guards,
      why: 'no shell is opened and no other role taken on',
      everywhere: 'A denial is meant for everything.',
    },
  ];
}

/** What the deployer never does, whatever its rights grow to. Source: as above. */
export function deploymentDenials(names: BootstrapNames): readonly Grant[] {
  const { plane, region } = names;
  const via = ['lambda', 's3', 'secretsmanager'].map((service) => `${service}.${region}.amazonaws.com`);
  return [
    {
      id: 'NoShell',
      allows: [...forbidden.shells, 'sts:AssumeRole'],
      on: ['*'],
      neededBy: guards,
      why: 'no shell is opened and no other role taken on',
      everywhere: 'A denial is meant for everything.',
    },
    {
      id: 'NoLogContents',
      allows: [...forbidden.logContents, ...forbidden.logRouting],
      on: ['*'],
      neededBy: guards,
      why: 'logs are neither read nor sent elsewhere',
      everywhere: 'A denial is meant for everything.',
    },
    {
      id: 'NoOtherObjects',
      allows: forbidden.objectReads,
      on: [],
      exceptOn: [
        `${bucketArn(names.stateBucket, names)}/${statePrefix(names)}*`,
        `${bucketArn(artifactBucket(names), names)}/*`,
      ],
      neededBy: guards,
      why: 'no object is read but its own state and the code to deploy',
    },
    {
      id: 'NoOtherSecrets',
      allows: ['secretsmanager:BatchGetSecretValue', 'secretsmanager:GetSecretValue'],
      on: [],
      exceptOn: [planeSecrets(names), licenseSecretArn(names)],
      neededBy: guards,
      why: 'no secret is read but those of the plane that it makes itself, and the license key',
    },
    {
      id: 'NoOtherInvocations',
      allows: ['lambda:InvokeFunction'],
      on: [],
      exceptOn: hooks(names),
      neededBy: guards,
      why: 'no function is run but migration and warm-up',
    },
    {
      id: 'NoDirectDecryption',
      allows: ['kms:Decrypt', 'kms:ReEncryptFrom'],
      on: ['*'],
      onlyIf: { StringNotEquals: { 'kms:ViaService': via } },
      neededBy: guards,
      why: 'nothing is decrypted but through the services that it sets up',
      everywhere: 'A denial is meant for everything.',
    },
    {
      id: 'NoDirectKeyGrants',
      allows: ['kms:CreateGrant'],
      on: ['*'],
      onlyIf: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false' } },
      neededBy: guards,
      why: 'nobody but services of AWS is let at a key',
      everywhere: 'A denial is meant for everything.',
    },
    {
      id: 'NoAdministrators',
      allows: ['iam:AttachRolePolicy'],
      on: ['*'],
      onlyIf: {
        ArnLike: {
          'iam:PolicyARN': ['AdministratorAccess*', 'IAMFullAccess', 'PowerUserAccess'].map(
            (policy) => `arn:${names.partition}:iam::aws:policy/${policy}`,
          ),
        },
      },
      neededBy: guards,
      why: 'no role of the plane becomes an administrator',
      everywhere: 'A denial is meant for everything.',
    },
    ...retainedData(names),
    {
      id: 'KeepsItsTag',
      allows: ['kms:UntagResource'],
      on: ['*'],
      onlyIf: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': [vendorTag] } },
      neededBy: guards,
      why: 'a key of the plane stays recognisable as one',
      everywhere: 'A denial is meant for everything.',
    },
    {
      id: 'KeepsState',
      allows: forbidden.objectDeletion,
      on: [],
      exceptOn: [`${bucketArn(names.stateBucket, names)}/${statePrefix(names)}*.tflock`],
      neededBy: guards,
      why: `no object is deleted but its own locks; buckets of ${plane} are emptied by nobody of the vendor`,
    },
  ];
}

/** What stays when the plane goes: the bucket, the key and the last snapshot. Source: as above. */
export function retainedData(names: BootstrapNames): readonly Grant[] {
  const { plane } = names;
  return [
    {
      id: 'KeepsData',
      allows: [
        's3:DeleteBucket',
        ...forbidden.objectDeletion,
        'rds:DeleteDBSnapshot',
        'rds:DeleteDBInstanceAutomatedBackup',
      ],
      on: [
        bucketArn(`${plane}-brainstore-*`, names),
        regionalArn('rds', `snapshot:${plane}-main-final-snapshot-*`, names),
        regionalArn('rds', 'auto-backup:*', names),
      ],
      neededBy: guards,
      why: 'the data of Brainstore, the last snapshot of the database and its backups outlive the plane',
    },
    {
      id: 'KeepsKeys',
      allows: forbidden.keyDestruction,
      on: [regionalArn('kms', 'key/*', names), regionalArn('kms', `alias/braintrust/${plane}*`, names)],
      neededBy: guards,
      why: 'the key without which that data is lost outlives the plane',
    },
  ];
}
