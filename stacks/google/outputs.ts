import type { Input } from '@pulumi/pulumi';
import { bucketNamesOf } from './bucket-names.ts';
import type { GoogleEnvironment } from '../environment/schema/environment.ts';
import type { GoogleOutputs } from '../outputs.ts';
import type { Entry } from './entry.ts';
import { brainstoreToleration, poolLabel } from './node-pools.ts';
import { planeEmailOf } from './permissions/names.ts';
import type { ClusterReference } from './references.ts';
import { planeSecretsOf } from './secret-names.ts';

/** Outputs by contract, of which some are known only once their subject exists. */
type Outputs = { readonly [Name in keyof GoogleOutputs]: Deep<GoogleOutputs[Name]> };
type Deep<T> = Input<T extends object ? { [Key in keyof T]: Deep<T[Key]> } : T>;

export function outputsOf(
  environment: GoogleEnvironment,
  made: {
    readonly cluster: ClusterReference;
    readonly entry: Entry;
    readonly exportServiceAccounts: Readonly<Record<string, string>>;
  },
): Outputs {
  const { cluster, entry } = made;
  const { spec } = environment;
  const buckets = bucketNamesOf(environment);
  const secrets = planeSecretsOf(environment);
  const hasPools = spec.kubernetes.type === 'Standard';
  return {
    provider: 'google',
    mode: cluster.mode,
    ...(cluster.machineFamily !== undefined && { autopilotMachineFamily: cluster.machineFamily }),
    clusterName: cluster.name,
    ...(cluster.endpoint !== undefined && { clusterEndpoint: cluster.endpoint }),
    ...(cluster.certificateAuthority !== undefined && { clusterCertificateAuthority: cluster.certificateAuthority }),
    planeUrl: `https://${spec.entry.hostname}`,
    dnsRecords: entry.records.map(({ name, type, value }) => ({ name, type, value })),
    // The controller of the Gateway finds the pods by itself.
    apiServiceAnnotations: {},
    apiServiceType: 'ClusterIP',
    secrets: {
      postgresUrl: { value: { secret: secrets.postgresUrl } },
      redisUrl: { value: { secret: secrets.redisUrl } },
      licenseKey: { value: { secret: secrets.licenseKey } },
      functionSecretKey: { value: { secret: secrets.functionSecretKey } },
    },
    // On Autopilot the pods ask for their nodes themselves; a cluster that was brought has labels of its own.
    brainstoreNodeSelector: hasPools ? { [poolLabel]: 'brainstore' } : {},
    brainstoreTolerations: hasPools ? [brainstoreToleration] : [],
    clusterObjects: [...entry.objects],
    brainstoreBucket: buckets.brainstore,
    apiBucket: buckets.api,
    apiServiceAccount: planeEmailOf(environment, 'api'),
    brainstoreServiceAccount: planeEmailOf(environment, 'brainstore'),
    operatorServiceAccount: planeEmailOf(environment, 'operator'),
    exportServiceAccounts: { ...made.exportServiceAccounts },
  };
}
