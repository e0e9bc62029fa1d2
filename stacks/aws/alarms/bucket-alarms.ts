import type * as pulumi from '@pulumi/pulumi';
import type { Alarm } from './alarm.ts';

/**
 * What is wrong with a bucket, by the metrics of its requests, which S3 counts under a name once they are asked for. The average of an error
 * metric is the share of requests that failed so.
 */
export function bucketAlarms(role: string, bucket: pulumi.Input<string>, requestMetrics: string): readonly Alarm[] {
  const metric = (name: string) => ({
    namespace: 'AWS/S3',
    name,
    dimensions: { BucketName: bucket, FilterId: requestMetrics },
  });
  const common = { statistic: 'Average', above: true, period: 300, periods: 3 } as const;
  return [
    {
      role: `${role}-bucket-5xx`,
      description: 'S3 fails or throttles requests to this bucket. Look at how many prefixes are written to at once.',
      metric: metric('5xxErrors'),
      ...common,
      threshold: 0.01,
    },
    {
      role: `${role}-bucket-4xx`,
      description: 'Every second request to this bucket is refused. Look at the rights of the roles, and at the key.',
      metric: metric('4xxErrors'),
      ...common,
      threshold: 0.5,
    },
  ];
}
