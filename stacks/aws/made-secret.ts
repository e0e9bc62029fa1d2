import { Secret } from '@pulumi/aws/secretsmanager/secret.js';
import { SecretVersion } from '@pulumi/aws/secretsmanager/secretVersion.js';
import type * as pulumi from '@pulumi/pulumi';
import { RandomPassword } from '@pulumi/random/randomPassword.js';
import type { AwsEnvironment } from '../environment/schema/environment.ts';
import { nameOf } from '../naming/name-of.ts';
import { tagsOf } from '../tags.ts';
import type { KeyReference } from './references.ts';

/** How long a secret that was deleted by mistake can be had back: the longest that Secrets Manager offers, in days. */
const recoveryWindowInDays = 30;

export interface SecretWishes {
  readonly environment: AwsEnvironment;
  readonly key: KeyReference;
  /** Part of its name. */
  readonly role: string;
  readonly description: string;
  /** Regions that keep a copy, encrypted by the key that Secrets Manager keeps there. */
  readonly replicas?: readonly string[];
}

/** A secret without a value. */
export function makeSecret(
  { environment, key, role, description, replicas = [] }: SecretWishes,
  logicalName: string,
  keeps: pulumi.CustomResourceOptions,
): Secret {
  return new Secret(
    logicalName,
    {
      name: nameOf(environment, 'aws:secretsmanager/secret:Secret', role),
      description,
      kmsKeyId: key.arn,
      recoveryWindowInDays,
      ...(replicas.length > 0 && { replicas: replicas.map((region) => ({ region })) }),
      tags: tagsOf(environment),
    },
    keeps,
  );
}

/**
 * A secret whose value is made here, of letters and digits, and seen by nobody: the state of the stack holds it encrypted,
 * Secrets Manager holds it for the plane. See docs/adr/0100.
 */
export function makeRandomSecret(
  wishes: SecretWishes & { readonly length: number },
  named: (role: string) => string,
  keeps: pulumi.CustomResourceOptions,
): { readonly secret: Secret; readonly value: pulumi.Output<string> } {
  const { role, length } = wishes;
  const secret = makeSecret(wishes, named(role), keeps);
  const random = new RandomPassword(named(`${role}-random`), { length, special: false }, keeps);
  const value = random.result;
  new SecretVersion(named(`${role}-value`), { secretId: secret.arn, secretString: value }, keeps);
  return { secret, value };
}
