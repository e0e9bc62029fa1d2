import type { ByocAwsEnvironment } from '../../environment/schema/environment.ts';
import { nameOf } from '../../naming/name-of.ts';
import { partitionOf } from '../arn.ts';
import { bootstrapEnvironment, type BootstrapNames } from './names.ts';

/** Names of the bootstrap of an environment. @throws TypeError as {@link bootstrapEnvironment} does. */
export function bootstrapNames(environment: ByocAwsEnvironment): BootstrapNames {
  const own = bootstrapEnvironment(environment);
  const { cloud, vendor } = environment.spec;
  const plane = environment.metadata.name;
  return {
    account: cloud.accountId,
    region: cloud.region,
    partition: partitionOf(cloud.region),
    plane,
    externalId: `braintrust-${vendor.externalId}`,
    stateBucket: nameOf(own, 'aws:s3/bucket:Bucket', 'state'),
    operationsBucket: nameOf(own, 'aws:s3/bucket:Bucket', 'operations'),
    archiveBucket: nameOf(own, 'aws:s3/bucket:Bucket', 'archive'),
    licenseSecret: nameOf(own, 'aws:secretsmanager/secret:Secret', 'license-key'),
    trail: nameOf(own, 'aws:cloudtrail/trail:Trail', 'trail'),
    trailLogGroup: `/braintrust-byoc/${plane}/trail`,
    transcriptsLogGroup: `/braintrust-byoc/${plane}/diagnostics`,
    shellDocument: `BraintrustDiagnosticsShell-${plane}`,
    topic: nameOf(own, 'aws:sns/topic:Topic', 'alarms'),
  };
}
