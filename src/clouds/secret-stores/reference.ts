export interface AwsSecretReference {
  readonly store: 'aws';
  /** As it was written. */
  readonly text: string;
  readonly region: string;
}

export interface GoogleSecretReference {
  readonly store: 'google';
  readonly text: string;
  readonly project: string;
  readonly name: string;
}

export interface AzureSecretReference {
  readonly store: 'azure';
  readonly text: string;
  readonly vault: string;
  readonly name: string;
}

/** A secret in a cloud's store, by the name under which it is read. */
export type StoredSecretReference = AwsSecretReference | GoogleSecretReference | AzureSecretReference;

/** What {@link parseReference} takes, for sentences. */
export const referenceForms =
  'arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME, projects/PROJECT/secrets/NAME or https://VAULT.vault.azure.net/secrets/NAME';

/** Sources: Secrets Manager User Guide, names and ARNs of secrets; `!` is in those that RDS makes. */
const arn = /^arn:aws(?:-[a-z]+)*:secretsmanager:([a-z]{2}(?:-[a-z]+)+-\d+):\d{12}:secret:[\w/+=.@!-]{1,519}$/;
/** Source: Secret Manager REST reference, projects.secrets; a project of a domain is `example.com:name`. */
const resource = /^projects\/((?:[a-z0-9.-]+:)?[a-z0-9-]+)\/secrets\/([A-Za-z0-9_-]{1,255})$/;
/** Source: Key Vault, about keys, secrets and certificates. No other host: the operator's token goes there. */
const vaultUrl = /^https:\/\/([a-z][a-z0-9-]{1,22}[a-z0-9])[.]vault[.]azure[.]net\/secrets\/([A-Za-z0-9-]{1,127})$/i;

/** The secret that a name is of, or undefined where it has the form of none. */
export function parseReference(text: string): StoredSecretReference | undefined {
  const [, region] = arn.exec(text) ?? [];
  if (region !== undefined) return { store: 'aws', text, region };
  const [, project, secret] = resource.exec(text) ?? [];
  if (project !== undefined && secret !== undefined) return { store: 'google', text, project, name: secret };
  const [, vault, name] = vaultUrl.exec(text) ?? [];
  if (vault !== undefined && name !== undefined) return { store: 'azure', text, vault: vault.toLowerCase(), name };
  return undefined;
}
