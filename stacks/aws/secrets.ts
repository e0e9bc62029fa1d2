import type * as pulumi from '@pulumi/pulumi';
import { Concern } from '../component.ts';
import type { AwsEnvironment } from '../environment/schema/environment.ts';
import { makeRandomSecret, makeSecret } from './made-secret.ts';
import type { KeyReference } from './references.ts';
import { existingSecret, type SecretReference } from './secret-reference.ts';

/** Source: vendor's AWS module 6.6.0, services-common. */
const functionSecretKeyLength = 32;

/**
 * Secrets of the plane that belong to no other concern: the license key, which a person puts in, and the key of the secrets
 * of functions, which is made once and never again, since what it encrypted would be lost.
 */
export class Secrets extends Concern {
  readonly licenseKey: SecretReference;
  readonly functionSecretKey: SecretReference;

  constructor(environment: AwsEnvironment, key: KeyReference, options: pulumi.ComponentResourceOptions = {}) {
    super('aws', 'secrets', options);
    const { secrets, backups, cloud } = environment.spec;
    const replicas = backups.region === undefined || backups.region === cloud.region ? [] : [backups.region];
    const { licenseKey } = secrets;
    this.licenseKey =
      licenseKey.type === 'Existing'
        ? existingSecret(environment, licenseKey.name)
        : referenceTo(
            makeSecret(
              {
                environment,
                key,
                role: 'license-key',
                description:
                  'License key of Brainstore. Made empty: put it in with aws secretsmanager put-secret-value',
                replicas,
              },
              this.named('license-key'),
              this.keeps(),
            ),
          );
    const { secret } = makeRandomSecret(
      {
        environment,
        key,
        role: 'function-secret-key',
        description: 'FUNCTION_SECRET_KEY of the data plane. Never change it: what it encrypted would be lost',
        length: functionSecretKeyLength,
        replicas,
      },
      (role) => this.named(role),
      this.keeps(),
    );
    this.functionSecretKey = referenceTo(secret);
    this.registerOutputs();
  }
}

function referenceTo({ arn }: { readonly arn: pulumi.Output<string> }): SecretReference {
  return { source: { value: { secret: arn } }, arn };
}
