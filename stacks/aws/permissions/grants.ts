import type { Grant } from '../../permissions/grant.ts';
import type { PlaneReferences } from './references.ts';

/** Actions on objects, by what is done with them. */
export const objects = {
  read: ['s3:GetObject', 's3:GetObjectVersion'],
  readWriteDelete: [
    's3:GetObject',
    's3:GetObjectVersion',
    's3:PutObject',
    's3:DeleteObject',
    's3:AbortMultipartUpload',
    's3:ListMultipartUploadParts',
  ],
  list: ['s3:ListBucket'],
  listAll: ['s3:ListBucket', 's3:ListBucketMultipartUploads', 's3:GetBucketLocation'],
} as const;

/** The key, for objects in the buckets and through S3 only: what it encrypts elsewhere stays shut. */
export function throughS3<Ref>({ key, region }: PlaneReferences<Ref | string>, neededBy: string): Grant<Ref | string> {
  return {
    id: 'KeyThroughS3',
    allows: ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
    on: [key],
    onlyIf: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
    neededBy,
    why: 'reads and writes objects that the key encrypts',
  };
}

export function metricsOf(namespace: string, neededBy: string, why: string): Grant {
  return {
    id: 'Metrics',
    allows: ['cloudwatch:PutMetricData'],
    on: ['*'],
    onlyIf: { StringEquals: { 'cloudwatch:namespace': namespace } },
    neededBy,
    why,
    everywhere: 'CloudWatch knows no resource for metrics; the namespace limits it',
  };
}
