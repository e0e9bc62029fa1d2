import { isPlainObject } from '../../runtime/canonical-json.ts';
import type { Clock } from '../../runtime/clock.ts';
import { awsSettings } from '../aws.ts';
import { cloudFailureOf } from '../failure.ts';
import type { RestCall } from '../rest.ts';

/** A place for the state of environments, as it shall be. */
export interface WantedState {
  /** Bucket; on Azure the storage account. */
  readonly bucket: string;
  /** Account id, project or subscription. */
  readonly account: string;
  readonly region: string;
}

/** `taken`: there is one of that name which we did not make; nothing was done to it. */
export type MadeState = { readonly kind: 'made' | 'ours' } | { readonly kind: 'taken'; readonly reason: string };

/** Mark of a bucket that we made, as a tag or label: only such a one is set up again. */
const mark = 'planewright-state';

/** The container of a storage account of Azure that the state is in. */
export const stateContainer = 'state';

/**
 * Makes a bucket of S3 for state: versions, encryption, nothing public, TLS only. Of one that is ours every setting is said
 * again. An empty one without tags in this account is one whose making was interrupted.
 * @throws CloudFailure
 */
export async function makeS3State({ bucket, account, region }: WantedState, signal: AbortSignal): Promise<MadeState> {
  const s3 = await import('@aws-sdk/client-s3');
  const client = new s3.S3Client(awsSettings(region));
  const options = { abortSignal: signal };
  const ours = { Bucket: bucket, ExpectedBucketOwner: account };
  const isThere = async (): Promise<boolean> => {
    try {
      await client.send(new s3.HeadBucketCommand({ Bucket: bucket }), options);
      return true;
    } catch (error) {
      if (cloudFailureOf(error, `s3 HeadBucket ${bucket}`).kind === 'notFound') return false;
      throw error;
    }
  };
  const tags = async (): Promise<readonly string[]> => {
    try {
      const { TagSet = [] } = await client.send(new s3.GetBucketTaggingCommand(ours), options);
      return TagSet.flatMap(({ Key }) => Key ?? []);
    } catch (error) {
      if (cloudFailureOf(error, `s3 GetBucketTagging ${bucket}`).code === 'NoSuchTagSet') return [];
      throw error;
    }
  };
  let isOurs = false;
  try {
    const there = await isThere();
    if (there) {
      const found = await tags();
      if (!found.includes(mark)) {
        const { KeyCount = 0 } = await client.send(new s3.ListObjectsV2Command({ ...ours, MaxKeys: 1 }), options);
        if (found.length > 0 || KeyCount > 0)
          return { kind: 'taken', reason: 'it is in this account, and not made for state' };
      }
    } else {
      const where =
        region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as never } };
      await client.send(new s3.CreateBucketCommand({ Bucket: bucket, ...where }), options);
    }
    isOurs = true;
    const all = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
    const said = [
      new s3.PutPublicAccessBlockCommand({ ...ours, PublicAccessBlockConfiguration: all }),
      new s3.PutBucketVersioningCommand({ ...ours, VersioningConfiguration: { Status: 'Enabled' } }),
      new s3.PutBucketEncryptionCommand({
        ...ours,
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' }, BucketKeyEnabled: true }],
        },
      }),
      new s3.PutBucketPolicyCommand({ ...ours, Policy: JSON.stringify(tlsOnly(bucket)) }),
      // Last: a bucket with the mark is one that is whole.
      new s3.PutBucketTaggingCommand({ ...ours, Tagging: { TagSet: [{ Key: mark, Value: 'true' }] } }),
    ] as const;
    for (const command of said) await client.send(command as (typeof said)[0], options);
    return { kind: there ? 'ours' : 'made' };
  } catch (error) {
    signal.throwIfAborted();
    const failure = cloudFailureOf(error, `s3 ${bucket}`);
    const isOthers =
      !isOurs && (failure.kind === 'denied' || failure.code === 'BucketAlreadyExists' || failure.code === '403');
    if (isOthers) return { kind: 'taken', reason: `it is somebody else's, or you may not look (${failure.message})` };
    throw failure;
  } finally {
    client.destroy();
  }
}

/** Source: Amazon S3, "Security best practices": aws:SecureTransport. */
function tlsOnly(bucket: string): object {
  const resources = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
  const statement = { Sid: 'TlsOnly', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: resources };
  const condition = { Bool: { 'aws:SecureTransport': 'false' } };
  return { Version: '2012-10-17', Statement: [{ ...statement, Condition: condition }] };
}

