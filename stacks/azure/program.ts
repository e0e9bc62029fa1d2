import { Provider } from '@pulumi/azure-native/provider.js';
import * as pulumi from '@pulumi/pulumi';
import { azureLocalDiskClass } from '../../src/dataplane/contract/identity.ts';
import type { AzureEnvironment } from '../environment/schema/environment.ts';
import type { AzureOutputs } from '../outputs.ts';
import { AlarmsConcern } from './alarms.ts';
import { BackupsConcern } from './backups.ts';
import { EncryptionConcern } from './encryption.ts';
import { EntryConcern, type EntryReference } from './entry.ts';
import { IdentityConcern } from './identity.ts';
import { KubernetesConcern } from './kubernetes.ts';
import { LogsConcern } from './logs.ts';
import { NetworkConcern } from './network.ts';
import { brainstoreTaint, poolLabel } from './node-pools.ts';
import { PostgresConcern } from './postgres.ts';
import { PrivateDnsConcern } from './private-dns.ts';
import { RedisConcern } from './redis.ts';
import type { NetworkReference, VaultReference } from './references.ts';
import { ResourceGroupConcern } from './resource-group.ts';
import { secretNamesOf } from './secret-names.ts';
import { SecretsConcern } from './secrets.ts';
import type { Site } from './site.ts';
import { StorageConcern } from './storage.ts';

type Outputs = { readonly [Key in keyof AzureOutputs]: pulumi.Input<AzureOutputs[Key]> };

/**
 * Everything of a self-hosted plane on Azure; answers with what the cluster needs to know.
 * @throws TypeError if what is brought does not fit together.
 */
export function program(environment: AzureEnvironment): Promise<Outputs> {
  const { cloud, backups } = environment.spec;
  refuseMisfits(environment);
  const provider = new Provider('azure', {
    tenantId: cloud.tenantId,
    subscriptionId: cloud.subscriptionId,
    location: cloud.location,
    disablePulumiPartnerId: true,
  });
  const group = new ResourceGroupConcern(environment, provider).reference;
  const site: Site = { environment, provider, group };

  const entrance = new EntryConcern(site);
  const placed = new NetworkConcern(site, entrance.securityGroupId);
  const { zones } = new PrivateDnsConcern(site, placed.reference);
  const network: NetworkReference = { ...placed.reference, zones };
  const encryption = new EncryptionConcern(site, network);
  const { vault } = encryption.reference;
  const cluster = new KubernetesConcern(site, network, encryption.reference).reference;
  const postgres = new PostgresConcern(site, network, encryption.reference);
  const redis = new RedisConcern(site, network, encryption.reference);
  const storage = new StorageConcern(site, network, encryption.reference);
  const secrets = new SecretsConcern(site, {
    vault,
    storage: storage.reference,
    postgresUrl: postgres.url,
    redis: redis.reference,
  });
  const { clientIds } = new IdentityConcern(site, cluster, storage.reference, vault, secrets.made);
  const entry = entrance.place(network);
  if (backups.region !== undefined) {
    new BackupsConcern(site, {
      storage: storage.made ? storage.reference : undefined,
      postgresId: postgres.server?.id,
    });
  }
  observe(site, { placed, encryption, cluster, postgres, redis, storage, entry });

  return Promise.resolve({
    provider: 'azure',
    clusterName: cluster.name,
    clusterEndpoint: cluster.endpoint,
    planeUrl: `https://${environment.spec.entry.hostname}`,
    dnsRecords: pulumi.output(entry.dnsRecords).apply((records) => [...records]),
    apiServiceType: 'LoadBalancer',
    apiServiceAnnotations: entry.serviceAnnotations,
    secrets: storedSecrets(environment, vault),
    ...brainstoreNodes(environment),
    clusterObjects: [localDiskClass],
    storageAccountName: storage.reference.accountName,
    brainstoreContainer: storage.reference.containers.brainstore.name,
    responsesContainer: storage.reference.containers.responses.name,
    codeBundlesContainer: storage.reference.containers.codeBundles.name,
    apiClientId: clientIds.api,
    brainstoreClientId: clientIds.brainstore,
    operatorClientId: clientIds.operator,
    keyVaultUri: vaultUri(vault),
  });
}

