import { DiskEncryptionSet } from '@pulumi/azure-native/compute/diskEncryptionSet.js';
import { UserAssignedIdentity } from '@pulumi/azure-native/managedidentity/userAssignedIdentity.js';
import * as pulumi from '@pulumi/pulumi';
import { AzureConcern } from './azure-concern.ts';
import { makeKey, makeVault } from './key-vault.ts';
import { needsStorageKey } from './permissions/infrastructure.ts';
import { makePrivateEndpoint } from './private-endpoint.ts';
import type { EncryptionReference, KeyReference, KeyUse, NetworkReference, VaultReference } from './references.ts';
import { assignRoles } from './role-assignments.ts';
import { partsOf, type Site } from './site.ts';

/** The vault, a key for each kind of data, and the identity that opens them. */
export class EncryptionConcern extends AzureConcern {
  readonly reference: EncryptionReference;
  /** Undefined where the vault was brought. */
  readonly madeVaultId: pulumi.Input<string> | undefined;

  constructor(site: Site, network: Pick<NetworkReference, 'endpoints' | 'zones'>) {
    super('encryption', site);
    const { vault, madeVaultId } = this.#vault(network);
    this.madeVaultId = madeVaultId;
    const { spec } = site.environment;
    const wanted: readonly KeyUse[] = [
      ...(needsStorageKey(site.environment) ? (['storage'] as const) : []),
      ...(spec.postgres.type === 'New' ? (['postgres'] as const) : []),
      ...(spec.redis.type === 'New' ? (['redis'] as const) : []),
      ...(spec.kubernetes.type === 'New' ? (['disks'] as const) : []),
    ];
    const keys: Partial<Record<KeyUse, KeyReference>> = Object.fromEntries(
      wanted.map((use) => [
        use,
        makeKey(
          this.named(`${use}-key`),
          this.nameOf('azure-native:keyvault:Key', use),
          vault,
          this.tags,
          this.keeps(),
        ),
      ]),
    );
    const identity = new UserAssignedIdentity(
      this.named('identity'),
      {
        ...this.located,
        resourceName: this.nameOf('azure-native:managedidentity:UserAssignedIdentity', 'encryption'),
      },
      this.child(),
    );
    const scopes = Object.fromEntries(
      Object.entries(keys).map(([role, { name }]) => [`key ${role}`, pulumi.interpolate`${vault.id}/keys/${name}`]),
    );
    const granted = assignRoles(site, this.concern, 'encryption', identity.principalId, scopes, this.child());
    const diskEncryptionSetId = keys.disks && this.#diskEncryptionSet(keys.disks, identity.id, granted);
    this.reference = { vault, keys, identityId: identity.id, diskEncryptionSetId, granted };
  }

  #diskEncryptionSet(
    key: KeyReference,
    identityId: pulumi.Input<string>,
    granted: readonly pulumi.Resource[],
  ): pulumi.Output<string> {
    return new DiskEncryptionSet(
      this.named('disks'),
      {
        ...this.located,
        diskEncryptionSetName: this.nameOf('azure-native:compute:DiskEncryptionSet', 'disks'),
        encryptionType: 'EncryptionAtRestWithCustomerKey',
        activeKey: { keyUrl: key.versionedUri },
        // A set is bound to one version unless it is told to follow the rotation.
        rotationToLatestKeyVersionEnabled: true,
        identity: { type: 'UserAssigned', userAssignedIdentities: [identityId] },
      },
      this.child({ dependsOn: [...granted] }),
    ).id;
  }

  #vault(network: Pick<NetworkReference, 'endpoints' | 'zones'>): {
    readonly vault: VaultReference;
    readonly madeVaultId: pulumi.Input<string> | undefined;
  } {
    const { encryption } = this.site.environment.spec;
    if (encryption.type === 'Existing') {
      const { group, name } = partsOf(encryption.vaultId);
      return {
        vault: { id: encryption.vaultId, name, plainName: name, group },
        madeVaultId: undefined,
      };
    }
    const plainName = this.nameOf('azure-native:keyvault:Vault', 'vault');
    const vault = makeVault(this.named('vault'), plainName, this.site, this.located, this.keeps(), this.child());
    makePrivateEndpoint(
      {
        resourceId: vault.id,
        groupId: 'vault',
        zone: 'vault',
        logicalName: this.named('vault'),
        physicalName: this.nameOf('azure-native:network:PrivateEndpoint', 'vault'),
      },
      network,
      this.located,
      this.child(),
    );
    return {
      vault: { id: vault.id, name: vault.name, plainName, group: this.site.group.name },
      madeVaultId: vault.id,
    };
  }
}
