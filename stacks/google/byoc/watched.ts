import { accountEmail, vendorAccounts, type BootstrapNames } from './names.ts';

/** Something in the audit logs that somebody is told about. */
export interface Watched {
  readonly id: string;
  readonly meaning: string;
  /** In the query language of Cloud Logging. */
  readonly filter: string;
}

/** What to be told about: on Google Cloud what the vendor advises for AWS. */
export function watchedFor(names: BootstrapNames): readonly Watched[] {
  const emails = vendorAccounts.map((account) => accountEmail(account, names));
  const byVendor = `protoPayload.authenticationInfo.principalEmail=(${emails.map((email) => `"${email}"`).join(' OR ')})`;
  const people = `protoPayload.authenticationInfo.principalEmail=("${accountEmail('support', names)}" OR "${accountEmail('diagnostics', names)}")`;
  const methods = (...all: readonly string[]): string => `protoPayload.methodName=~"(${all.join('|')})$"`;
  const audit = 'log_id("cloudaudit.googleapis.com/activity")';
  return [
    {
      id: 'account-taken-on',
      meaning: 'Somebody acted as an account of the vendor, or tried to.',
      filter: `protoPayload.serviceName="iamcredentials.googleapis.com" AND ${methods('GenerateAccessToken', 'GenerateIdToken', 'SignBlob', 'SignJwt')} AND protoPayload.request.name=~"braintrust-(${vendorAccounts.join('|')})@"`,
    },
    {
      id: 'guardrail-change',
      meaning: 'A denial, a constraint, an account of the vendor or the rights of the project were changed.',
      filter: `${audit} AND (${methods('CreatePolicy', 'UpdatePolicy', 'DeletePolicy', 'CreateCustomConstraint')} OR (${methods('SetIamPolicy', 'SetIAMPolicy')} AND resource.type=("project" OR "service_account")) OR ${methods('UpdateRole', 'DeleteRole')})`,
    },
    {
      id: 'audit-tampering',
      meaning: 'The archive, its sink or an alert was changed.',
      filter: `${audit} AND ${methods('UpdateBucket', 'DeleteBucket', 'UpdateSink', 'DeleteSink', 'UpdateAlertPolicy', 'DeleteAlertPolicy')} AND protoPayload.serviceName=("logging.googleapis.com" OR "monitoring.googleapis.com")`,
    },
    {
      id: 'public-exposure',
      meaning: 'Something may be reached by everybody now: a bucket, a firewall or a database.',
      filter: `${audit} AND (protoPayload.serviceData.policyDelta.bindingDeltas.member=("allUsers" OR "allAuthenticatedUsers") OR (${methods('firewalls.insert', 'firewalls.patch')} AND protoPayload.request.sourceRanges="0.0.0.0/0") OR (protoPayload.serviceName="cloudsql.googleapis.com" AND protoPayload.request.body.settings.ipConfiguration.ipv4Enabled=true))`,
    },
    {
      id: 'diagnostics-opened',
      meaning: 'The account of diagnostics was given rights: shells may be opened.',
      filter: `${audit} AND ${methods('SetIamPolicy')} AND protoPayload.serviceData.policyDelta.bindingDeltas.member="serviceAccount:${accountEmail('diagnostics', names)}"`,
    },
    {
      id: 'interactive-access',
      meaning: 'An account of the vendor opened a shell in a pod, or tried to.',
      filter: `${byVendor} AND protoPayload.serviceName="k8s.io" AND ${methods('pods.exec.create', 'pods.exec.get', 'pods.attach.create', 'pods.portforward.create')}`,
    },
    {
      id: 'content-read',
      meaning: 'A person of the vendor tried to read a secret.',
      filter: `${people} AND ${methods('AccessSecretVersion', 'core.v1.secrets.get', 'core.v1.secrets.list')}`,
    },
    {
      id: 'refused',
      meaning: 'An account of the vendor was refused something.',
      filter: `${byVendor} AND protoPayload.status.code=7`,
    },
    {
      id: 'data-disposal',
      meaning: 'Data or the key to it may be lost: a bucket, a key, a backup or a database.',
      filter: `${audit} AND ${methods('storage.buckets.delete', 'storage.buckets.update', 'DestroyCryptoKeyVersion', 'cloudsql.instances.delete', 'cloudsql.backupRuns.delete', 'cloudsql.instances.export')}`,
    },
  ];
}
