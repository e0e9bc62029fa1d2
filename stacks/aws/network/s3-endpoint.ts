import type { AwsEnvironment } from '../../environment/schema/environment.ts';
import { partitionOf } from '../arn.ts';
import type { Statement } from '../statement.ts';

/**
 * What may pass through the way to S3: buckets of this account, those that the environment names, and those from which AWS
 * serves images and packages of nodes. Whoever gets hold of a pod cannot carry data into a bucket of his own by it.
 * Sources: Amazon ECR User Guide, "Minimum Amazon S3 bucket permissions"; Amazon Linux 2023 User Guide, repositories.
 */
export function s3EndpointStatements({ spec }: AwsEnvironment): readonly Statement[] {
  const { accountId, region } = spec.cloud;
  const bucketArn = (name: string): string => `arn:${partitionOf(region)}:s3:::${name}`;
  const withObjects = (names: readonly string[]) => names.flatMap((name) => [bucketArn(name), bucketArn(`${name}/*`)]);
  const { storage } = spec;
  const named = [
    ...spec.exports.map(({ bucket }) => bucket),
    ...(storage.type === 'Existing' ? [storage.brainstore, storage.responses, storage.codeBundles] : []),
  ];
  const actions = [
    's3:GetObject*',
    's3:PutObject*',
    's3:DeleteObject*',
    's3:AbortMultipartUpload',
    's3:ListMultipartUploadParts',
    's3:ListBucket*',
    's3:GetBucketLocation',
  ];
  return [
    {
      Sid: 'BucketsOfThisAccount',
      Effect: 'Allow',
      Principal: '*',
      Action: actions,
      Resource: '*',
      Condition: { StringEquals: { 'aws:ResourceAccount': accountId } },
    },
    {
      Sid: 'ImagesAndPackagesOfNodes',
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: [bucketArn(`prod-${region}-starport-layer-bucket/*`), bucketArn(`al2023-repos-${region}-de612dc2/*`)],
    },
    ...(named.length === 0
      ? []
      : [
          {
            Sid: 'BucketsOfTheEnvironment',
            Effect: 'Allow',
            Principal: '*',
            Action: actions,
            Resource: withObjects([...new Set(named)]),
          } as const,
        ]),
  ];
}
