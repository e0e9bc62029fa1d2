import { Instance } from '@pulumi/gcp/redis/instance.js';
import * as pulumi from '@pulumi/pulumi';
import type { GoogleEnvironment } from '../environment/schema/environment.ts';
import { GoogleConcern, type GoogleContext } from './concern.ts';
import { maintenanceOf } from './maintenance.ts';
import type { KeyReference, NetworkReference } from './references.ts';
import { newSecret, newVersion } from './stored-secret.ts';

type NewRedis = Extract<GoogleEnvironment['spec']['redis'], { type: 'New' }>;

/**
 * Redis on Memorystore, or the one that was brought. With a password, and reached from the VPC alone; not over TLS, for
 * the reason in docs/adr/0140-redis-without-tls-on-google.md.
 */
export class Redis extends GoogleConcern {
  /** The secret with the URL, to wait for before it is granted; nothing where it was brought. */
  readonly url: readonly pulumi.Resource[];
  /** Name of the instance, for alarms; undefined where it was brought. */
  readonly instanceName?: string;

  constructor(context: GoogleContext, network: NetworkReference, keys: KeyReference) {
    super('redis', context, ['redis', 'secretmanager', 'servicenetworking']);
    const { redis } = this.environment.spec;
    if (redis.type === 'Existing') {
      this.url = [];
    } else {
      this.instanceName = this.nameOf('gcp:redis/instance:Instance', 'redis');
      this.url = [this.#url(this.#instance(redis, this.instanceName, network, keys), keys)];
    }
    this.registerOutputs();
  }

  #instance(redis: NewRedis, name: string, network: NetworkReference, keys: KeyReference): Instance {
    const { profile, cloud } = this.environment.spec;
    const [zone, otherZone] = cloud.zones;
    return new Instance(
      this.named('instance'),
      {
        project: this.project,
        region: this.region,
        name,
        labels: { ...this.labels },
        tier: redis.highAvailability ? 'STANDARD_HA' : 'BASIC',
        redisVersion: redis.version,
        memorySizeGb: redis.memoryGiB,
        ...(zone !== undefined && { locationId: zone }),
        ...(redis.highAvailability && otherZone !== undefined && { alternativeLocationId: otherZone }),
        connectMode: 'PRIVATE_SERVICE_ACCESS',
        authorizedNetwork: network.network,
        authEnabled: true,
        transitEncryptionMode: 'DISABLED',
        customerManagedKey: keys.key,
        persistenceConfig: { persistenceMode: 'RDB', rdbSnapshotPeriod: 'ONE_HOUR' },
        maintenancePolicy: { weeklyMaintenanceWindows: [maintenanceOf(this.environment).cache] },
        deletionProtection: profile !== 'sandbox',
      },
      this.keeps(
        {
          customTimeouts: { create: '40m', update: '40m', delete: '40m' },
        },
        [...network.privateServices, ...keys.granted],
      ),
    );
  }

  #url(instance: Instance, keys: KeyReference): pulumi.Resource {
    const secret = newSecret(this.named('url'), this.environment, 'redis-url', keys, this.keeps({}, keys.granted));
    const url = pulumi.interpolate`redis://:${instance.authString}@${instance.host}:${instance.port}`;
    newVersion(this.named('url'), secret, url, this.child());
    return secret;
  }
}
