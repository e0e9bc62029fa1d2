import type * as pulumi from '@pulumi/pulumi';
import type { Statement } from '../statement.ts';

/** What nobody may do in a bucket, whatever else is granted: come without TLS 1.2. */
export function denyInsecureTransport(bucketArn: pulumi.Output<string>): readonly Statement[] {
  const everything = [bucketArn, objectsOf(bucketArn)];
  return [
    {
      Sid: 'DenyWithoutTls',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: everything,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    {
      Sid: 'DenyOldTls',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: everything,
      Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } },
    },
  ];
}

/**
 * No object by another key than the bucket's. A write that names no encryption gets the bucket's own and passes: that is
 * how the plane writes. The `Null` conditions say so, since a negated comparison holds where the key is absent.
 */
export function denyOtherEncryption(
  bucketArn: pulumi.Output<string>,
  keyArn: pulumi.Input<string>,
): readonly Statement[] {
  const algorithm = 's3:x-amz-server-side-encryption';
  const key = 's3:x-amz-server-side-encryption-aws-kms-key-id';
  const deny = { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: objectsOf(bucketArn) } as const;
  return [
    {
      Sid: 'DenyOtherAlgorithm',
      ...deny,
      Condition: { StringNotEquals: { [algorithm]: 'aws:kms' }, Null: { [algorithm]: 'false' } },
    },
    { Sid: 'DenyOtherKey', ...deny, Condition: { StringNotEquals: { [key]: keyArn }, Null: { [key]: 'false' } } },
  ];
}

/** S3 itself may write the access logs of these buckets, on behalf of this account. */
export function allowLogDelivery(
  logBucketArn: pulumi.Output<string>,
  sources: readonly pulumi.Output<string>[],
  accountId: string,
): Statement {
  return {
    Sid: 'AllowLogDelivery',
    Effect: 'Allow',
    Principal: { Service: 'logging.s3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: objectsOf(logBucketArn),
    Condition: { ArnLike: { 'aws:SourceArn': sources }, StringEquals: { 'aws:SourceAccount': accountId } },
  };
}

function objectsOf(bucketArn: pulumi.Output<string>): pulumi.Output<string> {
  return bucketArn.apply((arn) => `${arn}/*`);
}
