import { ManagementLockByScope } from '@pulumi/azure-native/authorization/managementLockByScope.js';
import { Configuration } from '@pulumi/azure-native/dbforpostgresql/configuration.js';
import { Database } from '@pulumi/azure-native/dbforpostgresql/database.js';
import { Server } from '@pulumi/azure-native/dbforpostgresql/server.js';
import * as pulumi from '@pulumi/pulumi';
import { RandomPassword } from '@pulumi/random/randomPassword.js';
import { must } from '../../src/runtime/must.ts';
import type { SelfHostedAzureSpec } from '../environment/schema/azure.ts';
import { AzureConcern } from './azure-concern.ts';
import { databaseName, databaseUser, postgresParameters, tierOf } from './postgres-parameters.ts';
import { restartOnce } from './postgres-restart.ts';
import { makePrivateEndpoint } from './private-endpoint.ts';
import type { EncryptionReference, NetworkReference } from './references.ts';
import type { Site } from './site.ts';

type NewPostgres = Extract<SelfHostedAzureSpec['postgres'], { type: 'New' }>;

/** The flexible server, with a password that nobody sees. */
export class PostgresConcern extends AzureConcern {
  /** Undefined where the database was brought. */
  readonly server: { readonly id: pulumi.Output<string>; readonly name: string } | undefined;
  /** `postgres://…` with the password in it, a secret. */
  readonly url: pulumi.Output<string> | undefined;

  constructor(site: Site, network: Pick<NetworkReference, 'endpoints' | 'zones'>, encryption: EncryptionReference) {
    super('postgres', site);
    const { postgres } = site.environment.spec;
    if (postgres.type === 'Existing') return;
    const serverName = this.nameOf('azure-native:dbforpostgresql:Server', 'postgres');
    // Letters and digits alone, so that the URL needs no escapes that somebody may get wrong.
    const password = new RandomPassword(this.named('password'), { length: 40, special: false }, this.keeps());
    const server = this.#server(postgres, serverName, password.result, encryption);
    const endpoint = makePrivateEndpoint(
      {
        resourceId: server.id,
        groupId: 'postgresqlServer',
        zone: 'postgres',
        logicalName: this.named('server'),
        physicalName: this.nameOf('azure-native:network:PrivateEndpoint', 'postgres'),
      },
      network,
      this.located,
      this.child(),
    );
    const database = new Database(
      this.named('database'),
      { ...this.grouped, serverName: server.name, databaseName, charset: 'UTF8', collation: 'en_US.utf8' },
      this.keeps({ dependsOn: [endpoint] }),
    );
    const configured = this.#configure(server, database);
    restartOnce(site, this.concern, this.located, server, configured, this.child());
    if (postgres.deletionProtection) {
      new ManagementLockByScope(
        this.named('lock'),
        {
          scope: server.id,
          lockName: 'keep',
          level: 'CanNotDelete',
          notes: 'Without its rows the containers cannot be read.',
        },
        this.child(),
      );
    }
    this.server = { id: server.id, name: serverName };
    this.url = pulumi.interpolate`postgres://${databaseUser}:${password.result}@${server.fullyQualifiedDomainName}:5432/${database.name}?sslmode=require`;
  }

  #server(
    postgres: NewPostgres,
    serverName: string,
    password: pulumi.Output<string>,
    encryption: EncryptionReference,
  ): Server {
    const { zones } = this.site.environment.spec.cloud;
    const grows = postgres.maxStorageGiB > postgres.storageGiB;
    const key = must(encryption.keys.postgres, 'encryption makes a key for a new database');
    return new Server(
      this.named('server'),
      {
        ...this.located,
        serverName,
        version: postgres.version,
        administratorLogin: databaseUser,
        administratorLoginPassword: password,
        authConfig: { passwordAuth: 'Enabled', activeDirectoryAuth: 'Disabled' },
        sku: { name: postgres.instanceType, tier: tierOf(postgres.instanceType) },
        storage: {
          type: 'Premium_LRS',
          storageSizeGB: postgres.storageGiB,
          // Azure grows a disk when it is almost full, and knows no upper bound of it.
          autoGrow: grows ? 'Enabled' : 'Disabled',
        },
        availabilityZone: must(zones[0], 'there is at least one zone'),
        highAvailability: postgres.highAvailability
          ? zones[1] === undefined
            ? { mode: 'SameZone' }
            : { mode: 'ZoneRedundant', standbyAvailabilityZone: zones[1] }
          : { mode: 'Disabled' },
        backup: { backupRetentionDays: postgres.backupRetentionDays, geoRedundantBackup: 'Disabled' },
        network: { publicNetworkAccess: 'Disabled' },
        identity: {
          type: 'UserAssigned',
          userAssignedIdentities: pulumi.output(encryption.identityId).apply((id) => ({ [id]: {} })),
        },
        dataEncryption: {
          type: 'AzureKeyVault',
          primaryKeyURI: key.uri,
          primaryUserAssignedIdentityId: encryption.identityId,
        },
        maintenanceWindow: { customWindow: 'Enabled', dayOfWeek: 0, startHour: 1, startMinute: 0 },
      },
      this.keeps({
        dependsOn: [...encryption.granted],
        ignoreChanges: [
          // After a failover the zones are the other way round.
          'availabilityZone',
          'highAvailability.standbyAvailabilityZone',
          // A disk that Azure has made larger is never made smaller again.
          ...(grows ? ['storage.storageSizeGB'] : []),
        ],
        customTimeouts: { create: '60m', update: '120m' },
      }),
    );
  }

  /** One after the other: the server refuses a second change while it takes one in. */
  #configure(server: Server, database: Database): pulumi.Resource {
    let last: pulumi.Resource = database;
    for (const { name, value } of postgresParameters) {
      last = new Configuration(
        this.named(name.replaceAll(/[._]/g, '-')),
        { ...this.grouped, serverName: server.name, configurationName: name, value, source: 'user-override' },
        this.child({ dependsOn: [last] }),
      );
    }
    return last;
  }
}
