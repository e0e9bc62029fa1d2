import { Secret } from '@pulumi/azure-native/keyvault/secret.js';
import { Deployment } from '@pulumi/azure-native/resources/deployment.js';
import { DeploymentMode } from '@pulumi/azure-native/types/enums/resources/index.js';
import * as pulumi from '@pulumi/pulumi';
import { RandomPassword } from '@pulumi/random/randomPassword.js';
import { functionSecretKeyLength } from '../../src/dataplane/contract/secret.ts';
import { AzureConcern } from './azure-concern.ts';
import type { RedisReference } from './redis.ts';
import { redisUrlTemplate } from './redis-url-template.ts';
import type { StorageReference, VaultReference } from './references.ts';
import { secretNamesOf, type SecretRole } from './secret-names.ts';
import type { Site } from './site.ts';

export interface SecretInputs {
  readonly vault: VaultReference;
  readonly storage: StorageReference;
  /** Undefined where the database was brought, with its secret. */
  readonly postgresUrl: pulumi.Output<string> | undefined;
  readonly redis: RedisReference | undefined;
}

/** What the plane starts with, in the vault. */
export class SecretsConcern extends AzureConcern {
  /** What must be there before somebody is allowed to read it. */
  readonly made: readonly pulumi.Resource[];
  readonly #vault: VaultReference;
  readonly #names: Readonly<Record<SecretRole, string>>;

  constructor(site: Site, { vault, storage, postgresUrl, redis }: SecretInputs) {
    super('secrets', site);
    this.#vault = vault;
    this.#names = secretNamesOf(site.environment);
    const functionSecret = new RandomPassword(
      this.named('function-secret'),
      { length: functionSecretKeyLength, special: false },
      this.keeps(),
    );
    this.made = [
      this.#secret('functionSecretKey', functionSecret.result),
      // It names the account and no key: pods are let in by their identity.
      this.#secret('storageConnectionString', `BlobEndpoint=https://${storage.accountName}.blob.core.windows.net/`),
      ...(postgresUrl === undefined ? [] : [this.#secret('postgresUrl', postgresUrl)]),
      ...(redis === undefined ? [] : [this.#redisUrl(redis)]),
      ...(site.environment.spec.secrets.licenseKey.type === 'New' ? [this.#licenseKey()] : []),
    ];
  }

  #secret(role: SecretRole, value: pulumi.Input<string>): Secret {
    return new Secret(
      this.named(this.#names[role]),
      {
        resourceGroupName: this.#vault.group,
        vaultName: this.#vault.name,
        secretName: this.#names[role],
        tags: this.tags,
        properties: { value: pulumi.secret(value) },
      },
      this.keeps(),
    );
  }

  /**
   * A secret that a person fills. Key Vault knows no empty ones, so the first version is closed: reading it is refused
   * until somebody sets another, which is open. No later run touches that.
   */
  #licenseKey(): Secret {
    return new Secret(
      this.named(this.#names.licenseKey),
      {
        resourceGroupName: this.#vault.group,
        vaultName: this.#vault.name,
        secretName: this.#names.licenseKey,
        tags: this.tags,
        properties: { value: 'not set yet', attributes: { enabled: false } },
      },
      this.keeps({ ignoreChanges: ['properties'] }),
    );
  }

  #redisUrl({ databaseId, hostName }: RedisReference): Deployment {
    return new Deployment(
      this.named(this.#names.redisUrl),
      {
        resourceGroupName: this.#vault.group,
        deploymentName: this.nameOf('azure-native:resources:Deployment', 'redis-url'),
        tags: this.tags,
        properties: {
          mode: DeploymentMode.Incremental,
          template: redisUrlTemplate(this.#names.redisUrl),
          parameters: {
            vaultName: { value: this.#vault.name },
            databaseId: { value: databaseId },
            hostName: { value: hostName },
          },
        },
      },
      this.child(),
    );
  }
}
