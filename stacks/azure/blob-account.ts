import { ManagementLockByScope } from '@pulumi/azure-native/authorization/managementLockByScope.js';
import { BlobServiceProperties } from '@pulumi/azure-native/storage/blobServiceProperties.js';
import { ManagementPolicy } from '@pulumi/azure-native/storage/managementPolicy.js';
import { StorageAccount, type StorageAccountArgs } from '@pulumi/azure-native/storage/storageAccount.js';
import type * as pulumi from '@pulumi/pulumi';
import type { LifecycleRule } from './lifecycle.ts';
import { must } from '../../src/runtime/must.ts';
import type { EncryptionReference, KeyReference } from './references.ts';

/** Key that encrypts an account, and the identity that opens the key. */
interface AccountEncryption {
  readonly key: KeyReference;
  readonly vaultUri: string;
  readonly identityId: pulumi.Input<string>;
}

/** How accounts of the environment are encrypted. */
export function accountEncryption({ keys, vault, identityId }: EncryptionReference): AccountEncryption {
  return {
    key: must(keys.storage, 'encryption makes a key where an account is made'),
    vaultUri: `https://${vault.plainName}.vault.azure.net`,
    identityId,
  };
}

export interface BlobAccount {
  readonly logicalName: string;
  readonly accountName: string;
  readonly sku: string;
  readonly located: {
    readonly resourceGroupName: pulumi.Input<string>;
    readonly location: string;
    readonly tags: Record<string, string>;
  };
  readonly encryption: AccountEncryption;
  readonly openTo?: StorageAccountArgs['networkRuleSet'];
  readonly undoDays: number;
  readonly changeFeed: boolean;
  readonly origins?: readonly string[];
  readonly rules: readonly LifecycleRule[];
}

/**
 * An account for blobs as all of ours are: no shared keys, no anonymous reading, no public way in unless it is opened,
 * TLS 1.2, versions, soft delete, rules of expiry, and a lock. Versions, rules and replication work on premium accounts as
 * on standard ones. Source: Azure documentation, "Blob Storage feature support in Azure Storage accounts".
 */
export function makeBlobAccount(
  plan: BlobAccount,
  keeps: pulumi.CustomResourceOptions,
  child: pulumi.CustomResourceOptions,
): { readonly account: StorageAccount; readonly ready: readonly pulumi.Resource[] } {
  const { encryption, located } = plan;
  const account = new StorageAccount(
    plan.logicalName,
    {
      ...located,
      accountName: plan.accountName,
      kind: plan.sku.startsWith('Premium') ? 'BlockBlobStorage' : 'StorageV2',
      sku: { name: plan.sku },
      allowBlobPublicAccess: false,
      allowSharedKeyAccess: false,
      allowCrossTenantReplication: false,
      defaultToOAuthAuthentication: true,
      enableHttpsTrafficOnly: true,
      minimumTlsVersion: 'TLS1_2',
      publicNetworkAccess: plan.openTo === undefined ? 'Disabled' : 'Enabled',
      networkRuleSet: plan.openTo ?? { defaultAction: 'Deny', bypass: 'AzureServices' },
      identity: { type: 'UserAssigned', userAssignedIdentities: [encryption.identityId] },
      encryption: {
        keySource: 'Microsoft.Keyvault',
        // Without a version: the account follows the rotation.
        keyVaultProperties: { keyName: encryption.key.name, keyVaultUri: encryption.vaultUri },
        encryptionIdentity: { encryptionUserAssignedIdentity: encryption.identityId },
        services: { blob: { enabled: true, keyType: 'Account' } },
        requireInfrastructureEncryption: true,
      },
    },
    keeps,
  );
  const inAccount = { resourceGroupName: located.resourceGroupName, accountName: account.name };
  const service = new BlobServiceProperties(
    `${plan.logicalName}-service`,
    {
      ...inAccount,
      blobServicesName: 'default',
      isVersioningEnabled: true,
      deleteRetentionPolicy: { enabled: true, days: plan.undoDays },
      containerDeleteRetentionPolicy: { enabled: true, days: Math.max(7, plan.undoDays) },
      changeFeed: { enabled: plan.changeFeed },
      ...(plan.origins && {
        cors: {
          corsRules: [
            {
              allowedOrigins: [...plan.origins],
              allowedMethods: ['GET', 'HEAD', 'PUT'],
              allowedHeaders: ['*'],
              exposedHeaders: ['ETag', 'Content-Length', 'Content-Type'],
              maxAgeInSeconds: 3600,
            },
          ],
        },
      }),
    },
    child,
  );
  const policy = new ManagementPolicy(
    `${plan.logicalName}-lifecycle`,
    {
      ...inAccount,
      managementPolicyName: 'default',
      policy: { rules: plan.rules.map(ruleOf) },
    },
    { ...child, dependsOn: [service] },
  );
  new ManagementLockByScope(
    `${plan.logicalName}-lock`,
    { scope: account.id, lockName: 'keep', level: 'CanNotDelete', notes: 'Holds data.' },
    child,
  );
  return { account, ready: [service, policy] };
}

function ruleOf({ name, prefixes, deleteAfterDays, deleteVersionsAfterDays }: LifecycleRule) {
  const versionDays = deleteVersionsAfterDays ?? deleteAfterDays;
  return {
    name,
    type: 'Lifecycle',
    enabled: true,
    definition: {
      filters: { blobTypes: ['blockBlob'], prefixMatch: [...prefixes] },
      actions: {
        ...(deleteAfterDays !== undefined && {
          baseBlob: { delete: { daysAfterModificationGreaterThan: deleteAfterDays } },
        }),
        ...(versionDays !== undefined && {
          version: { delete: { daysAfterCreationGreaterThan: versionDays } },
          snapshot: { delete: { daysAfterCreationGreaterThan: versionDays } },
        }),
      },
    },
  };
}
