import { Database } from '@pulumi/azure-native/redisenterprise/database.js';
import { RedisEnterprise } from '@pulumi/azure-native/redisenterprise/redisEnterprise.js';
import type * as pulumi from '@pulumi/pulumi';
import { must } from '../../src/runtime/must.ts';
import { AzureConcern } from './azure-concern.ts';
import { makePrivateEndpoint } from './private-endpoint.ts';
import { clusteringOf, redisPort } from './redis-settings.ts';
import type { EncryptionReference, NetworkReference } from './references.ts';
import type { Site } from './site.ts';

export interface RedisReference {
  readonly clusterId: pulumi.Output<string>;
  readonly clusterName: string;
  readonly databaseId: pulumi.Output<string>;
  readonly hostName: pulumi.Output<string>;
}

/** Azure Managed Redis: what the vendor uses, Azure Cache for Redis, is being retired. */
export class RedisConcern extends AzureConcern {
  /** Undefined where Redis was brought. */
  readonly reference: RedisReference | undefined;

  constructor(site: Site, network: Pick<NetworkReference, 'endpoints' | 'zones'>, encryption: EncryptionReference) {
    super('redis', site);
    const { redis } = site.environment.spec;
    if (redis.type === 'Existing') return;
    const clusterName = this.nameOf('azure-native:redisenterprise:RedisEnterprise', 'redis');
    const key = must(encryption.keys.redis, 'encryption makes a key for a new cache');
    const cluster = new RedisEnterprise(
      this.named('cluster'),
      {
        ...this.located,
        clusterName,
        sku: { name: redis.sku },
        highAvailability: redis.highAvailability ? 'Enabled' : 'Disabled',
        minimumTlsVersion: '1.2',
        publicNetworkAccess: 'Disabled',
        identity: { type: 'UserAssigned', userAssignedIdentities: [encryption.identityId] },
        encryption: {
          customerManagedKeyEncryption: {
            keyEncryptionKeyUrl: key.versionedUri,
            keyEncryptionKeyIdentity: {
              identityType: 'userAssignedIdentity',
              userAssignedIdentityResourceId: encryption.identityId,
            },
          },
        },
      },
      this.child({ dependsOn: [...encryption.granted], customTimeouts: { create: '60m', update: '60m' } }),
    );
    const database = new Database(
      this.named('database'),
      {
        ...this.grouped,
        clusterName: cluster.name,
        databaseName: 'default',
        port: redisPort,
        clientProtocol: 'Encrypted',
        clusteringPolicy: clusteringOf(redis.sku),
        // The cache makes room for itself; ids of transactions and locks have no end, and stay.
        evictionPolicy: 'VolatileLRU',
        // The plane knows passwords only.
        accessKeysAuthentication: 'Enabled',
      },
      this.child(),
    );
    makePrivateEndpoint(
      {
        resourceId: cluster.id,
        groupId: 'redisEnterprise',
        zone: 'redis',
        logicalName: this.named('cluster'),
        physicalName: this.nameOf('azure-native:network:PrivateEndpoint', 'redis'),
      },
      network,
      this.located,
      this.child(),
    );
    this.reference = { clusterId: cluster.id, clusterName, databaseId: database.id, hostName: cluster.hostName };
  }
}