/** The same in Cloud Storage, in one call: what is made is whole. Source: Cloud Storage JSON API, Buckets. */
export async function makeGoogleState(
  { bucket, account, region }: WantedState,
  call: RestCall,
  signal: AbortSignal,
): Promise<MadeState> {
  const buckets = 'https://storage.googleapis.com/storage/v1/b';
  const settings = {
    labels: { [mark]: 'true' },
    versioning: { enabled: true },
    iamConfiguration: { uniformBucketLevelAccess: { enabled: true }, publicAccessPrevention: 'enforced' },
  };
  // Of the project's own alone: a label on somebody else's bucket says nothing.
  const mine = `${buckets}?project=${encodeURIComponent(account)}&prefix=${encodeURIComponent(bucket)}`;
  const page = await call({ method: 'GET', url: mine }, signal);
  const items = isPlainObject(page) && Array.isArray(page['items']) ? (page['items'] as unknown[]) : [];
  const found = items.filter(isPlainObject).find(({ name }) => name === bucket);
  if (found !== undefined) {
    if (!isPlainObject(found['labels']) || !(mark in found['labels'])) {
      return { kind: 'taken', reason: 'it is in this project, and not made for state' };
    }
    await call({ method: 'PATCH', url: `${buckets}/${encodeURIComponent(bucket)}`, body: settings }, signal);
    return { kind: 'ours' };
  }
  try {
    const url = `${buckets}?project=${encodeURIComponent(account)}`;
    await call({ method: 'POST', url, body: { name: bucket, location: region, ...settings } }, signal);
    return { kind: 'made' };
  } catch (error) {
    const failure = cloudFailureOf(error, `storage ${bucket}`);
    if (failure.kind === 'conflict' || failure.code === '409') {
      return { kind: 'taken', reason: "it is in somebody else's project" };
    }
    throw failure;
  }
}

/** On Azure: a group, an account without keys and public access, versions and soft deletion, and a container. */
export async function makeAzureState(
  { bucket, account, region }: WantedState,
  call: RestCall,
  clock: Pick<Clock, 'sleep'>,
  signal: AbortSignal,
): Promise<MadeState> {
  const group = `https://management.azure.com/subscriptions/${account}/resourceGroups/${bucket}`;
  const store = `${group}/providers/Microsoft.Storage/storageAccounts/${bucket}`;
  const groupUrl = `${group}?api-version=2022-09-01`;
  const storeUrl = `${store}?api-version=2024-01-01`;
  const tags = { [mark]: 'true' };
  const before = await orNothing(() => call({ method: 'GET', url: groupUrl }, signal));
  if (before !== undefined && !(isPlainObject(before['tags']) && mark in before['tags'])) {
    return { kind: 'taken', reason: 'a resource group of that name is in this subscription, and not made for state' };
  }
  await call({ method: 'PUT', url: groupUrl, body: { location: region, tags } }, signal);
  const properties = {
    allowBlobPublicAccess: false,
    allowSharedKeyAccess: false,
    minimumTlsVersion: 'TLS1_2',
    supportsHttpsTrafficOnly: true,
  };
  try {
    const body = { location: region, tags, kind: 'StorageV2', sku: { name: 'Standard_ZRS' }, properties };
    await call({ method: 'PUT', url: storeUrl, body }, signal);
  } catch (error) {
    const failure = cloudFailureOf(error, `storage account ${bucket}`);
    if (failure.code === 'StorageAccountAlreadyTaken') return { kind: 'taken', reason: "it is somebody else's" };
    throw failure;
  }
  for (;;) {
    // An account that is being made is answered with 404 for a moment, or with its state.
    const made = await orNothing(() => call({ method: 'GET', url: storeUrl }, signal));
    const now = isPlainObject(made?.['properties']) ? made['properties']['provisioningState'] : undefined;
    if (now === 'Succeeded') break;
    await clock.sleep(2000, signal);
  }
  const kept = { isVersioningEnabled: true, deleteRetentionPolicy: { enabled: true, days: 30 } };
  const services = `${store}/blobServices/default`;
  await call({ method: 'PUT', url: `${services}?api-version=2024-01-01`, body: { properties: kept } }, signal);
  const container = `${services}/containers/${stateContainer}?api-version=2024-01-01`;
  await call({ method: 'PUT', url: container, body: { properties: { publicAccess: 'None' } } }, signal);
  return { kind: before === undefined ? 'made' : 'ours' };
}

async function orNothing(call: () => Promise<unknown>): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const value = await call();
    return isPlainObject(value) ? value : undefined;
  } catch (error) {
    if (cloudFailureOf(error, '').kind === 'notFound') return undefined;
    throw error;
  }
}
