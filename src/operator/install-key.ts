import { installSecretName } from '../install/rights.ts';
import type { KubeClient } from '../kube/client.ts';
import { KubeError } from '../kube/kube-error.ts';
import type { KubeObject, ResourceType } from '../kube/objects.ts';
import { backoffDelay, type BackoffOptions } from '../runtime/backoff.ts';
import type { Clock } from '../runtime/clock.ts';
import { PlanewrightError, sentenceOf } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import { must } from '../runtime/must.ts';
import type { Randomness } from '../runtime/randomness.ts';
import { SecretValue } from '../runtime/secret-value.ts';

const secrets: ResourceType = { group: '', version: 'v1', plural: 'secrets', kind: 'Secret', namespaced: true };

interface OpaqueSecret extends KubeObject {
  readonly type?: string;
  readonly data?: Readonly<Record<string, string>>;
}

/** The Secret in the operator's own namespace that holds the installation's hash key, and the key within it. */
const installSecret = { name: installSecretName, key: 'hash-key' } as const;

const backoff: BackoffOptions = { first: 1_000, cap: 30_000 };

interface Surroundings {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Log;
}

/**
 * The key of every {@link keyedHash} in a status. It is made once per installation and kept in the operator's own
 * namespace; with another key every recorded hash would look changed and every secret be written again, so it is
 * created only where the Secret is proven absent, and two operators that start together agree on the first one made. It waits for an API server that does not answer now.
 *
 * @throws PlanewrightError KubeForbidden and the like where it may not be read; KubeInvalid where it is there without a key.
 */
export async function ensureInstallKey(
  kube: KubeClient,
  namespace: string,
  { clock, randomness, log }: Surroundings,
  signal: AbortSignal,
): Promise<SecretValue> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await installKey(kube, namespace, randomness, signal);
    } catch (error) {
      if (!(error instanceof KubeError) || error.retry !== 'soon') throw error;
      const waitMs = Math.max(backoffDelay(backoff, failures, randomness), error.retryAfterMs ?? 0);
      log.warn({ waitMs, error: sentenceOf(error) }, 'the key of the hashes cannot be had yet');
      await clock.sleep(waitMs, signal);
    }
  }
}

async function installKey(
  kube: KubeClient,
  namespace: string,
  randomness: Randomness,
  signal: AbortSignal,
): Promise<SecretValue> {
  const existing = await readInstallKey(kube, namespace, signal);
  if (existing !== undefined) return existing;
  try {
    return keyIn(await kube.create<OpaqueSecret>(secrets, newSecret(namespace, randomness), signal), namespace);
  } catch (error) {
    if (!(error instanceof PlanewrightError) || error.code !== 'KubeAlreadyExists') throw error;
    return must(await readInstallKey(kube, namespace, signal), 'another replica has just created it');
  }
}

/** The key as it is; `undefined` where no operator has run yet. Throws as {@link ensureInstallKey} does. */
export async function readInstallKey(
  kube: KubeClient,
  namespace: string,
  signal: AbortSignal,
): Promise<SecretValue | undefined> {
  const existing = await kube.get<OpaqueSecret>(secrets, { namespace, name: installSecret.name }, signal);
  return existing === undefined ? undefined : keyIn(existing, namespace);
}

function newSecret(namespace: string, randomness: Randomness): OpaqueSecret {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: installSecret.name,
      namespace,
      labels: { 'app.kubernetes.io/managed-by': 'planewright' },
    },
    type: 'Opaque',
    data: { [installSecret.key]: Buffer.from(randomness.bytes(32)).toString('base64') },
  };
}

function keyIn(secret: OpaqueSecret, namespace: string): SecretValue {
  const encoded = secret.data?.[installSecret.key];
  if (encoded === undefined || encoded === '') {
    throw new PlanewrightError(
      'KubeInvalid',
      `Secret ${namespace}/${installSecret.name} has no key "${installSecret.key}", with which the operator recognises changed secrets`,
      {
        next: 'Restore the Secret from a backup, or delete it: the operator makes a new one and writes every secret once more.',
      },
    );
  }
  return new SecretValue(encoded);
}
