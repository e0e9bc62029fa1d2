import { differences, type Difference } from '../dataplane/rollout/difference.ts';
import type { KubeClient } from '../kube/client.ts';
import type { TypedObject } from '../kube/inventory.ts';
import { keyOf } from '../kube/object-key.ts';
import type { KubeObject } from '../kube/objects.ts';

export interface Compared {
  /** Undefined where it is not there. */
  readonly live: KubeObject | undefined;
  readonly differing: readonly Difference[];
}

/**
 * Where a live object is not as applying it would make it, asked of the API server itself by a dry run: defaults and
 * other managers' fields count as they would. Nothing is written.
 */
export async function compared(
  client: KubeClient,
  { type, object }: TypedObject,
  fieldManager: string,
  signal: AbortSignal,
): Promise<Compared> {
  const live = await client.get<KubeObject>(type, keyOf(object), signal);
  if (live === undefined) return { live, differing: [] };
  const dry = await client.apply(type, object, { fieldManager, force: true, dryRun: true }, signal);
  return { live, differing: inBothDirections(comparable(dry), comparable(live)) };
}

/** What an apply takes away stands in the live object alone. */
function inBothDirections(dry: object, live: object): readonly Difference[] {
  const lacking = differences(dry, live);
  const known = new Set(lacking.map(({ field }) => field));
  const surplus = differences(live, dry).filter(({ field }) => !known.has(field));
  return [
    ...lacking,
    ...surplus.map(({ field, desired }) => ({ field, ...(desired !== undefined && { observed: desired }) })),
  ];
}

/** What of an object an apply decides. */
function comparable({ metadata, ...rest }: KubeObject): object {
  const { labels, annotations } = metadata;
  return { ...rest, status: undefined, metadata: { labels, annotations } };
}
