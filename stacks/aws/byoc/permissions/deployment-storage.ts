import type { Grant } from '../../../permissions/grant.ts';
import { bootstrapTag, bucketArn, regionalArn, vendorTag, type BootstrapNames } from '../names.ts';
import { ownNames } from './deployment-workloads.ts';

/** Prefix of the deployer's state in the bucket for it. Source: vendor's AWS module, managed-byoc-v2. */
export function statePrefix({ plane }: BootstrapNames): string {
  return `braintrust-byoc/${plane}/`;
}

/** Prefix of the records of the deployer's operations. Source: as above. */
export function operationsPrefix({ plane }: BootstrapNames): string {
  return `braintrust-byoc/operations/${plane}/`;
}

/** ARN of the secret for the license key; AWS adds six characters to the name. */
export function licenseSecretArn(names: BootstrapNames): string {
  return regionalArn('secretsmanager', `secret:${names.licenseSecret}-??????`, names);
}

/** Secrets that the plane's own terraform makes and reads back. */
export function planeSecrets(names: BootstrapNames): string {
  return regionalArn('secretsmanager', `secret:${names.plane}-*`, names);
}

/** The vendor's bucket with the code that it deploys. Source: vendor's AWS module, services. */
export function artifactBucket({ region }: BootstrapNames): string {
  return `braintrust-assets-${region}`;
}

