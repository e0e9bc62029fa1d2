import { Alias } from '@pulumi/aws/kms/alias.js';
import { Key } from '@pulumi/aws/kms/key.js';
import type * as pulumi from '@pulumi/pulumi';
import { Concern } from '../component.ts';
import type { AwsEnvironment } from '../environment/schema/environment.ts';
import { nameOf } from '../naming/name-of.ts';
import { tagsOf } from '../tags.ts';
import { keyStatements } from './encryption/key-statements.ts';
import type { KeyReference } from './references.ts';
import { policyOf } from './statement.ts';

/** The one key of an environment: made here, or brought. What it encrypts is lost with it. */
export class Encryption extends Concern implements KeyReference {
  readonly arn: pulumi.Input<string>;

  constructor(environment: AwsEnvironment, options: pulumi.ComponentResourceOptions = {}) {
    super('aws', 'encryption', options);
    const { encryption } = environment.spec;
    if (encryption.type === 'Existing') {
      this.arn = encryption.keyArn;
      this.registerOutputs();
      return;
    }
    const key = new Key(
      this.named('key'),
      {
        description: `Everything at rest of the data plane ${environment.metadata.name}`,
        enableKeyRotation: true,
        rotationPeriodInDays: 365,
        // The longest that AWS offers: as many days to notice that a key should not have gone.
        deletionWindowInDays: 30,
        policy: policyOf(keyStatements(environment)),
        tags: tagsOf(environment),
      },
      this.keeps(),
    );
    new Alias(
      this.named('alias'),
      { name: `alias/${nameOf(environment, 'aws:kms/alias:Alias', 'plane')}`, targetKeyId: key.keyId },
      this.child(),
    );
    this.arn = key.arn;
    this.registerOutputs();
  }
}
