import type { Grant } from '../../../permissions/grant.ts';
import type { BootstrapNames } from '../names.ts';

/** Objects of every bucket but the one that is tagged as the state's. */
const butState = ({ project, tagKey }: BootstrapNames): string => `!resource.matchTag("${project}/${tagKey}", "state")`;

const everywhere = 'A denial is meant for the whole project.';

/**
 * What a policy of denial keeps from every account of the vendor, whatever roles it is given. In the words of IAM v2, as
 * deny policies have them. Source of the names: Google Cloud, permissions supported in deny policies.
 */
export function vendorDenials(names: BootstrapNames): readonly Grant[] {
  return [
    deny('NoObjects', names, ['storage.googleapis.com/objects.get', 'storage.googleapis.com/objects.list'], {
      why: 'no object is read but the state',
      expression: butState(names),
    }),
    deny('KeepsObjects', names, ['storage.googleapis.com/objects.delete', 'storage.googleapis.com/objects.update'], {
      why: 'no object is changed or deleted but the state: the data outlives the plane',
      expression: butState(names),
    }),
    deny(
      'KeepsBucketsKeysBackups',
      names,
      [
        'cloudkms.googleapis.com/cryptoKeyVersions.destroy',
        'cloudkms.googleapis.com/cryptoKeyVersions.useToDecrypt',
        'cloudsql.googleapis.com/backupRuns.delete',
        'cloudsql.googleapis.com/instances.export',
        'redis.googleapis.com/instances.export',
        'storage.googleapis.com/buckets.delete',
      ],
      { why: 'buckets, keys and backups outlive the plane, nothing is exported, nothing decrypted' },
    ),
    deny(
      'NobodyElse',
      names,
      [
        'iam.googleapis.com/serviceAccountKeys.create',
        'iam.googleapis.com/serviceAccounts.getAccessToken',
        'iam.googleapis.com/serviceAccounts.getOpenIdToken',
        'iam.googleapis.com/serviceAccounts.implicitDelegation',
        'iam.googleapis.com/serviceAccounts.signBlob',
        'iam.googleapis.com/serviceAccounts.signJwt',
      ],
      { why: 'no account of the vendor acts as another one, and none has a key' },
    ),
    deny(
      'AuditStaysYours',
      names,
      [
        'iam.googleapis.com/denypolicies.create',
        'iam.googleapis.com/denypolicies.delete',
        'iam.googleapis.com/denypolicies.update',
        'logging.googleapis.com/buckets.delete',
        'logging.googleapis.com/buckets.update',
        'logging.googleapis.com/sinks.delete',
        'logging.googleapis.com/sinks.update',
        'monitoring.googleapis.com/alertPolicies.delete',
        'monitoring.googleapis.com/alertPolicies.update',
      ],
      { why: 'archive, alerts and these denials stay as they are' },
    ),
  ];
}

/** What support is denied besides: the deployer alone hands secrets on. */
export function supportDenials(names: BootstrapNames): readonly Grant[] {
  return [
    deny('NoSecrets', names, ['secretmanager.googleapis.com/versions.access'], { why: 'support reads no secret' }),
    deny('NoRights', names, ['cloudresourcemanager.googleapis.com/projects.setIamPolicy'], {
      why: 'support gives nobody rights',
    }),
  ];
}

function deny(
  id: string,
  { project }: BootstrapNames,
  allows: readonly string[],
  rest: Pick<Grant, 'why' | 'expression'>,
): Grant {
  return { id, allows, on: [`projects/${project}`], neededBy: 'guardrail', everywhere, ...rest };
}
