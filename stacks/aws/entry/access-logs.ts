import * as pulumi from '@pulumi/pulumi';
import type { AwsEnvironment } from '../../environment/schema/environment.ts';
import { denyInsecureTransport } from '../storage/bucket-policy.ts';
import { makeBucket } from '../storage/bucket.ts';
import { abandonedUploads, shortLived } from '../storage/lifecycle.ts';
import type { Making } from './certificate.ts';

export interface AccessLogs {
  readonly bucket: pulumi.Output<string>;
  /** What must be there before a load balancer writes. */
  readonly ready: readonly pulumi.Resource[];
}

/**
 * Bucket of the load balancer's access logs. The load balancer writes only where S3 keeps the key itself. Source: Elastic
 * Load Balancing, "Enable access logs for your Application Load Balancer".
 */
export function makeAccessLogs(
  environment: AwsEnvironment,
  days: number,
  making: Making & { readonly keeps: Making['child'] },
): AccessLogs {
  const { accountId } = environment.spec.cloud;
  const { bucket, policy } = makeBucket(
    {
      environment,
      role: 'entry-logs',
      lifecycle: [shortLived(days), abandonedUploads],
      policy: (arn) => [
        ...denyInsecureTransport(arn),
        {
          Sid: 'LoadBalancer',
          Effect: 'Allow',
          Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
          Action: 's3:PutObject',
          Resource: pulumi.interpolate`${arn}/AWSLogs/${accountId}/*`,
        },
      ],
    },
    // The bucket says whose logs these are; within the concern that goes without saying.
    { ...making, named: (role) => making.named(role.replace('entry-', '')) },
  );
  return { bucket: bucket.bucket, ready: [policy] };
}
