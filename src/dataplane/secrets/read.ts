import type { DataPlaneSpec } from '../../api/index.ts';
import { sourceAnnotation } from '../../api/secret-source.ts';
import type { KubeObject } from '../../kube/objects.ts';
import { SecretValue } from '../../runtime/secret-value.ts';
import { components, type Component } from '../contract/components.ts';
import type { secretKeys } from '../contract/secret.ts';
import { planeSecretName, type PlaneSecretKey } from '../contract/secret.ts';
import { present, provenAbsent, unknown, type Observation } from '../observation.ts';
import { isOfContract } from '../workloads/variables.ts';
import { requiredKeys, type ExtraReading, type SecretReading } from './compose.ts';
import { generatedSecretName } from './function-secret.ts';
import { sourceReportIn, troubleOf } from './source-report.ts';

export interface KubeSecret extends KubeObject {
  /** Base64. */
  readonly data?: Readonly<Record<string, string>>;
  readonly type?: string;
  readonly immutable?: boolean;
}

/** Reads one Secret of the plane's namespace; asked several times for the same name. */
export type SecretReader = (name: string) => Promise<Observation<KubeSecret>>;

interface SecretRef {
  readonly name: string;
  readonly key: string;
}

/** Every value that the plane's Secret needs, as far as it can be had. */
export async function readPlaneSecrets(
  planeName: string,
  spec: DataPlaneSpec,
  read: SecretReader,
): Promise<readonly SecretReading[]> {
  const { cloud } = spec;
  const googleInterop = cloud.provider === 'google' && cloud.google.hmacKey !== undefined;
  const readings: SecretReading[] = [];
  for (const key of requiredKeys(cloud.provider, { googleInterop })) {
    const ref = sourceOf(spec, key);
    readings.push(
      ref === undefined ? await functionSecretKey(planeName, read) : { key, ...(await valueAt(ref, read)) },
    );
  }
  return readings;
}

/** The secrets that the user's own variables refer to: they restart pods like those of the contract. */
export async function readExtraSecrets(spec: DataPlaneSpec, read: SecretReader): Promise<readonly ExtraReading[]> {
  const readings: ExtraReading[] = [];
  for (const component of components) {
    for (const { name, secretRef } of extraOf(spec, component) ?? []) {
      if (secretRef === undefined || isOfContract(name)) continue;
      readings.push({ component, variable: name, ...(await valueAt(secretRef, read)) });
    }
  }
  return readings;
}

/** The values that a Secret in the cluster holds, of these keys. */
export function valuesIn(secret: KubeSecret, keys: Iterable<string>): ReadonlyMap<string, SecretValue> {
  const values = new Map<string, SecretValue>();
  for (const key of keys) {
    const encoded = secret.data?.[key];
    if (encoded !== undefined) values.set(key, decode(encoded));
  }
  return values;
}

function sourceOf(spec: DataPlaneSpec, key: PlaneSecretKey): SecretRef | undefined {
  const { secrets, cloud } = spec;
  switch (key) {
    case 'PG_URL':
      return secrets.postgresUrl;
    case 'REDIS_URL':
      return secrets.redisUrl;
    case 'BRAINSTORE_LICENSE_KEY':
      return secrets.licenseKey;
    case 'FUNCTION_SECRET_KEY':
      return secrets.functionSecretKey;
    case 'AZURE_STORAGE_CONNECTION_STRING':
      return cloud.provider === 'azure' ? cloud.azure.storageConnectionString : undefined;
    case 'GCS_ACCESS_KEY_ID':
      return cloud.provider === 'google' ? cloud.google.hmacKey?.accessKeyId : undefined;
    case 'GCS_SECRET_ACCESS_KEY':
      return cloud.provider === 'google' ? cloud.google.hmacKey?.secretAccessKey : undefined;
  }
}

/** Where nobody names it: the one that we made, else the one that a plane set up by other means runs with. */
async function functionSecretKey(planeName: string, read: SecretReader): Promise<SecretReading> {
  const key = 'FUNCTION_SECRET_KEY' satisfies keyof typeof secretKeys;
  const made = await valueAt({ name: generatedSecretName(planeName), key }, read);
  if (made.value.state !== 'provenAbsent') return { key, ...made };
  return { key, ...(await valueAt({ name: planeSecretName, key }, read)) };
}

async function valueAt({ name, key }: SecretRef, read: SecretReader): Promise<Omit<SecretReading, 'key'>> {
  const place = `Secret ${name}, key ${key}`;
  const secret = await read(name);
  if (secret.state !== 'present') return { place, value: secret };
  const { data, metadata } = secret.value;
  const encoded = data?.[key];
  const entry = sourceReportIn(metadata.annotations)[key];
  const trouble = troubleOf(entry);
  if (encoded !== undefined) return { place, value: present(decode(encoded)), ...(trouble && { trouble }) };
  // Not yet looked up in the cloud's store, or out of reach: nobody can say that there is no such value.
  const awaited = entry === undefined && metadata.annotations?.[sourceAnnotation(key)] !== undefined;
  if (awaited) return { place, value: unknown("it has not been read from the cloud's store yet") };
  if (trouble?.state === 'unreachable') return { place, value: unknown(trouble.message.replace(/[.]$/, '')) };
  return { place, value: provenAbsent, ...(trouble && { trouble }) };
}

function extraOf(spec: DataPlaneSpec, component: Component) {
  return component === 'api' ? spec.api.extraEnv : spec.brainstore[component].extraEnv;
}

function decode(encoded: string): SecretValue {
  return new SecretValue(Buffer.from(encoded, 'base64').toString('utf8'));
}
