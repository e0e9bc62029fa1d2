import { ParameterGroup } from '@pulumi/aws/elasticache/parameterGroup.js';
import { ReplicationGroup } from '@pulumi/aws/elasticache/replicationGroup.js';
import { SubnetGroup } from '@pulumi/aws/elasticache/subnetGroup.js';
import * as pulumi from '@pulumi/pulumi';
import { Concern } from '../component.ts';
import type { AwsEnvironment } from '../environment/schema/environment.ts';
import { nameOf } from '../naming/name-of.ts';
import { tagsOf } from '../tags.ts';
import { makeRandomSecret } from './made-secret.ts';
import { existingSecret, type SecretSourceReference } from './secret-reference.ts';
import { makeStoreGroup, type StoreSurroundings } from './store-group.ts';

const port = 6379;
/** ElastiCache takes 16 to 128 printable characters. Source: ElastiCache User Guide, AUTH command. */
const passwordLength = 64;
const snapshotDays = 7;

type NewRedis = Extract<AwsEnvironment['spec']['redis'], { readonly type: 'New' }>;

/**
 * Redis on ElastiCache with TLS, a password and backups, or the one that exists. One shard: the plane's clients do not speak
 * to a cluster.
 */
export class Redis extends Concern {
  readonly urlSource: SecretSourceReference;
  /** Secrets that the operator must read for it. */
  readonly secretArns: readonly pulumi.Input<string>[];
  /** Name of the replication group; none where the Redis exists already. */
  readonly replicationGroupId: pulumi.Input<string> | undefined;
  /** Nodes by name, as their metrics are called; none where the Redis exists already. */
  readonly nodes: readonly string[];

  constructor(
    environment: AwsEnvironment,
    surroundings: StoreSurroundings,
    options: pulumi.ComponentResourceOptions = {},
  ) {
    super('aws', 'redis', options);
    const { redis } = environment.spec;
    if (redis.type === 'Existing') {
      const { source, arn } = existingSecret(environment, redis.urlSecret);
      this.urlSource = source;
      this.secretArns = [arn];
      this.nodes = [];
      this.registerOutputs();
      return;
    }
    const { secret, value } = makeRandomSecret(
      {
        environment,
        key: surroundings.key,
        role: 'redis-password',
        description: 'Password of Redis',
        length: passwordLength,
      },
      (role) => this.named(role.replace('redis-', '')),
      this.keeps(),
    );
    const group = this.#group(environment, redis, surroundings, value);
    this.urlSource = {
      template: pulumi.interpolate`rediss://:{password}@${group.primaryEndpointAddress}:${port}`,
      parts: { password: { secret: secret.arn } },
    };
    this.secretArns = [secret.arn];
    this.replicationGroupId = group.replicationGroupId;
    this.nodes = nodesOf(environment, redis);
    this.registerOutputs();
  }

  #group(
    environment: AwsEnvironment,
    redis: NewRedis,
    surroundings: StoreSurroundings,
    authToken: pulumi.Output<string>,
  ): ReplicationGroup {
    const tags = tagsOf(environment);
    const replicationGroupId = groupId(environment);
    const subnetGroup = new SubnetGroup(
      this.named('subnets'),
      {
        name: nameOf(environment, 'aws:elasticache/subnetGroup:SubnetGroup', 'redis'),
        description: 'Subnets of the cache',
        subnetIds: [...surroundings.network.dataSubnetIds],
        tags,
      },
      this.child(),
    );
    const access = makeStoreGroup(
      { environment, ...surroundings, role: 'redis', port, description: 'Redis of the data plane' },
      (role) => this.named(role),
      this.child(),
    );
    return new ReplicationGroup(
      this.named(''),
      {
        replicationGroupId,
        description: 'Cache, transaction ids and rate limits of the data plane',
        engine: 'redis',
        engineVersion: redis.version,
        nodeType: redis.instanceType,
        port,
        numCacheClusters: nodesOf(environment, redis).length,
        automaticFailoverEnabled: redis.highAvailability,
        multiAzEnabled: redis.highAvailability,
        subnetGroupName: subnetGroup.name,
        securityGroupIds: [access.id],
        parameterGroupName: this.#parameterGroup(environment, redis).name,
        transitEncryptionEnabled: true,
        transitEncryptionMode: 'required',
        authToken,
        // The password before it stays good until the new one is confirmed: clients are moved without a gap.
        authTokenUpdateStrategy: 'ROTATE',
        atRestEncryptionEnabled: true,
        kmsKeyId: surroundings.key.arn,
        snapshotRetentionLimit: snapshotDays,
        snapshotWindow: '03:00-04:00',
        maintenanceWindow: 'mon:08:00-mon:11:00',
        finalSnapshotIdentifier: `${replicationGroupId}-final`,
        autoMinorVersionUpgrade: true,
        tags,
      },
      this.keeps(),
    );
  }

  #parameterGroup(environment: AwsEnvironment, { version }: NewRedis): ParameterGroup {
    const family = familyOf(version);
    return new ParameterGroup(
      this.named('parameters'),
      {
        name: nameOf(environment, 'aws:elasticache/parameterGroup:ParameterGroup', family.replace('.', '-')),
        family,
        description: 'What the data plane needs of Redis',
        // A full cache drops what would expire anyway. Transaction ids do not expire, so they are never dropped.
        parameters: [{ name: 'maxmemory-policy', value: 'volatile-lru' }],
        tags: tagsOf(environment),
      },
      this.child(),
    );
  }
}

function groupId(environment: AwsEnvironment): string {
  return nameOf(environment, 'aws:elasticache/replicationGroup:ReplicationGroup', 'redis');
}

/** ElastiCache numbers the nodes of a group from 001 on. Source: ElastiCache User Guide, replication groups. */
function nodesOf(environment: AwsEnvironment, { highAvailability }: NewRedis): readonly string[] {
  const count = highAvailability ? 2 : 1;
  return Array.from({ length: count }, (_, index) => `${groupId(environment)}-00${index + 1}`);
}

/** Family of parameters of a version. Source: ElastiCache User Guide, engine-specific parameters. */
function familyOf(version: string): string {
  const [major = ''] = version.split('.');
  return major === '6' ? 'redis6.x' : `redis${major}`;
}
