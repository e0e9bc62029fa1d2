import { partsOf } from '../../../stacks/engine/step.ts';
import { outputsOf, type StackState, type StateResource } from '../../../stacks/engine/state.ts';
import type { SelfHostedEnvironment } from '../../../stacks/environment/schema/environment.ts';
import { planeOutputs, type PlaneOutputs } from '../../../stacks/outputs.ts';
import type { SecretSource } from '../../api/secret-source.ts';

/** What one environment keeps its data in: names to ask the cloud about. */
export interface Holdings {
  /** Identifier (AWS), instance (Google), resource id (Azure); none where the database was brought. */
  readonly database: string | undefined;
  readonly buckets: readonly { readonly role: string; readonly name: string; readonly passing: boolean }[];
  readonly keys: readonly { readonly role: string; readonly name: string; readonly region: string }[];
  /** By name in the store; one secret may feed several keys. */
  readonly secrets: readonly { readonly role: string; readonly name: string }[];
  /** Where copies are: vaults (AWS), buckets (Google), backup instances and accounts (Azure). */
  readonly copies: readonly { readonly name: string; readonly type: string; readonly region: string }[];
}

/** The outputs that a stack was left with; none where it was never brought up. */
export function outputsIn(state: StackState): PlaneOutputs | undefined {
  const { success, data } = planeOutputs.safeParse(outputsOf(state));
  return success ? data : undefined;
}

/** What to look at: names from the outputs and, for what they do not name, from the state. */
export function holdingsOf(environment: SelfHostedEnvironment, outputs: PlaneOutputs, state: StackState): Holdings {
  const resources = (state.deployment.resources ?? []).filter(({ custom, id }) => custom === true && id !== undefined);
  return {
    database: resources.filter(({ type }) => databaseTypes.includes(type)).map(databaseName)[0],
    buckets: bucketsOf(environment, outputs, resources),
    keys: [...keysMade(environment, resources), ...keysBrought(environment)],
    secrets: secretsOf(outputs),
    copies: resources
      .filter(({ type, urn }) => copyTypes.includes(type) && partsOf(urn).concern === 'backups')
      .map((resource) => ({ name: resource.id ?? '', type: resource.type, region: regionOf(environment, resource) })),
  };
}

const databaseTypes = [
  'aws:rds/instance:Instance',
  'gcp:sql/databaseInstance:DatabaseInstance',
  'azure-native:dbforpostgresql:Server',
];
const keyTypes = ['aws:kms/key:Key', 'gcp:kms/cryptoKey:CryptoKey', 'azure-native:keyvault:Key'];
const copyTypes = [
  'aws:backup/vault:Vault',
  'gcp:storage/bucket:Bucket',
  'azure-native:dataprotection:BackupInstance',
  'azure-native:storage:StorageAccount',
];

/** RDS goes by its identifier; the id of the state may be the resource's own, which no other call takes. */
function databaseName({ inputs, outputs, id }: StateResource): string {
  const identifier = inputs?.['identifier'] ?? outputs?.['identifier'];
  return typeof identifier === 'string' ? identifier : (id ?? '');
}

function bucketsOf(
  environment: SelfHostedEnvironment,
  outputs: PlaneOutputs,
  resources: readonly StateResource[],
): Holdings['buckets'] {
  switch (outputs.provider) {
    case 'aws':
      return [
        { role: 'brainstore', name: outputs.brainstoreBucket, passing: false },
        { role: 'codeBundles', name: outputs.codeBundlesBucket, passing: false },
        { role: 'responses', name: outputs.responsesBucket, passing: true },
      ];
    case 'google':
      return [
        { role: 'brainstore', name: outputs.brainstoreBucket, passing: false },
        { role: 'api', name: outputs.apiBucket, passing: false },
      ];
    case 'azure': {
      const account = accountId(environment, outputs.storageAccountName, resources);
      const container = (role: string, name: string, isPassing: boolean) => ({
        role,
        name: `${account}/blobServices/default/containers/${name}`,
        passing: isPassing,
      });
      return [
        container('brainstore', outputs.brainstoreContainer, false),
        container('codeBundles', outputs.codeBundlesContainer, false),
        container('responses', outputs.responsesContainer, true),
      ];
    }
  }
}

function accountId(environment: SelfHostedEnvironment, name: string, resources: readonly StateResource[]): string {
  const { spec } = environment;
  if (spec.cloud.provider === 'azure' && 'accountId' in spec.storage) return spec.storage.accountId;
  const made = resources.find(
    ({ type, id }) => type === 'azure-native:storage:StorageAccount' && id?.endsWith(`/${name}`),
  );
  return made?.id ?? name;
}

function keysMade(environment: SelfHostedEnvironment, resources: readonly StateResource[]): Holdings['keys'] {
  return resources
    .filter(({ type }) => keyTypes.includes(type))
    .map((resource) => ({
      role: partsOf(resource.urn).name,
      name: resource.id ?? '',
      region: regionOf(environment, resource),
    }));
}

function keysBrought({ spec }: SelfHostedEnvironment): Holdings['keys'] {
  const { encryption } = spec;
  if (encryption.type === 'New') return [];
  if ('keyArn' in encryption) {
    return [{ role: 'brought', name: encryption.keyArn, region: encryption.keyArn.split(':')[3] ?? '' }];
  }
  if ('key' in encryption) return [{ role: 'brought', name: encryption.key, region: '' }];
  return [];
}

/** Each once: FUNCTION_SECRET_KEY before all others. */
function secretsOf({ secrets }: PlaneOutputs): Holdings['secrets'] {
  const { functionSecretKey, ...others } = secrets;
  const named = Object.entries({ functionSecretKey, ...others }).flatMap(([role, source]) =>
    source === undefined ? [] : storedIn(source).map((name) => ({ role, name })),
  );
  return named.filter(({ name }, index) => named.findIndex((other) => other.name === name) === index);
}

function storedIn(source: SecretSource): readonly string[] {
  return 'value' in source ? [source.value.secret] : Object.values(source.parts).map(({ secret }) => secret);
}

function regionOf({ spec }: SelfHostedEnvironment, { inputs }: StateResource): string {
  const region = inputs?.['region'] ?? inputs?.['location'];
  if (typeof region === 'string') return region;
  return spec.cloud.provider === 'azure' ? spec.cloud.location : spec.cloud.region;
}
