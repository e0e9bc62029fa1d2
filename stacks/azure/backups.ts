import { UserAssignedIdentity } from '@pulumi/azure-native/managedidentity/userAssignedIdentity.js';
import { ResourceGroup } from '@pulumi/azure-native/resources/resourceGroup.js';
import { BlobContainer } from '@pulumi/azure-native/storage/blobContainer.js';
import { ObjectReplicationPolicy } from '@pulumi/azure-native/storage/objectReplicationPolicy.js';
import * as pulumi from '@pulumi/pulumi';
import { AzureConcern } from './azure-concern.ts';
import { makeBlobAccount } from './blob-account.ts';
import { protectDatabase } from './database-backup.ts';
import { makeKey, makeVault } from './key-vault.ts';
import type { ContainerReference, StorageReference } from './references.ts';
import { assignRoles } from './role-assignments.ts';
import type { Site } from './site.ts';

export interface BackupSources {
  /** Undefined where it was brought: whoever made it copies it. */
  readonly storage: StorageReference | undefined;
  readonly postgresId: pulumi.Output<string> | undefined;
}

/** Longest that Azure keeps what was softly deleted. Source: Azure documentation, "Soft delete for blobs". */
const longestSoftDelete = 365;

/** Copies outside the blast radius: in a group of their own, where no identity of the plane has any right. */
export class BackupsConcern extends AzureConcern {
  constructor(site: Site, sources: BackupSources) {
    super('backups', site);
    const { region, retentionDays } = site.environment.spec.backups;
    if (region === undefined) return;
    if (sources.storage !== undefined) this.#copyContainers(region, retentionDays, sources.storage);
    if (sources.postgresId !== undefined) {
      protectDatabase(
        site,
        this.concern,
        this.located,
        { id: sources.postgresId, retentionDays },
        {
          keeps: this.keeps(),
          child: this.child(),
        },
      );
    }
  }

  /** Every change of the containers goes to an account in the other region, within minutes, old versions too. */
  #copyContainers(region: string, retentionDays: number, source: StorageReference): void {
    const group = new ResourceGroup(
      this.named('group'),
      {
        resourceGroupName: this.nameOf('azure-native:resources:ResourceGroup', 'copies'),
        location: region,
        tags: this.tags,
      },
      this.keeps(),
    );
    const located = { resourceGroupName: group.name, location: region, tags: this.tags };
    const encryption = this.#key(located);
    const accountName = this.nameOf('azure-native:storage:StorageAccount', 'copies');
    const { account, ready } = makeBlobAccount(
      {
        logicalName: this.named('copies'),
        accountName,
        sku: 'Standard_ZRS',
        located,
        encryption,
        undoDays: Math.min(retentionDays, longestSoftDelete),
        changeFeed: false,
        rules: [
          {
            name: 'old-versions',
            prefixes: copied(source).map(({ name }) => `${name}/`),
            deleteVersionsAfterDays: retentionDays,
          },
        ],
      },
      this.keeps({ dependsOn: [...encryption.granted] }),
      this.child(),
    );
    const containers = copied(source).map(
      ({ name }) =>
        new BlobContainer(
          this.named(`copies-${name}`),
          { resourceGroupName: group.name, accountName: account.name, containerName: name, publicAccess: 'None' },
          this.keeps({ dependsOn: [...ready] }),
        ),
    );
    this.#replicate(source, account, located, containers);
  }

  /** Both sides must say the same; the service makes up the ids when the destination does. */
  #replicate(
    source: StorageReference,
    destination: { readonly id: pulumi.Output<string>; readonly name: pulumi.Output<string> },
    located: { readonly resourceGroupName: pulumi.Input<string> },
    containers: readonly pulumi.Resource[],
  ): void {
    const ends = { sourceAccount: source.accountId, destinationAccount: destination.id };
    const rules = copied(source).map(({ name }) => ({
      sourceContainer: name,
      destinationContainer: name,
      // Also what was there before the copy was set up.
      filters: { minCreationTime: '1601-01-01T00:00:00Z' },
    }));
    const receiving = new ObjectReplicationPolicy(
      this.named('receive'),
      {
        resourceGroupName: located.resourceGroupName,
        accountName: destination.name,
        objectReplicationPolicyId: 'default',
        ...ends,
        rules,
      },
      this.child({ dependsOn: [...containers] }),
    );
    new ObjectReplicationPolicy(
      this.named('send'),
      {
        ...this.grouped,
        accountName: source.accountName,
        objectReplicationPolicyId: receiving.policyId,
        ...ends,
        rules: rules.map((rule, index) => ({
          ...rule,
          ruleId: receiving.rules.apply((received) => received?.[index]?.ruleId ?? ''),
        })),
      },
      this.child(),
    );
  }

  /** A vault and a key of the other region: copies must open while the first region is away. */
  #key(located: {
    readonly resourceGroupName: pulumi.Output<string>;
    readonly location: string;
    readonly tags: Record<string, string>;
  }) {
    const plainName = this.nameOf('azure-native:keyvault:Vault', 'copies');
    const made = makeVault(this.named('vault'), plainName, this.site, located, this.keeps(), this.child());
    const vault = { id: made.id, name: made.name, plainName, group: located.resourceGroupName };
    const key = makeKey(
      this.named('copies-key'),
      this.nameOf('azure-native:keyvault:Key', 'copies'),
      vault,
      this.tags,
      this.keeps(),
    );
    const identity = new UserAssignedIdentity(
      this.named('identity'),
      { ...located, resourceName: this.nameOf('azure-native:managedidentity:UserAssignedIdentity', 'copies') },
      this.child(),
    );
    const scopes = { 'key copies': pulumi.interpolate`${vault.id}/keys/${key.name}` };
    const granted = assignRoles(this.site, this.concern, 'copies', identity.principalId, scopes, this.child());
    return { key, vaultUri: `https://${plainName}.vault.azure.net`, identityId: identity.id, granted };
  }
}

/** Responses are gone within a day: no copy of them. */
function copied({ containers }: StorageReference): readonly ContainerReference[] {
  return [containers.brainstore, containers.codeBundles];
}
