import type { AwsEnvironment } from '../../environment/schema/environment.ts';
import { nameOf } from '../../naming/name-of.ts';
import type { Principal } from '../../permissions/grant.ts';
import { arnIn, partitionOf } from '../arn.ts';
import { clusterArnOf } from '../trust.ts';
import { apiPrincipal } from './api.ts';
import { brainstorePrincipal } from './brainstore.ts';
import { autoscalerPrincipal, clusterPrincipal, networkPluginPrincipal, nodesPrincipal } from './cluster.ts';
import { exportRoleArnsOf } from './export-roles.ts';
import { operatorPrincipal } from './operator.ts';
import type { PlaneReferences } from './references.ts';

/**
 * Who may do what in an environment on AWS, for a person to read: the same tables that the program makes roles of, with
 * names where those are known beforehand and words where only the cloud knows them.
 */
export function principalsOf(environment: AwsEnvironment): readonly Principal[] {
  const { spec } = environment;
  const references = referencesOf(environment);
  return [
    apiPrincipal(references),
    brainstorePrincipal(references),
    operatorPrincipal(references),
    ...(spec.kubernetes.type === 'New'
      ? [clusterPrincipal, nodesPrincipal, networkPluginPrincipal, autoscalerPrincipal(clusterArnOf(environment))]
      : []),
  ];
}

function referencesOf(environment: AwsEnvironment): PlaneReferences<string> {
  const { spec } = environment;
  const bucket = (name: string): string => `arn:${partitionOf(spec.cloud.region)}:s3:::${name}`;
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
