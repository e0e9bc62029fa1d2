import { ManagementLockByScope } from '@pulumi/azure-native/authorization/managementLockByScope.js';
import { Key } from '@pulumi/azure-native/keyvault/key.js';
import { Vault } from '@pulumi/azure-native/keyvault/vault.js';
import { KeyRotationPolicyActionType } from '@pulumi/azure-native/types/enums/keyvault/index.js';
import type * as pulumi from '@pulumi/pulumi';
import type { KeyReference, VaultReference } from './references.ts';
import type { Site } from './site.ts';

type Located = {
  readonly resourceGroupName: pulumi.Input<string>;
  readonly location: string;
  readonly tags: Record<string, string>;
};

/**
 * A vault that nobody outside the network reaches, in which nothing is lost for ninety days. Services of Azure come past
 * its firewall, each with the rights of its identity: that is how storage and database open their keys.
 */
export function makeVault(
  logicalName: string,
  vaultName: string,
  { environment }: Site,
  located: Located,
  keeps: pulumi.CustomResourceOptions,
  child: pulumi.CustomResourceOptions,
): Vault {
  const vault = new Vault(
    logicalName,
    {
      ...located,
      vaultName,
      properties: {
        tenantId: environment.spec.cloud.tenantId,
        sku: { family: 'A', name: 'premium' },
        enableRbacAuthorization: true,
        enableSoftDelete: true,
        softDeleteRetentionInDays: 90,
        enablePurgeProtection: true,
        publicNetworkAccess: 'Disabled',
        networkAcls: { bypass: 'AzureServices', defaultAction: 'Deny' },
      },
    },
    keeps,
  );
  new ManagementLockByScope(
    `${logicalName}-lock`,
    { scope: vault.id, lockName: 'keep', level: 'CanNotDelete', notes: 'Holds the keys of everything at rest.' },
    child,
  );
  return vault;
}

/**
 * A key that is rotated every year. It has no end date: a key that ran out while the rotation failed would close all
 * data that it opens.
 */
export function makeKey(
  logicalName: string,
  keyName: string,
  vault: VaultReference,
  tags: Record<string, string>,
  options: pulumi.CustomResourceOptions,
): KeyReference {
  const key = new Key(
    logicalName,
    {
      resourceGroupName: vault.group,
      vaultName: vault.name,
      keyName,
      tags,
      properties: {
        kty: 'RSA',
        keySize: 4096,
        keyOps: ['wrapKey', 'unwrapKey'],
        rotationPolicy: {
          lifetimeActions: [
            { action: { type: KeyRotationPolicyActionType.Rotate }, trigger: { timeAfterCreate: 'P365D' } },
          ],
        },
      },
    },
    options,
  );
  return { name: key.name, uri: key.keyUri, versionedUri: key.keyUriWithVersion };
}
