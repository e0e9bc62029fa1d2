import { BlobContainer } from '@pulumi/azure-native/storage/blobContainer.js';
import type { SelfHostedAzureSpec } from '../environment/schema/azure.ts';
import { AzureConcern } from './azure-concern.ts';
import { accountEncryption, makeBlobAccount } from './blob-account.ts';
import { containerNamesOf } from './containers.ts';
import { lifecycleRules } from './lifecycle.ts';
import { makePrivateEndpoint } from './private-endpoint.ts';
import type {
  ContainerReference,
  ContainerRole,
  EncryptionReference,
  NetworkReference,
  StorageReference,
} from './references.ts';
import { partsOf, type Site } from './site.ts';

/** The account with its three containers: the system of record. */
export class StorageConcern extends AzureConcern {
  readonly reference: StorageReference;
  /** Whether they were made here; those that exist are copied and watched by whoever made them. */
  readonly made: boolean;

  constructor(site: Site, network: Pick<NetworkReference, 'endpoints' | 'zones'>, encryption: EncryptionReference) {
    super('storage', site);
    const { storage, backups } = site.environment.spec;
    const names = containerNamesOf(site.environment);
    this.made = storage.type === 'New';
    if (storage.type === 'Existing') {
      const { accountId } = storage;
      const container = (role: ContainerRole): ContainerReference => ({
        name: names[role],
        id: `${accountId}/blobServices/default/containers/${names[role]}`,
      });
      this.reference = {
        accountId,
        accountName: partsOf(accountId).name,
        containers: eachContainer(container),
      };
      return;
    }
    const accountName = this.nameOf('azure-native:storage:StorageAccount', 'data');
    const opened = openTo(storage, site.environment.spec.entry.allowedCidrs);
    const { account, ready } = makeBlobAccount(
      {
        logicalName: this.named('account'),
        accountName,
        sku: storage.sku,
        located: this.located,
        encryption: accountEncryption(encryption),
        ...(opened && { openTo: opened }),
        undoDays: storage.undoDays,
        // Copies in another region follow it.
        changeFeed: backups.region !== undefined,
        origins: storage.allowedOrigins,
        rules: lifecycleRules(names, storage.undoDays),
      },
      this.keeps({ dependsOn: [...encryption.granted] }),
      this.child(),
    );
    makePrivateEndpoint(
      {
        resourceId: account.id,
        groupId: 'blob',
        zone: 'blob',
        logicalName: this.named('account'),
        physicalName: this.nameOf('azure-native:network:PrivateEndpoint', 'blob'),
      },
      network,
      this.located,
      this.child(),
    );
    const container = (role: ContainerRole): ContainerReference => ({
      name: names[role],
      id: new BlobContainer(
        this.named(names[role]),
        { ...this.grouped, accountName: account.name, containerName: names[role], publicAccess: 'None' },
        this.keeps({ dependsOn: [...ready] }),
      ).id,
    });
    this.reference = { accountId: account.id, accountName, containers: eachContainer(container) };
  }
}

function eachContainer(container: (role: ContainerRole) => ContainerReference): StorageReference['containers'] {
  return {
    brainstore: container('brainstore'),
    responses: container('responses'),
    codeBundles: container('codeBundles'),
  };
}

/** Undefined while the account is closed to the internet. Azure takes single addresses without their /32. */
function openTo({ browsers }: Extract<SelfHostedAzureSpec['storage'], { type: 'New' }>, cidrs: readonly string[]) {
  if (browsers === 'Network') return undefined;
  const everybody = cidrs.includes('0.0.0.0/0');
  return {
    bypass: 'AzureServices',
    defaultAction: everybody ? ('Allow' as const) : ('Deny' as const),
    ipRules: everybody ? [] : cidrs.map((cidr) => ({ iPAddressOrRange: cidr.replace(/\/32$/, '') })),
  };
}