/** What `validate` says with file and line, for whoever runs the program without it: before anything is made. */
function refuseMisfits({ spec: { network, kubernetes, entry } }: AzureEnvironment): void {
  if (kubernetes.type === 'Existing' && network.type === 'New') {
    throw new TypeError(
      'spec.network: a cluster that exists stands in a network that exists; bring that one too, with type: Existing',
    );
  }
  if (network.type === 'Existing' && entry.access === 'Private' && network.entryAddress === undefined) {
    throw new TypeError('spec.network.entryAddress: a private entry needs a free address of its subnet');
  }
}

interface Observed {
  readonly placed: NetworkConcern;
  readonly encryption: EncryptionConcern;
  readonly cluster: KubernetesConcern['reference'];
  readonly postgres: PostgresConcern;
  readonly redis: RedisConcern;
  readonly storage: StorageConcern;
  readonly entry: EntryReference;
}

/** Logs and alarms of what was made here: what was brought is watched by whoever made it. */
function observe(site: Site, { placed, encryption, cluster, postgres, redis, storage, entry }: Observed): void {
  const account = storage.made ? storage.reference.accountId : undefined;
  new LogsConcern(site, encryption.reference, {
    ...(placed.madeId && { network: placed.madeId }),
    ...(encryption.madeVaultId && { vault: encryption.madeVaultId }),
    ...(cluster.id && { cluster: cluster.id }),
    ...(postgres.server && { postgres: postgres.server.id }),
    ...(account && { containers: pulumi.interpolate`${account}/blobServices/default` }),
    entry: entry.gatewayId,
  });
  new AlarmsConcern(site, {
    ...(postgres.server && { postgres: postgres.server.id }),
    ...(redis.reference && { redis: redis.reference.clusterId }),
    ...(account && { storage: account }),
    ...(encryption.madeVaultId && { vault: encryption.madeVaultId }),
    entry: entry.gatewayId,
  });
}

/** Where the operator finds each secret. No version: it follows changes. */
function storedSecrets(environment: AzureEnvironment, vault: VaultReference): AzureOutputs['secrets'] {
  const names = secretNamesOf(environment);
  const stored = (name: string) => ({ value: { secret: `${vaultUri(vault)}secrets/${name}` } });
  return {
    postgresUrl: stored(names.postgresUrl),
    redisUrl: stored(names.redisUrl),
    licenseKey: stored(names.licenseKey),
    functionSecretKey: stored(names.functionSecretKey),
    storageConnectionString: stored(names.storageConnectionString),
  };
}

function vaultUri({ plainName }: VaultReference): string {
  return `https://${plainName}.vault.azure.net/`;
}

/** Our own pools are marked; on a cluster that exists, pods go where the storage class finds a disk. */
function brainstoreNodes({
  spec,
}: AzureEnvironment): Pick<AzureOutputs, 'brainstoreNodeSelector' | 'brainstoreTolerations'> {
  if (spec.kubernetes.type === 'Existing') return { brainstoreNodeSelector: {}, brainstoreTolerations: [] };
  const { key, value, effect } = brainstoreTaint;
  return {
    brainstoreNodeSelector: { [poolLabel]: 'brainstore' },
    brainstoreTolerations: [{ key, operator: 'Equal', value, effect }],
  };
}

/** Local NVMe as volumes. Source: Helm chart 6.11.0, azure StorageClass. */
const localDiskClass = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: azureLocalDiskClass.name },
  provisioner: azureLocalDiskClass.provisioner,
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'WaitForFirstConsumer',
  allowVolumeExpansion: true,
};
