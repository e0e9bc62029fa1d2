import type * as pulumi from '@pulumi/pulumi';
import type { AwsEnvironment } from '../environment/schema/environment.ts';
import { arnIn } from './arn.ts';

/** Where a value stands, as in `storedValue` of the outputs, while its ARN may not be known yet. */
interface StoredValueReference {
  readonly secret: pulumi.Input<string>;
  readonly field?: string;
}

/** Where a key of the plane's Secret comes from, as in `secretSource` of the outputs. */
export type SecretSourceReference =
  | { readonly value: StoredValueReference }
  | { readonly template: pulumi.Input<string>; readonly parts: Readonly<Record<string, StoredValueReference>> };

/** A secret that exists: its source, and the ARN that a policy may name. */
export interface SecretReference {
  readonly source: SecretSourceReference;
  readonly arn: pulumi.Input<string>;
}

/**
 * A secret of Secrets Manager that exists, by ARN or by name. Secrets Manager ends each ARN with a hyphen and six
 * characters of its own: a policy for a name must leave those open, whoever reads it may leave them out. The source is an
 * ARN all the same, since that says the region. Source: Secrets Manager User Guide, ARNs, secrets from a partial ARN.
 */
export function existingSecret(environment: AwsEnvironment, name: string): SecretReference {
  if (name.startsWith('arn:')) return { source: { value: { secret: name } }, arn: name };
  const withoutSuffix = arnIn(environment, 'secretsmanager', `secret:${name}`);
  return { source: { value: { secret: withoutSuffix } }, arn: `${withoutSuffix}-??????` };
}
