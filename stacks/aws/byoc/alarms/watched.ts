import { bootstrapPath, iamArn, roleArn, vendorRoles, type BootstrapNames } from '../names.ts';

/** Something in the trail that somebody is told about. */
export interface Watched {
  /** Part of the names of alarm and filters. */
  readonly id: string;
  readonly meaning: string;
  /**
   * Patterns of CloudWatch Logs for events of CloudTrail, of which each counts. Several, since one may be 1,024
   * characters long.
   */
  readonly patterns: readonly string[];
}

/** Longest pattern of a metric filter, in characters. Source: CloudWatch Logs API, PutMetricFilter. */
export const patternLimit = 1024;

/**
 * What to be told about. Source: vendor's AWS module, managed-byoc-v2, its table of alerts. They look at the trail and
 * not at EventBridge, because IAM speaks in us-east-1 alone, and AssumeRole in whichever region the vendor calls.
 */
export function watchedFor(names: BootstrapNames): readonly Watched[] {
  const bootstrap = `role${bootstrapPath}Braintrust*Role-${names.plane}`;
  const byVendor = `($.userIdentity.sessionContext.sessionIssuer.arn = "${iamArn(bootstrap, names)}")`;
  return [
    {
      id: 'role-assumption',
      meaning: 'Somebody took on a role of the vendor, or tried to.',
      patterns: vendorRoles.map(
        (role) => `{ ($.eventName = "AssumeRole") && ($.requestParameters.roleArn = "${roleArn(role, names)}") }`,
      ),
    },
    {
      id: 'guardrail-change',
      meaning: 'A role, boundary, policy or guardrail of the bootstrap was changed.',
      patterns: [
        `{ ($.eventSource = "iam.amazonaws.com") && ($.readOnly is false) && (($.requestParameters.roleName = "Braintrust*Role-${names.plane}") || ($.requestParameters.policyArn = "${iamArn(`policy${bootstrapPath}*`, names)}")) }`,
        '{ ($.eventSource = "organizations.amazonaws.com") && (($.eventName = "*Policy*") || ($.eventName = "LeaveOrganization")) && ($.readOnly is false) }',
        `{ ($.eventSource = "kms.amazonaws.com") && (${anyEvent(['PutKeyPolicy', 'ScheduleKeyDeletion', 'DisableKey'])}) }`,
      ],
    },
    {
      id: 'audit-tampering',
      meaning: 'The trail, or another watch over the account, was changed or stopped.',
      patterns: [
        `{ ($.eventSource = "cloudtrail.amazonaws.com") && (${anyEvent(['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors'])}) }`,
        `{ ${anyEvent(['StopConfigurationRecorder', 'DeleteConfigurationRecorder', 'DeleteDeliveryChannel', 'DeleteDetector', 'UpdateDetector', 'DisableSecurityHub', 'DeleteAnalyzer', 'CreateArchiveRule'])} }`,
      ],
    },
    {
      id: 'public-exposure',
      meaning: 'Something may be reached from the internet now: a security group, a bucket or a database.',
      patterns: [
        '{ ($.eventName = "AuthorizeSecurityGroupIngress") && ($.requestParameters.ipPermissions.items[0].ipRanges.items[0].cidrIp = "0.0.0.0/0") }',
        `{ ${anyEvent(['PutBucketPolicy', 'PutBucketAcl', 'DeleteBucketPublicAccessBlock', 'PutBucketPublicAccessBlock', 'PutAccountPublicAccessBlock', 'DeleteAccountPublicAccessBlock'])} }`,
        '{ ($.eventSource = "rds.amazonaws.com") && ($.requestParameters.publiclyAccessible is true) }',
      ],
    },
    {
      id: 'diagnostics-opened',
      meaning: 'A policy was attached to the Diagnostics role: shells may be opened.',
      patterns: [
        `{ (${anyEvent(['AttachRolePolicy', 'PutRolePolicy'])}) && ($.requestParameters.roleName = "BraintrustDiagnosticsRole-${names.plane}") }`,
      ],
    },
    {
      id: 'interactive-access',
      meaning: 'A role of the vendor opened a shell, or tried to.',
      patterns: [
        `{ ${byVendor} && (${anyEvent(['StartSession', 'SendCommand', 'ExecuteCommand', 'SendSSHPublicKey', 'OpenTunnel', 'AccessKubernetesApi'])}) }`,
      ],
    },
    {
      id: 'content-read',
      meaning: 'A person of the vendor tried to read objects, secrets, logs or records.',
      patterns: [
        `{ (${(['Support', 'Observer', 'Diagnostics'] as const).map((role) => `($.userIdentity.sessionContext.sessionIssuer.arn = "${roleArn(role, names)}")`).join(' || ')}) && (${anyEvent(['GetObject*', 'GetSecretValue', 'Decrypt', 'GetItem', 'Query', 'Scan', 'ReceiveMessage', 'DownloadDBLogFilePortion', 'Invoke*'])}) }`,
      ],
    },
    {
      id: 'refused',
      meaning: 'A role of the vendor was refused something.',
      patterns: [`{ ${byVendor} && (($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*")) }`],
    },
    {
      id: 'data-disposal',
      meaning: 'Data or the key to it may be lost: a bucket, its lifecycle, a key, a snapshot or a database.',
      patterns: [
        `{ ${anyEvent(['DeleteBucket', 'PutBucketLifecycle*', 'DeleteDBSnapshot', 'DeleteDBInstance', 'ModifyDBSnapshotAttribute', 'StartExportTask', 'ScheduleKeyDeletion', 'DisableKey'])} }`,
      ],
    },
  ];
}

function anyEvent(names: readonly string[]): string {
  return names.map((name) => `($.eventName = "${name}")`).join(' || ');
}
