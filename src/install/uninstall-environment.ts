import { applySet } from '../kube/apply-set.ts';
import type { KubeClient } from '../kube/client.ts';
import type { InventoryEntry } from '../kube/inventory.ts';
import type { Clock } from '../runtime/clock.ts';
import { PlanewrightError } from '../runtime/errors.ts';
import { environmentSet, forgetEnvironment, holdsData, refuseOther } from './environment.ts';
import { isThere } from './object-change.ts';
import { uninstall, type Leftover } from './uninstall.ts';

export interface EnvironmentUninstallation {
  readonly environment: string;
  /** Namespace of the operator. */
  readonly namespace: string;
  /** Whether the plane goes too, with what serves it in the cluster. Its data is in the cloud, and stays there. */
  readonly plane: boolean;
}

/**
 * Takes away what installing an environment made, the last first: the plane and what serves it where that is asked for, then
 * the operator. Namespaces and Secrets stay.
 * @throws PlanewrightError WrongCluster where another environment is in this cluster; Interrupted where an object does not
 * go: a controller still takes down what it stands for.
 */
export async function uninstallEnvironment(
  { client, clock }: { readonly client: KubeClient; readonly clock: Clock },
  { environment, namespace, plane }: EnvironmentUninstallation,
  signal: AbortSignal,
): Promise<{ readonly deleted: readonly string[]; readonly left: readonly Leftover[] }> {
  await refuseOther(client, { environment, namespace }, signal);
  const set = environmentSet(client, namespace, environment);
  const keeps = ({ kind }: InventoryEntry): boolean => !plane || holdsData.includes(kind);
  const { pruned, kept } = await applySet({ ...set, keeps }, [], signal);
  const deleted = pruned.flatMap(({ entry, became }) => (became === 'deleted' ? [nameOf(entry)] : []));
  await gone(
    { client, clock },
    pruned.map(({ entry }) => entry),
    signal,
  );
  if (plane) await forgetEnvironment(client, namespace, signal);
  const operator = await uninstall(client, { namespace, crds: false }, signal);
  const why = plane ? 'it may hold data' : 'the plane goes on running; --plane takes it away';
  const left = kept.map((entry) => ({
    what: nameOf(entry),
    why: holdsData.includes(entry.kind) ? 'it may hold data' : why,
  }));
  return { deleted: [...deleted, ...operator.deleted], left: [...left, ...operator.left] };
}

/** Controllers take down what they made in the cloud before an object goes: a load balancer, for instance. Minutes. */
const goneMs = 900_000;

async function gone(
  { client, clock }: { readonly client: KubeClient; readonly clock: Clock },
  entries: readonly InventoryEntry[],
  signal: AbortSignal,
): Promise<void> {
  const deadline = clock.monotonic() + goneMs;
  for (const entry of entries) {
    while (await isThere(client, entry, signal)) {
      if (clock.monotonic() > deadline) {
        throw new PlanewrightError('Interrupted', `${nameOf(entry)} was deleted, but is not gone yet.`, {
          next: 'See its finalizers and events: kubectl describe. Running the command again waits again.',
        });
      }
      await clock.sleep(1000, signal);
    }
  }
}

function nameOf({ kind, namespace, name }: InventoryEntry): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