/** State, records of operations, code to deploy, buckets, secrets. Source: vendor's AWS module, managed-byoc-v2. */
export function storageGrants(names: BootstrapNames): readonly Grant[] {
  const state = bucketArn(names.stateBucket, names);
  const operations = bucketArn(names.operationsBucket, names);
  const artifacts = bucketArn(artifactBucket(names), names);
  const objectsOfState = `${state}/${statePrefix(names)}*`;
  const objectsOfOperations = `${operations}/${operationsPrefix(names)}*`;
  const keys = regionalArn('kms', 'key/*', names);
  const via = (service: string) => ({ 'kms:ViaService': `${service}.${names.region}.amazonaws.com` });
  const bootstrapKey = { [`aws:ResourceTag/${bootstrapTag}`]: names.plane };
  const planeKey = { [`aws:ResourceTag/${vendorTag}`]: ownNames(names.plane) };
  return [
    {
      id: 'KeepState',
      allows: ['s3:GetObject', 's3:PutObject'],
      on: [objectsOfState],
      neededBy: 'terraform',
      why: 'reads and writes its own state, and no other object',
    },
    {
      id: 'UnlockState',
      allows: ['s3:DeleteObject'],
      on: [`${objectsOfState}.tflock`],
      neededBy: 'terraform',
      why: 'removes its own locks',
    },
    {
      id: 'RecordOperations',
      allows: ['s3:PutObject'],
      on: [objectsOfOperations],
      neededBy: 'deployment service',
      why: 'writes down what it did; it cannot read, change or remove it',
    },
    {
      id: 'ReadBootstrapBuckets',
      allows: ['s3:GetBucketLocation', 's3:GetBucketVersioning'],
      on: [state, operations],
      neededBy: 'terraform',
      why: 'checks the two buckets before it uses them',
    },
    ...(
      [
        ['State', state, statePrefix(names)],
        ['Operations', operations, operationsPrefix(names)],
      ] as const
    ).map(([what, bucket, prefix]): Grant => ({
      id: `List${what}`,
      allows: ['s3:ListBucket'],
      on: [bucket],
      onlyIf: { StringLike: { 's3:prefix': `${prefix}*` } },
      neededBy: 'terraform',
      why: 'finds what it wrote itself',
    })),
    {
      id: 'ReadCodeToDeploy',
      allows: ['s3:GetBucketLocation', 's3:GetObject', 's3:GetObjectVersion', 's3:ListBucket'],
      on: [artifacts, `${artifacts}/*`],
      neededBy: 'services',
      why: "reads the code of the functions from the vendor's own bucket",
    },
    {
      id: 'KeepBuckets',
      allows: ['CreateBucket', 'DeleteBucket', 'DeleteBucketPolicy', 'GetAccelerateConfiguration', 'GetBucket*']
        .concat(['GetEncryptionConfiguration', 'GetLifecycleConfiguration', 'GetReplicationConfiguration'])
        .concat(['ListBucket', 'ListBucketVersions', 'ListTagsForResource', 'PutBucketAbac', 'PutBucketCORS'])
        .concat(['PutBucketLogging', 'PutBucketPolicy', 'PutBucketPublicAccessBlock', 'PutBucketTagging'])
        .concat(['PutBucketVersioning', 'PutEncryptionConfiguration', 'PutLifecycleConfiguration'])
        .concat(['TagResource', 'UntagResource'])
        .map((action) => `s3:${action}`),
      on: [bucketArn(`${names.plane}-*`, names)],
      neededBy: 'storage',
      why: 'makes the buckets of the plane; their objects are not among it',
    },
    {
      id: 'ReadBucketsOfAccount',
      allows: ['s3:GetAccountPublicAccessBlock', 's3:ListAllMyBuckets'],
      on: ['*'],
      neededBy: 'storage',
      why: 'finds what is there already',
      everywhere: 'They take no resource.',
    },
    {
      id: 'KeepSecrets',
      allows: ['CancelRotateSecret', 'CreateSecret', 'DeleteResourcePolicy', 'DeleteSecret', 'DescribeSecret']
        .concat(['GetResourcePolicy', 'GetSecretValue', 'ListSecretVersionIds', 'PutResourcePolicy'])
        .concat(['PutSecretValue', 'RestoreSecret', 'RotateSecret', 'TagResource', 'UntagResource'])
        .concat(['UpdateSecret', 'UpdateSecretVersionStage'])
        .map((action) => `secretsmanager:${action}`),
      on: [planeSecrets(names)],
      neededBy: 'database, redis, services',
      why: 'makes the passwords of the plane and reads them back, as terraform does at each plan',
    },
    {
      id: 'ReadLicenseKey',
      allows: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
      on: [licenseSecretArn(names)],
      neededBy: 'brainstore',
      why: 'hands the license key to Brainstore',
    },
    {
      id: 'ListSecrets',
      allows: ['secretsmanager:GetRandomPassword', 'secretsmanager:ListSecrets'],
      on: ['*'],
      neededBy: 'database',
      why: 'makes up passwords, and finds secrets by name',
      everywhere: 'They take no resource.',
    },
    {
      id: 'UseStateKey',
      allows: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
      on: [keys],
      onlyIf: {
        StringEquals: { ...via('s3'), ...bootstrapKey },
        StringLike: { 'kms:EncryptionContext:aws:s3:arn': [objectsOfState, objectsOfOperations] },
      },
      neededBy: 'terraform',
      why: 'opens and closes its own state and records, through S3 alone',
    },
    {
      id: 'OpenLicenseKey',
      allows: ['kms:Decrypt'],
      on: [keys],
      onlyIf: {
        StringEquals: { ...via('secretsmanager'), ...bootstrapKey },
        StringLike: { 'kms:EncryptionContext:SecretARN': licenseSecretArn(names) },
      },
      neededBy: 'brainstore',
      why: 'opens the license key, through Secrets Manager alone',
    },
    {
      id: 'UsePlaneKeyForSecrets',
      allows: ['kms:Decrypt', 'kms:GenerateDataKey'],
      on: [keys],
      onlyIf: {
        StringEquals: via('secretsmanager'),
        StringLike: { ...planeKey, 'kms:EncryptionContext:SecretARN': planeSecrets(names) },
      },
      neededBy: 'database, redis, services',
      why: 'opens and closes those passwords, through Secrets Manager alone',
    },
    {
      id: 'UsePlaneKeyForFunctions',
      allows: ['kms:Decrypt', 'kms:Encrypt'],
      on: [keys],
      onlyIf: { StringEquals: via('lambda'), StringLike: planeKey },
      neededBy: 'services',
      why: 'sets the variables of functions, through Lambda alone',
    },
  ];
}
