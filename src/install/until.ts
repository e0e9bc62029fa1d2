import type { KubeClient } from '../kube/client.ts';
import type { TypedObject } from '../kube/inventory.ts';
import { isKubeError } from '../kube/kube-error.ts';
import { keyOf } from '../kube/object-key.ts';
import type { KubeObject } from '../kube/objects.ts';
import type { Clock } from '../runtime/clock.ts';
import { PlanewrightError } from '../runtime/errors.ts';

export interface Waiting {
  readonly client: KubeClient;
  readonly clock: Clock;
  /** By the clock's `monotonic`. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

/**
 * Waits until an object holds what it should.
 * @param what completes "… was applied, but not yet …".
 * @throws PlanewrightError Interrupted after the deadline.
 */
export async function until(
  { client, clock, deadline, signal }: Waiting,
  { type, object }: TypedObject,
  holds: (live: KubeObject | undefined) => boolean,
  what: string,
): Promise<void> {
  while (!holds(await read(client, { type, object }, signal))) {
    if (clock.monotonic() > deadline) {
      const sentence = `${object.kind} ${object.metadata.name} was applied, but not yet ${what}.`;
      throw new PlanewrightError('Interrupted', sentence);
    }
    await clock.sleep(500, signal);
  }
}

async function read(client: KubeClient, { type, object }: TypedObject, signal: AbortSignal) {
  try {
    return await client.get<KubeObject>(type, keyOf(object), signal);
  } catch (error) {
    // A kind that is not served yet is what is being waited for.
    if (isKubeError(error, 'KubeKindMissing')) return undefined;
    throw error;
  }
}

interface Conditioned {
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
  readonly spec?: { readonly replicas?: number };
}

/** Whether the API server serves a kind. */
export function isEstablished(live: KubeObject | undefined): boolean {
  const conditions = (live as Conditioned | undefined)?.status?.conditions ?? [];
  return conditions.some(({ type, status }) => type === 'Established' && status === 'True');
}

/** Every pod of the newest template is available, and none of an older one is left. */
export function isUp(live: KubeObject | undefined): boolean {
  const { spec, status } = (live ?? {}) as Conditioned;
  const wanted = spec?.replicas ?? 1;
  return (
    (status?.observedGeneration ?? 0) >= (live?.metadata.generation ?? 0) &&
    status?.updatedReplicas === wanted &&
    status.availableReplicas === wanted &&
    (status.replicas ?? wanted) === wanted
  );
}
