import type { AwsEnvironment } from '../environment/schema/environment.ts';

/**
 * Part of an ARN that says which of Amazon's clouds a region belongs to. Source: AWS General Reference, Amazon Resource
 * Names.
 */
export function partitionOf(region: string): 'aws' | 'aws-cn' | 'aws-us-gov' {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** ARN of something of the environment's account and region, for what has no resource here to ask. */
export function arnIn({ spec }: AwsEnvironment, service: string, resource: string): string {
  const { accountId, region } = spec.cloud;
  return `arn:${partitionOf(region)}:${service}:${region}:${accountId}:${resource}`;
}

/** ARN of something that belongs to no region, such as a role. */
export function globalArnIn({ spec }: AwsEnvironment, service: string, resource: string): string {
  const { accountId, region } = spec.cloud;
  return `arn:${partitionOf(region)}:${service}::${accountId}:${resource}`;
}
