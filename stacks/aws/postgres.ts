import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import { Instance } from '@pulumi/aws/rds/instance.js';
import { ParameterGroup } from '@pulumi/aws/rds/parameterGroup.js';
import { SubnetGroup } from '@pulumi/aws/rds/subnetGroup.js';
import { SecretRotation } from '@pulumi/aws/secretsmanager/secretRotation.js';
import * as pulumi from '@pulumi/pulumi';
import { must } from '../../src/runtime/must.ts';
import { Concern } from '../component.ts';
import type { AwsEnvironment } from '../environment/schema/environment.ts';
import { nameOf } from '../naming/name-of.ts';
import { tagsOf } from '../tags.ts';
import { postgresMonitoringPrincipal } from './permissions/services.ts';
import { diskOf, type NewPostgres } from './postgres/disk.ts';
import { parameters } from './postgres/parameters.ts';
import { existingSecret, type SecretSourceReference } from './secret-reference.ts';
import { makeRole } from './role.ts';
import { serviceTrust } from './statement.ts';
import { makeStoreGroup, type StoreSurroundings } from './store-group.ts';

const port = 5432;
/** The vendor's own choice: pg_cron keeps its jobs there unless told otherwise. Source: vendor's AWS module 6.6.0. */
const database = 'postgres';
const user = 'postgres';
const logs = ['postgresql', 'upgrade'] as const;
const logDays = 30;

/**
 * PostgreSQL on RDS, or the one that exists. Its password is made and kept by RDS itself, in Secrets Manager: it is in no
 * plan and no state.
 */
export class Postgres extends Concern {
  readonly urlSource: SecretSourceReference;
  /** Secrets that the operator must read for it. */
  readonly secretArns: readonly pulumi.Input<string>[];
  /** Name of the instance; none where the database exists already, which may lie anywhere. */
  readonly identifier: pulumi.Input<string> | undefined;
  readonly arn: pulumi.Input<string> | undefined;

  constructor(
    environment: AwsEnvironment,
    surroundings: StoreSurroundings,
    options: pulumi.ComponentResourceOptions = {},
  ) {
    super('aws', 'postgres', options);
    const { postgres } = environment.spec;
    if (postgres.type === 'Existing') {
      const { source, arn } = existingSecret(environment, postgres.urlSecret);
      this.urlSource = source;
      this.secretArns = [arn];
      this.registerOutputs();
      return;
    }
    const instance = this.#instance(environment, postgres, surroundings);
    const secretArn = instance.masterUserSecrets.apply(
      ([secret]) => must(secret, 'RDS names the secret of a password that it manages').secretArn,
    );
    // See docs/adr/0101: until whoever reads the password has followed it, everybody is shut out.
    new SecretRotation(this.named('rotation'), { secretId: secretArn, rotationEnabled: false }, this.child());
    this.urlSource = {
      template: pulumi.interpolate`postgres://{username}:{password}@${instance.address}:${port}/${database}?sslmode=require`,
      parts: {
        username: { secret: secretArn, field: 'username' },
        password: { secret: secretArn, field: 'password' },
      },
    };
    this.secretArns = [secretArn];
    this.identifier = instance.identifier;
    this.arn = instance.arn;
    this.registerOutputs();
  }

  #instance(environment: AwsEnvironment, postgres: NewPostgres, surroundings: StoreSurroundings): Instance {
    const { network, key } = surroundings;
    const tags = tagsOf(environment);
    const identifier = nameOf(environment, 'aws:rds/instance:Instance', 'postgres');
    const subnetGroup = new SubnetGroup(
      this.named('subnets'),
      {
        name: nameOf(environment, 'aws:rds/subnetGroup:SubnetGroup', 'postgres'),
        description: 'Subnets of the database',
        subnetIds: [...network.dataSubnetIds],
        tags,
      },
      this.child(),
    );
    const access = makeStoreGroup(
      { environment, ...surroundings, role: 'postgres', port, description: 'PostgreSQL of the data plane' },
      (role) => this.named(role),
      this.child(),
    );
    // RDS would make the groups itself, to be kept for ever.
    const logGroups = logs.map(
      (log) =>
        new LogGroup(
          this.named(`log-${log}`),
          {
            name: `/aws/rds/instance/${identifier}/${log}`,
            retentionInDays: logDays,
            kmsKeyId: key.arn,
            tags,
          },
          this.child(),
        ),
    );
    const { role: monitoring, rights } = makeRole(
      {
        environment,
        logical: this.named('monitoring'),
        principal: postgresMonitoringPrincipal,
        trust: serviceTrust('monitoring.rds.amazonaws.com', environment.spec.cloud.accountId),
      },
      this.child(),
    );
    return new Instance(
      this.named(''),
      {
        identifier,
        engine: 'postgres',
        engineVersion: postgres.version,
        instanceClass: postgres.instanceType,
        ...diskOf(postgres),
        storageEncrypted: true,
        kmsKeyId: key.arn,
        dbName: database,
        port,
        username: user,
        manageMasterUserPassword: true,
        masterUserSecretKmsKeyId: key.arn,
        // What is deleted by mistake stays restorable to the second, for as long as its backups are kept.
        deleteAutomatedBackups: false,
        multiAz: postgres.highAvailability,
        publiclyAccessible: false,
        dbSubnetGroupName: subnetGroup.name,
        vpcSecurityGroupIds: [access.id],
        parameterGroupName: this.#parameterGroup(environment, postgres).name,
        caCertIdentifier: 'rds-ca-rsa2048-g1',
        backupRetentionPeriod: postgres.backupRetentionDays,
        backupWindow: '00:00-00:30',
        maintenanceWindow: 'mon:08:00-mon:11:00',
        copyTagsToSnapshot: true,
        skipFinalSnapshot: false,
        finalSnapshotIdentifier: `${identifier}-final`,
        deletionProtection: postgres.deletionProtection,
        autoMinorVersionUpgrade: true,
        // The major version stands in the environment's file: it changes when a person writes another, never by itself.
        allowMajorVersionUpgrade: true,
        performanceInsightsEnabled: true,
        performanceInsightsKmsKeyId: key.arn,
        performanceInsightsRetentionPeriod: 7,
        monitoringInterval: 60,
        monitoringRoleArn: monitoring.arn,
        enabledCloudwatchLogsExports: [...logs],
        tags,
      },
      this.keeps({ dependsOn: [...logGroups, ...rights] }),
    );
  }

  /** Named after its major version: the groups of two versions stand side by side while the database moves. */
  #parameterGroup(environment: AwsEnvironment, { version }: NewPostgres): ParameterGroup {
    return new ParameterGroup(
      this.named('parameters'),
      {
        name: nameOf(environment, 'aws:rds/parameterGroup:ParameterGroup', `postgres${version}`),
        family: `postgres${version}`,
        description: 'What the data plane needs of PostgreSQL',
        parameters: parameters.map((parameter) => ({ ...parameter })),
        tags: tagsOf(environment),
      },
      this.child(),
    );
  }
}
