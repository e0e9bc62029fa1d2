import type { AwsEnvironment } from '../../environment/schema/environment.ts';
import { nameOf } from '../../naming/name-of.ts';
import type { Principal } from '../../permissions/grant.ts';
import { arnIn, globalArnIn, partitionOf } from '../arn.ts';
import { clusterArnOf } from '../trust.ts';
import { apiPrincipal } from './api.ts';
import { brainstorePrincipal } from './brainstore.ts';
import { autoscalerPrincipal, clusterPrincipal, networkPluginPrincipal, nodesPrincipal } from './cluster.ts';
import { exportRoleArnsOf } from './export-roles.ts';
import { exportPrincipal } from './exports.ts';
import { flowLogsPrincipal } from './flow-logs.ts';
import { operatorPrincipal } from './operator.ts';
import {
  quarantineFunctionPrincipal,
  quarantineGrants,
  quarantineInvokePrincipal,
  type QuarantineReferences,
} from './quarantine.ts';
import type { PlaneReferences } from './references.ts';
import { backupsPrincipal, postgresMonitoringPrincipal } from './services.ts';

/**
 * Who may do what in an environment on AWS, for a person to read: the same tables that the program makes roles of, with
 * names where those are known beforehand and words where only the cloud knows them.
 */
export function principalsOf(environment: AwsEnvironment): readonly Principal[] {
  const { spec } = environment;
  const references = referencesOf(environment);
  const { quarantine, network, postgres, backups } = spec;
  const newCluster = spec.kubernetes.type === 'New';
  const flowLogsOf = (role: string): Principal => {
    const group = arnIn(
      environment,
      'logs',
      `log-group:${nameOf(environment, 'aws:cloudwatch/logGroup:LogGroup', role)}`,
    );
    return flowLogsPrincipal(role, [group, `${group}:*`]);
  };
  return [
    apiPrincipal(references, quarantine.enabled ? quarantineGrants(quarantineReferences(environment)) : []),
    brainstorePrincipal(references),
    operatorPrincipal(references),
    ...spec.exports.map(({ name, bucket, prefix }) => {
      const arn = bucketArn(environment, bucket);
      return exportPrincipal({ name, bucket: arn, objects: `${arn}/${prefix}*` });
    }),
    ...when(newCluster, () => [
      clusterPrincipal,
      nodesPrincipal,
      networkPluginPrincipal,
      autoscalerPrincipal(clusterArnOf(environment)),
    ]),
    ...when(network.type === 'New' && network.flowLogDays > 0, () => [flowLogsOf('flow-logs')]),
    ...when(quarantine.enabled, () => [
      quarantineInvokePrincipal(arnIn(environment, 'lambda', 'function:*')),
      quarantineFunctionPrincipal(arnIn(environment, 'lambda', 'function:*')),
      ...when(network.type !== 'New' || network.flowLogDays > 0, () => [flowLogsOf('quarantine-flow-logs')]),
    ]),
    ...when(postgres.type === 'New', () => [postgresMonitoringPrincipal]),
    ...when(backups.region !== undefined && (postgres.type === 'New' || spec.storage.type === 'New'), () => [
      backupsPrincipal,
    ]),
  ];
}

function when(holds: boolean, principals: () => readonly Principal[]): readonly Principal[] {
  return holds ? principals() : [];
}

function bucketArn({ spec }: AwsEnvironment, name: string): string {
  return `arn:${partitionOf(spec.cloud.region)}:s3:::${name}`;
}

function quarantineReferences(environment: AwsEnvironment): QuarantineReferences<string> {
  const role = (name: string): string =>
    globalArnIn(environment, 'iam', `role/${nameOf(environment, 'aws:iam/role:Role', name)}`);
  return {
    functions: arnIn(environment, 'lambda', 'function:*'),
    vpcId: 'the quarantine network',
    invokeRole: role('quarantine-invoke'),
    functionRole: role('quarantine-function'),
  };
}

function referencesOf(environment: AwsEnvironment): PlaneReferences<string> {
  const { spec } = environment;
  const bucket = (name: string): string => bucketArn(environment, name);
  const made = (role: string): string => bucket(nameOf(environment, 'aws:s3/bucket:Bucket', role));
  const { storage, encryption } = spec;
  const buckets =
    storage.type === 'Existing'
      ? {
          brainstoreBucket: bucket(storage.brainstore),
          responsesBucket: bucket(storage.responses),
          codeBundlesBucket: bucket(storage.codeBundles),
        }
      : {
          brainstoreBucket: made('brainstore'),
          responsesBucket: made('responses'),
          codeBundlesBucket: made('code-bundles'),
        };
  return {
    write: (parts, ...values) => String.raw({ raw: parts }, ...values),
    region: spec.cloud.region,
    ...buckets,
    key: encryption.type === 'Existing' ? encryption.keyArn : 'the key of the environment',
    secrets: secretsOf(environment),
    exportRoles: exportRoleArnsOf(environment),
  };
}

function secretsOf(environment: AwsEnvironment): readonly string[] {
  const { postgres, redis, secrets } = environment.spec;
  // Secrets Manager ends every ARN with six characters of its own.
  const made = (role: string): string =>
    arnIn(
      environment,
      'secretsmanager',
      `secret:${nameOf(environment, 'aws:secretsmanager/secret:Secret', role)}-??????`,
    );
  return [
    postgres.type === 'Existing' ? postgres.urlSecret : 'the password that RDS keeps for the database',
    redis.type === 'Existing' ? redis.urlSecret : made('redis-password'),
    secrets.licenseKey.type === 'Existing' ? secrets.licenseKey.name : made('license-key'),
    made('function-secret-key'),
  ];
}
