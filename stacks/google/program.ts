import { Provider } from '@pulumi/gcp/provider.js';
import type * as pulumi from '@pulumi/pulumi';
import type { GoogleEnvironment } from '../environment/schema/environment.ts';
import { Alarms } from './alarms.ts';
import { Backups } from './backups.ts';
import { bucketNamesOf } from './bucket-names.ts';
import type { GoogleContext } from './concern.ts';
import { Encryption } from './encryption.ts';
import { Entry } from './entry.ts';
import { Exports } from './exports.ts';
import { Identity } from './identity.ts';
import { Kubernetes } from './kubernetes.ts';
import { Network } from './network.ts';
import { Nodes } from './nodes.ts';
import { outputsOf } from './outputs.ts';
import { resourceNames } from './permissions/names.ts';
import { Postgres } from './postgres.ts';
import { Redis } from './redis.ts';
import { planeSecretsOf } from './secret-names.ts';
import { Secrets } from './secrets.ts';
import { Services } from './services.ts';
import { Storage } from './storage.ts';

/** Makes a self-hosted environment on Google Cloud, and says what the cluster needs to know: `googleOutputs`. */
export function program(environment: GoogleEnvironment): Promise<Readonly<Record<string, unknown>>> {
  const { project, region } = environment.spec.cloud;
  // Labels stand on each resource, where a plan shows them; the provider adds none of its own.
  const provider = new Provider('google', { project, region, addPulumiAttributionLabel: false });
  const context: GoogleContext = { environment, provider, services: new Services(environment, provider) };

  const network = new Network(context);
  const keys = new Encryption(context);
  const nodes = new Nodes(context);
  const after = [...keys.granted, ...nodes.granted];
  const cluster = new Kubernetes(context, { network, keys, nodeAccount: nodes.email, after });
  const postgres = new Postgres(context, network, keys);
  const redis = new Redis(context, network, keys);
  const storage = new Storage(context, keys);
  const secrets = new Secrets(context, keys);

  const made = madeBy(environment, storage, { postgres, redis, secrets });
  const identity = new Identity(context, { cluster: cluster.resources, made });
  const exports = new Exports(context, identity.accounts);
  const entry = new Entry(context, network);
  new Backups(context, keys, made);
  new Alarms(context, { postgres: postgres.instanceName, redis: redis.instanceName });
  return Promise.resolve(outputsOf(environment, { cluster, entry, exportServiceAccounts: exports.emails }));
}

/** Everything that rights are granted on, by full name. */
function madeBy(
  environment: GoogleEnvironment,
  storage: Storage,
  { postgres, redis, secrets }: { readonly postgres: Postgres; readonly redis: Redis; readonly secrets: Secrets },
): ReadonlyMap<string, readonly pulumi.Resource[]> {
  const names = planeSecretsOf(environment);
  return new Map([
    ...Object.values(bucketNamesOf(environment)).map((name) => [resourceNames.bucket(name), storage.of(name)] as const),
    [names.postgresUrl, postgres.url],
    [names.redisUrl, redis.url],
    [names.licenseKey, secrets.licenseKey],
    [names.functionSecretKey, secrets.functionSecretKey],
  ]);
}
