import type { KubeClient } from '../../kube/client.ts';
import { isKubeError } from '../../kube/kube-error.ts';
import type { KubeObject } from '../../kube/objects.ts';
import { listAll } from '../../kube/paged-list.ts';
import { installTypes } from '../../install/kinds.ts';
import { readInstallKey } from '../../operator/install-key.ts';
import type { NamespaceInfo } from '../../organization/context.ts';
import type { Clock } from '../../runtime/clock.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import { systemRandomness } from '../../runtime/randomness.ts';
import { SecretValue } from '../../runtime/secret-value.ts';
import type { Transport } from '../../runtime/transport.ts';

/** Nothing that writes leaves a command that only looks, whatever the engines would do. */
export function readOnly(transport: Transport): Transport {
  return (request, signal) => {
    if (request.method === 'GET' || request.method === 'HEAD') return transport(request, signal);
    throw new Error(`this command only reads, and was about to send ${request.method} ${request.path}`);
  };
}

/** The operator's hash key; one made by chance, and why, where it cannot be had: then every secret looks changed. */
export async function hashKeyOf(
  kube: KubeClient,
  namespace: string,
  signal: AbortSignal,
): Promise<{ readonly hashKey: SecretValue; readonly missing?: string }> {
  const instead = (missing: string) => ({
    hashKey: new SecretValue(Buffer.from(systemRandomness.bytes(32)).toString('base64')),
    missing,
  });
  try {
    const hashKey = await readInstallKey(kube, namespace, signal);
    if (hashKey !== undefined) return { hashKey };
    return instead(`No operator has run in namespace ${namespace} yet (--own-namespace names another)`);
  } catch (error) {
    if (!(error instanceof PlanewrightError) || !isKubeError(error, 'KubeForbidden')) throw error;
    return instead(`The operator's hash key in namespace ${namespace} may not be read`);
  }
}

export async function namespacesOf(
  kube: KubeClient,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly NamespaceInfo[]> {
  const options = { client: kube, clock, pageMs: 60_000 };
  const { items } = await listAll<KubeObject>(options, installTypes.Namespace, { limit: 500 }, signal);
  return items.map(({ metadata }) => ({
    name: metadata.name,
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    terminating: metadata.deletionTimestamp !== undefined,
  }));
}
