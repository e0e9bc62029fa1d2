import { isGiven, listAt, names, textAt, valueAt } from '../../inputs.ts';
import { resourceTypeOf } from '../../resource-types/index.ts';
import type { Policy, ResourceRule } from '../policy.ts';
import { atLeast, checked, mustBe, mustHave, mustHaveBeside } from '../rule.ts';
import { aws, azure, google } from '../types.ts';

const noKey = "is not encrypted with the environment's own key";

/** Switched off for a sandbox alone, which holds nothing of value. */
function unlessSandbox(rule: ResourceRule): ResourceRule {
  return {
    types: rule.types,
    check: (resource, context) => {
      const { spec } = context.environment;
      return spec.mode === 'SelfHosted' && spec.profile === 'sandbox' ? [] : rule.check(resource, context);
    },
  };
}

const hasKey = mustHaveBeside(aws.bucket, aws.bucketEncryption, 'bucket', noKey, ({ inputs }) =>
  isGiven(valueAt(inputs, 'rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId')),
);
const hasCloudsKey = mustHaveBeside(
  aws.bucket,
  aws.bucketEncryption,
  'bucket',
  'is not encrypted',
  ({ inputs }) => textAt(inputs, 'rules.0.applyServerSideEncryptionByDefault.sseAlgorithm') === 'AES256',
);

/**
 * Buckets carry the environment's key, but for those that take access logs: S3 and load balancers write them to no other
 * than one with Amazon's own. Source: Amazon S3 User Guide, "Enabling server access logging"; Elastic Load Balancing,
 * "Access logs".
 */
const bucketsWithKey: ResourceRule = {
  types: [aws.bucket],
  check: (bucket, context) => {
    const takesLogs = context.plan.resources.some(
      ({ type, inputs }) =>
        (type === 'aws:s3/bucketLogging:BucketLogging' && names(inputs['targetBucket'], bucket)) ||
        (type === aws.balancer && names(valueAt(inputs, 'accessLogs.bucket'), bucket)),
    );
    return (takesLogs ? hasCloudsKey : hasKey).check(bucket, context);
  },
};

