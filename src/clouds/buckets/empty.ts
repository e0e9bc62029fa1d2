import type { RestCall } from '../rest.ts';
import { cloudFailureOf, CloudFailure } from '../failure.ts';

/** Told after each batch: how many versions are deleted so far. */
export type EmptyingProgress = (deleted: number) => void;

/** One page of versions is what one call may delete. Source: Amazon S3, DeleteObjects; Cloud Storage, Objects: list. */
const pageSize = 1000;
/** Deletions under way at once at Google, which takes one object a call. */
const atOnce = 16;

/**
 * Deletes every version, delete marker and unfinished upload of a bucket of S3, batch by batch: killed, it goes on with what
 * is left.
 * @returns how many were deleted; 0 where there is no such bucket.
 * @throws CloudFailure that names what is held back, such as by Object Lock.
 */
export async function emptyS3Bucket(
  { bucket, region }: { readonly bucket: string; readonly region: string },
  tell: EmptyingProgress,
  signal: AbortSignal,
): Promise<number> {
  const s3 = await import('@aws-sdk/client-s3');
  const { awsSettings } = await import('../aws.ts');
  // Copies lie in another region than the rest.
  const client = new s3.S3Client({ ...awsSettings(region), followRegionRedirects: true });
  const options = { abortSignal: signal };
  let deleted = 0;
  try {
    for (;;) {
      const page = await client.send(new s3.ListObjectVersionsCommand({ Bucket: bucket, MaxKeys: pageSize }), options);
      const versions = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
      if (versions.length === 0) break;
      const objects = versions.flatMap(({ Key, VersionId }) => (Key === undefined ? [] : [{ Key, VersionId }]));
      const answer = await client.send(
        new s3.DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }),
        options,
      );
      refuseHeld(bucket, answer.Errors ?? []);
      deleted += objects.length;
      tell(deleted);
    }
    for (;;) {
      const { Uploads = [] } = await client.send(new s3.ListMultipartUploadsCommand({ Bucket: bucket }), options);
      if (Uploads.length === 0) return deleted;
      for (const { Key, UploadId } of Uploads) {
        await client.send(new s3.AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }), options);
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    return nothingIn(error, `s3 ${bucket}`);
  } finally {
    client.destroy();
  }
}

function refuseHeld(
  bucket: string,
  errors: readonly {
    readonly Key?: string | undefined;
    readonly Code?: string | undefined;
    readonly Message?: string | undefined;
  }[],
): void {
  const [first] = errors;
  if (first === undefined) return;
  const { Key = 'an object', Code = 'refused', Message = '' } = first;
  const sentence = `s3 DeleteObjects: ${errors.length} versions in ${bucket} cannot be deleted, the first is ${Key}: ${Code}: ${Message}`;
  throw new CloudFailure(Code === 'AccessDenied' ? 'denied' : 'refused', Code, sentence);
}

/** The same for a bucket of Cloud Storage: every generation. */
export async function emptyGoogleBucket(
  bucket: string,
  call: RestCall,
  tell: EmptyingProgress,
  signal: AbortSignal,
): Promise<number> {
  const objects = `https://storage.googleapis.com/storage/v1/b/${encodeURIComponent(bucket)}/o`;
  let deleted = 0;
  try {
    for (;;) {
      const fields = 'items(name,generation)';
      const url = `${objects}?versions=true&maxResults=${pageSize}&fields=${encodeURIComponent(fields)}`;
      const { items = [] } = (await call({ method: 'GET', url }, signal)) as GooglePage;
      if (items.length === 0) return deleted;
      for (let from = 0; from < items.length; from += atOnce) {
        await Promise.all(
          items.slice(from, from + atOnce).map(async ({ name, generation }) => {
            const one = `${objects}/${encodeURIComponent(name)}?generation=${generation}`;
            await call({ method: 'DELETE', url: one }, signal).catch((error: unknown) => {
              // Another hand, or a lifecycle rule, was faster.
              if (cloudFailureOf(error, one).kind !== 'notFound') throw error;
            });
          }),
        );
        deleted += Math.min(atOnce, items.length - from);
      }
      tell(deleted);
    }
  } catch (error) {
    signal.throwIfAborted();
    return nothingIn(error, `storage ${bucket}`);
  }
}

interface GooglePage {
  readonly items?: readonly { readonly name: string; readonly generation: string }[];
}

/** A bucket that is not there has nothing in it: an earlier run deleted it. */
function nothingIn(error: unknown, call: string): number {
  const failure = cloudFailureOf(error, call);
  if (failure.kind === 'notFound') return 0;
  throw failure;
}
