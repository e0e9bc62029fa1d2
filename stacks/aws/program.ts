import { Provider } from '@pulumi/aws/provider.js';
import * as pulumi from '@pulumi/pulumi';
import type { AwsEnvironment } from '../environment/schema/environment.ts';
import type { AwsOutputs } from '../outputs.ts';
import type { Grant } from '../permissions/grant.ts';
import { Alarms } from './alarms.ts';
import { Backups } from './backups.ts';
import { Encryption } from './encryption.ts';
import { Entry } from './entry.ts';
import { Exports } from './exports.ts';
import { Identity } from './identity.ts';
import { Kubernetes } from './kubernetes.ts';
import { brainstoreNode } from './kubernetes/pools.ts';
import { Network } from './network.ts';
import { apiPrincipal } from './permissions/api.ts';
import { brainstorePrincipal } from './permissions/brainstore.ts';
import { exportRoleArnsOf } from './permissions/export-roles.ts';
import { operatorPrincipal } from './permissions/operator.ts';
import type { PlaneReferences } from './permissions/references.ts';
import { Postgres } from './postgres.ts';
import { Quarantine } from './quarantine.ts';
import { Redis } from './redis.ts';
import { Secrets } from './secrets.ts';
import { Storage } from './storage.ts';

type Ref = pulumi.Input<string>;
/** Every output of the contract, none beside; what each is made of the contract's schema says. */
type Outputs = { readonly [Name in keyof AwsOutputs]: unknown };

/**
 * A self-hosted plane on AWS. What others stand on comes first: the key, the network, the cluster; then what holds data;
 * then who may do what with it; last the way in.
 */
export function program(environment: AwsEnvironment): Promise<Outputs> {
  const { spec } = environment;
  const { region, accountId } = spec.cloud;
  // Credentials come from outside; the account stands here, so that nothing is done in another by mistake.
  const provider = new Provider('aws', { region, allowedAccountIds: [accountId] });
  const options: pulumi.ComponentResourceOptions = { providers: [provider] };

  const key = new Encryption(environment, options);
  const network = new Network(environment, { key }, options);
  const cluster = new Kubernetes(environment, { network, key }, options);
  const storage = new Storage(environment, key, options);
  const postgres = new Postgres(environment, { network, key, cluster }, options);
  const redis = new Redis(environment, { network, key, cluster }, options);
  const secrets = new Secrets(environment, key, options);
  const quarantine = spec.quarantine.enabled ? new Quarantine(environment, { key }, options) : undefined;

  const references: PlaneReferences<Ref> = {
    write: pulumi.interpolate,
    region,
    brainstoreBucket: storage.brainstoreBucket.arn,
    responsesBucket: storage.responsesBucket.arn,
    codeBundlesBucket: storage.codeBundlesBucket.arn,
    key: key.arn,
    secrets: [...postgres.secretArns, ...redis.secretArns, secrets.licenseKey.arn, secrets.functionSecretKey.arn],
    exportRoles: exportRoleArnsOf(environment),
  };
  const quarantineGrants: readonly Grant<Ref>[] = quarantine?.apiGrants ?? [];
  const principals = {
    api: apiPrincipal<Ref>(references, quarantineGrants),
    brainstore: brainstorePrincipal<Ref>(references),
    operator: operatorPrincipal<Ref>(references),
  };
  const identity = new Identity(environment, { clusterName: cluster.name, principals }, options);
  const { roleArns } = new Exports(environment, { brainstoreRoleArn: identity.roleArns.brainstore }, options);
  const { nodeSecurityGroupId, servicesGroups } = cluster;
  const entry = new Entry(environment, { network, nodeSecurityGroupId, servicesGroups }, options);
  new Backups(environment, { storage, postgres, key }, options);
  new Alarms(environment, { postgres, redis, storage, entry }, options);

  const ours = spec.kubernetes.type === 'New';
  return Promise.resolve({
    provider: 'aws',
    region,
    clusterName: cluster.name,
    // Of a cluster that was brought, whoever uses it knows them.
    ...(cluster.endpoint && { clusterEndpoint: cluster.endpoint }),
    ...(cluster.certificateAuthority && { clusterCertificateAuthority: cluster.certificateAuthority }),
    planeUrl: entry.planeUrl,
    dnsRecords: entry.dnsRecords,
    apiServiceType: 'ClusterIP',
    apiServiceAnnotations: {},
    secrets: {
      postgresUrl: postgres.urlSource,
      redisUrl: redis.urlSource,
      licenseKey: secrets.licenseKey.source,
      functionSecretKey: secrets.functionSecretKey.source,
    },
    brainstoreNodeSelector: ours ? { [brainstoreNode.key]: brainstoreNode.value } : {},
    brainstoreTolerations: ours
      ? [{ key: brainstoreNode.key, operator: 'Equal', value: brainstoreNode.value, effect: 'NoSchedule' }]
      : [],
    clusterObjects: [...cluster.objects, entry.object],
    brainstoreBucket: storage.brainstoreBucket.name,
    responsesBucket: storage.responsesBucket.name,
    codeBundlesBucket: storage.codeBundlesBucket.name,
    apiRoleArn: identity.roleArns.api,
    brainstoreRoleArn: identity.roleArns.brainstore,
    operatorRoleArn: identity.roleArns.operator,
    exportRoleArns: roleArns,
    quarantineEnvironment: quarantine?.environment ?? {},
  });
}