/** What protects data where it lies. */
export const dataPolicies: readonly Policy[] = [
  {
    id: 'encryption-at-rest',
    reason:
      'Traces hold what users typed: a copied disk or bucket must be worthless without a key that you can revoke.',
    severity: 'block',
    rules: [
      bucketsWithKey,
      mustBe([aws.database], 'storageEncrypted', true, 'has a disk that is not encrypted'),
      mustBe([aws.redis], 'atRestEncryptionEnabled', true, 'is not encrypted at rest'),
      mustHave([aws.database, aws.redis, aws.secret, aws.logGroup], 'kmsKeyId', noKey),
      mustHave(aws.topic, 'kmsMasterKeyId', noKey),
      mustHave(aws.vault, 'kmsKeyArn', noKey),
      mustHave(aws.cluster, 'encryptionConfig.provider.keyArn', 'keeps Secrets of the cluster without a key of yours'),
      checked(aws.launchTemplate, ({ inputs }) => {
        const disks = listAt(inputs, 'blockDeviceMappings');
        const open = disks.filter((_, index) => {
          const disk = `blockDeviceMappings.${index}.ebs`;
          return valueAt(inputs, disk) !== undefined && textAt(inputs, `${disk}.encrypted`) !== 'true';
        });
        return open.length > 0 || disks.length === 0 ? 'gives nodes a disk that is not encrypted' : undefined;
      }),
      mustHave(google.bucket, 'encryption.defaultKmsKeyName', noKey),
      mustHave(google.database, 'encryptionKeyName', noKey),
      mustHave(google.redis, 'customerManagedKey', noKey),
      mustBe(
        google.cluster,
        'databaseEncryption.state',
        'ENCRYPTED',
        'keeps Secrets of the cluster without a key of yours',
      ),
      checked(azure.storage, ({ inputs }) =>
        valueAt(inputs, 'encryption.keySource') === 'Microsoft.Keyvault' ? undefined : noKey,
      ),
      mustBe(azure.database, 'dataEncryption.type', 'AzureKeyVault', noKey),
    ],
  },
  {
    id: 'no-public-data',
    reason: 'Nothing that holds data may be reached from the internet, by mistake or by a guessed name.',
    severity: 'block',
    rules: [
      mustHaveBeside(aws.bucket, aws.bucketAccess, 'bucket', 'does not block public access', ({ inputs }) =>
        ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'].every(
          (switched) => inputs[switched] === true,
        ),
      ),
      mustBe(aws.database, 'publiclyAccessible', [false, undefined], 'has a public address'),
      mustBe(google.bucket, 'publicAccessPrevention', 'enforced', 'does not prevent public access'),
      mustBe(google.bucket, 'uniformBucketLevelAccess', true, 'lets single objects be made public'),
      mustBe(google.database, 'settings.ipConfiguration.ipv4Enabled', false, 'has a public address'),
      mustBe(
        [azure.storage, azure.redis],
        'publicNetworkAccess',
        'Disabled',
        'is reached by a public address; use the private endpoint alone',
      ),
      mustBe(azure.storage, 'allowBlobPublicAccess', false, 'lets containers be made public'),
      mustBe(azure.database, 'network.publicNetworkAccess', 'Disabled', 'has a public address'),
      mustBe(
        azure.vault,
        'properties.publicNetworkAccess',
        ['Disabled', 'disabled'],
        'is reached by a public address; use the private endpoint alone',
      ),
    ],
  },
  {
    id: 'deletion-protection',
    reason: 'One wrong command must not take the system of record with it.',
    severity: 'block',
    rules: [
      unlessSandbox(mustBe(aws.database, 'deletionProtection', true, 'can be deleted in one call')),
      unlessSandbox(mustBe(aws.database, 'skipFinalSnapshot', [false, undefined], 'leaves no snapshot behind')),
      mustBe(aws.bucket, 'forceDestroy', [false, undefined], 'is emptied when it is deleted'),
      unlessSandbox(mustBe(google.database, 'settings.deletionProtectionEnabled', true, 'can be deleted in one call')),
      unlessSandbox(mustBe(google.cluster, 'deletionProtection', [true, undefined], 'can be deleted in one call')),
      mustBe(google.bucket, 'forceDestroy', [false, undefined], 'is emptied when it is deleted'),
      mustBe(azure.vault, 'properties.enablePurgeProtection', true, 'can be purged with every key in it'),
    ],
  },
  {
    id: 'backups',
    reason: 'What was deleted or broken must be had back from a time before it.',
    severity: 'block',
    rules: [
      atLeast(aws.database, 'backupRetentionPeriod', 7, 'can be restored less than 7 days back'),
      mustBe(google.database, 'settings.backupConfiguration.enabled', true, 'has no backups'),
      mustBe(
        google.database,
        'settings.backupConfiguration.pointInTimeRecoveryEnabled',
        true,
        'cannot be restored to a point in time',
      ),
      atLeast(azure.database, 'backup.backupRetentionDays', 7, 'can be restored less than 7 days back'),
    ],
  },
  {
    id: 'versioning',
    reason: 'The buckets are the system of record: an overwritten or deleted object must be had back.',
    severity: 'block',
    rules: [
      mustHaveBeside(
        aws.bucket,
        aws.bucketVersioning,
        'bucket',
        'keeps no earlier versions',
        ({ inputs }) => textAt(inputs, 'versioningConfiguration.status') === 'Enabled',
      ),
      mustBe(google.bucket, 'versioning.enabled', true, 'keeps no earlier versions'),
      mustHaveBeside(
        azure.storage,
        azure.blobs,
        'accountName',
        'keeps no earlier versions',
        ({ inputs }) => inputs['isVersioningEnabled'] === true,
      ),
    ],
  },
  {
    id: 'key-care',
    reason: 'A key that is never renewed grows in worth to a thief; one that is deleted takes the data with it.',
    severity: 'block',
    rules: [
      mustBe(aws.key, 'enableKeyRotation', true, 'is never rotated'),
      atLeast(aws.key, 'deletionWindowInDays', 30, 'is gone less than 30 days after a wrong command'),
      mustHave(google.key, 'rotationPeriod', 'is never rotated'),
      atLeast(google.key, 'destroyScheduledDuration', 30 * 86_400, 'is gone less than 30 days after a wrong command'),
      mustHave(azure.key, 'properties.rotationPolicy', 'is never rotated'),
    ],
  },
  {
    id: 'protect-data',
    reason: 'The engine must refuse to delete or replace what holds data, whatever a program says.',
    severity: 'block',
    rules: [
      {
        types: 'every',
        check: ({ type, protect }) => {
          const row = resourceTypeOf(type);
          return row?.holdsData === true && !protect
            ? [`holds ${row.holds ?? 'data'} and is not protected from deletion by the engine`]
            : [];
        },
      },
    ],
  },
];
