import { kinds, resourceTypeOf, type KindName } from '../api/index.ts';
import type { KubeClient } from '../kube/client.ts';
import type { KubeObject } from '../kube/objects.ts';
import { listAll } from '../kube/paged-list.ts';
import type { Clock } from '../runtime/clock.ts';

/** All resources of ours as they stand, by kind. */
export type Snapshot = ReadonlyMap<KindName, readonly KubeObject[]>;

/** Lists every kind, in one namespace or in all. Throws KubeKindMissing where the CRDs are not there. */
export async function takeSnapshot(
  client: KubeClient,
  clock: Clock,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<Snapshot> {
  const scope = { limit: 500, ...(namespace === undefined ? {} : { namespace }) };
  const lists = kinds.map(async (definition): Promise<[KindName, readonly KubeObject[]]> => {
    const list = await listAll<KubeObject>(
      { client, clock, pageMs: 60_000 },
      resourceTypeOf(definition),
      scope,
      signal,
    );
    return [definition.kind, list.items];
  });
  return new Map(await Promise.all(lists));
}
