import { Database } from '@pulumi/gcp/sql/database.js';
import { DatabaseInstance } from '@pulumi/gcp/sql/databaseInstance.js';
import { User } from '@pulumi/gcp/sql/user.js';
import * as pulumi from '@pulumi/pulumi';
import { RandomPassword } from '@pulumi/random/randomPassword.js';
import type { GoogleEnvironment } from '../environment/schema/environment.ts';
import { GoogleConcern, type GoogleContext } from './concern.ts';
import { databaseFlags } from './database-flags.ts';
import { maintenanceOf } from './maintenance.ts';
import type { KeyReference, NetworkReference } from './references.ts';
import { newSecret, newVersion } from './stored-secret.ts';

type NewPostgres = Extract<GoogleEnvironment['spec']['postgres'], { type: 'New' }>;

const database = 'braintrust';
const user = 'braintrust';
const port = 5432;

/**
 * PostgreSQL on Cloud SQL, or the one that was brought. Its password is made by the engine and goes nowhere but into the
 * database and, within the URL, into the cloud's store.
 */
export class Postgres extends GoogleConcern {
  /** The secret with the URL, to wait for before it is granted; nothing where it was brought. */
  readonly url: readonly pulumi.Resource[];
  /** Name of the instance, for alarms; undefined where it was brought. */
  readonly instanceName?: string;

  constructor(context: GoogleContext, network: NetworkReference, keys: KeyReference) {
    super('postgres', context, ['sqladmin', 'secretmanager', 'servicenetworking']);
    const { postgres } = this.environment.spec;
    if (postgres.type === 'Existing') {
      this.url = [];
    } else {
      this.instanceName = this.nameOf('gcp:sql/databaseInstance:DatabaseInstance', 'postgres');
      const instance = this.#instance(postgres, this.instanceName, network, keys);
      this.url = [this.#url(instance, this.#login(instance), keys)];
    }
    this.registerOutputs();
  }

  #instance(postgres: NewPostgres, name: string, network: NetworkReference, keys: KeyReference): DatabaseInstance {
    return new DatabaseInstance(
      this.named('instance'),
      {
        project: this.project,
        region: this.region,
        name,
        databaseVersion: `POSTGRES_${postgres.version}`,
        encryptionKeyName: keys.key,
        deletionProtection: postgres.deletionProtection,
        settings: this.#settings(postgres, network),
      },
      this.keeps(
        {
          // The disk grows by itself; asking for the old size would mean another instance.
          ignoreChanges: ['settings.diskSize'],
          customTimeouts: { create: '60m', update: '120m', delete: '60m' },
        },
        [...network.privateServices, ...keys.granted],
      ),
    );
  }

  #settings(postgres: NewPostgres, network: NetworkReference) {
    const { zones } = this.environment.spec.cloud;
    const enterprisePlus = isEnterprisePlus(postgres.instanceType);
    return {
      tier: postgres.instanceType,
      edition: enterprisePlus ? 'ENTERPRISE_PLUS' : 'ENTERPRISE',
      availabilityType: postgres.highAvailability ? 'REGIONAL' : 'ZONAL',
      activationPolicy: 'ALWAYS',
      diskType: 'PD_SSD',
      diskSize: postgres.storageGiB,
      diskAutoresize: true,
      diskAutoresizeLimit: postgres.maxStorageGiB,
      deletionProtectionEnabled: postgres.deletionProtection,
      retainBackupsOnDelete: true,
      userLabels: { ...this.labels },
      ...(zones[0] !== undefined && {
        locationPreference: {
          zone: zones[0],
          ...(postgres.highAvailability && zones[1] !== undefined && { secondaryZone: zones[1] }),
        },
      }),
      ipConfiguration: {
        ipv4Enabled: false,
        privateNetwork: network.network,
        enablePrivatePathForGoogleCloudServices: false,
        sslMode: 'ENCRYPTED_ONLY',
      },
      backupConfiguration: this.#backups(postgres, enterprisePlus),
      ...(enterprisePlus && { dataCacheConfig: { dataCacheEnabled: true } }),
      insightsConfig: {
        queryInsightsEnabled: true,
        queryPlansPerMinute: 5,
        queryStringLength: 1024,
        recordApplicationTags: false,
        recordClientAddress: false,
      },
      maintenanceWindow: maintenanceOf(this.environment).database,
      databaseFlags: [...databaseFlags({ database, sequentialScans: postgres.sequentialScans, enterprisePlus })],
    };
  }

  #backups({ backupRetentionDays }: NewPostgres, enterprisePlus: boolean) {
    const { region } = this.environment.spec.backups;
    return {
      enabled: true,
      startTime: '00:30',
      ...(region !== undefined && { location: region }),
      pointInTimeRecoveryEnabled: true,
      transactionLogRetentionDays: enterprisePlus ? backupRetentionDays : Math.min(backupRetentionDays, 7),
      backupRetentionSettings: { retainedBackups: backupRetentionDays, retentionUnit: 'COUNT' },
    };
  }

  #login(instance: DatabaseInstance): pulumi.Output<string> {
    // Letters and digits alone: nothing of it needs escaping in a URL.
    const password = new RandomPassword(this.named('password'), { length: 40, special: false }, this.keeps());
    const { project } = this;
    new Database(
      this.named('database'),
      { project, name: database, instance: instance.name, deletionPolicy: 'ABANDON' },
      this.keeps(),
    );
    new User(
      this.named('user'),
      { project, name: user, instance: instance.name, password: password.result, deletionPolicy: 'ABANDON' },
      // Given up instead of deleted, it would still be there when the next update makes it anew.
      this.keeps(),
    );
    return password.result;
  }

  #url(instance: DatabaseInstance, password: pulumi.Output<string>, keys: KeyReference): pulumi.Resource {
    const secret = newSecret(this.named('url'), this.environment, 'postgres-url', keys, this.keeps({}, keys.granted));
    const url = pulumi.interpolate`postgres://${user}:${password}@${instance.privateIpAddress}:${port}/${database}?sslmode=require`;
    newVersion(this.named('url'), secret, url, this.child());
    return secret;
  }
}

/** Machine types of the larger edition. Source: https://cloud.google.com/sql/docs/postgres/create-instance#machine-types. */
function isEnterprisePlus(instanceType: string): boolean {
  return /^db-(perf-optimized|c4a-highmem)-/.test(instanceType);
}
