import type { FoundTable } from './found.ts';

const member = {
  by: 'again',
  why: 'a policy of IAM is a set: to add a member that it has changes nothing',
  source: 'Google Cloud IAM, Policy: a binding lists each principal once',
} as const;

/** Objects of Google Cloud whose id the cloud makes up, or that are imported by another text than their id. */
export const googleFound = {
  'gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember': member,
  'gcp:storage/bucketIAMMember:BucketIAMMember': member,
  'gcp:secretmanager/secretIamMember:SecretIamMember': member,
  'gcp:serviceaccount/iAMMember:IAMMember': member,
  'gcp:projects/iAMMember:IAMMember': member,
  'gcp:projects/iAMAuditConfig:IAMAuditConfig': {
    by: 'again',
    why: 'a service has one audit configuration, and to set it again sets the same',
    source: 'Terraform Registry, provider hashicorp/google, resource google_project_iam_audit_config',
  },
  'gcp:projects/serviceIdentity:ServiceIdentity': {
    by: 'again',
    why: 'to ask for the identity of a service again answers with the same',
    source: 'Service Usage API, services.generateServiceIdentity',
  },
  'gcp:sql/user:User': { by: 'id', id: '{account}/{input.instance}/{name}' },
  'gcp:storage/transferJob:TransferJob': { by: 'id', id: '{account}/{name}' },
  'gcp:tags/tagKey:TagKey': {
    by: 'list',
    token: 'gcp:tags/getTagKeys:getTagKeys',
    args: { parent: '{input.parent}' },
    ids: 'keys.name',
    same: ['shortName'],
  },
  'gcp:tags/tagValue:TagValue': {
    by: 'list',
    token: 'gcp:tags/getTagValues:getTagValues',
    args: { parent: '{input.parent}' },
    ids: 'values.name',
    same: ['shortName'],
  },
  'gcp:tags/locationTagBinding:LocationTagBinding': {
    by: 'id',
    id: '{input.location}/tagBindings/{encoded.parent}/{input.tagValue}',
  },
  'gcp:monitoring/notificationChannel:NotificationChannel': {
    by: 'list',
    token: 'gcp:monitoring/getNotificationChannel:getNotificationChannel',
    args: { displayName: '{input.displayName}', type: '{input.type}' },
    ids: 'name',
    same: ['displayName', 'type'],
    noneText: /No NotificationChannel found using filter/,
  },
  'gcp:monitoring/alertPolicy:AlertPolicy': {
    by: 'api',
    list: 'google-alert-policies',
    within: ['displayName'],
    same: ['displayName'],
  },
} as const satisfies FoundTable;
