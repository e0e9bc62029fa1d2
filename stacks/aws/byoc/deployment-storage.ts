import { Secret } from '@pulumi/aws/secretsmanager/secret.js';
import type * as pulumi from '@pulumi/pulumi';
import { Concern } from '../../component.ts';
import type { ByocAwsEnvironment } from '../../environment/schema/environment.ts';
import { guardedBucket } from './guarded-bucket.ts';
import { bucketArn, type BootstrapNames } from './names.ts';
import { bootstrapTags } from './tags.ts';

/**
 * What the deployer keeps in your hands: its state, the records of what it did, and the license key that you fill in.
 * Source: vendor's AWS module, managed-byoc-v2: the customer owns them.
 */
export class DeploymentStorage extends Concern {
  readonly licenseSecretArn: pulumi.Output<string>;

  constructor(
    environment: ByocAwsEnvironment,
    names: BootstrapNames,
    key: pulumi.Input<string>,
    options: pulumi.ComponentResourceOptions,
  ) {
    super('aws', 'deployment-storage', options);
    const tags = bootstrapTags(environment);
    const children = {
      named: (role: string) => this.named(role),
      child: () => this.child(),
      keeps: () => this.keeps(),
    };
    const { stateBucket, operationsBucket } = names;
    guardedBucket('state', { bucket: stateBucket, arn: bucketArn(stateBucket, names), key, tags }, children);
    guardedBucket(
      'operations',
      {
        bucket: operationsBucket,
        arn: bucketArn(operationsBucket, names),
        key,
        tags,
        lockedDays: environment.spec.logArchive.retentionDays,
      },
      children,
    );
    const license = new Secret(
      this.named('license-key'),
      {
        name: names.licenseSecret,
        description: 'License key of Brainstore. Put it in yourself; the deployer reads it.',
        kmsKeyId: key,
        recoveryWindowInDays: 30,
        tags,
      },
      this.keeps(),
    );
    this.licenseSecretArn = license.arn;
    this.registerOutputs({});
  }
}
