import type { Deployment } from '../workloads/kinds.ts';
import type { LiveObject, LivePod } from './observed.ts';

/** How far a Deployment has got with what was asked of it. */
export type Health =
  | { readonly state: 'settled' }
  | { readonly state: 'rolling'; readonly sentence: string }
  /** It says itself that it does not get on. */
  | { readonly state: 'failed'; readonly sentence: string };

/**
 * Judges by the Deployment's own word on the generation that is there: a status of a generation before says nothing, and
 * readiness of pods alone cannot tell old ones from new.
 */
export function healthOf(desired: Deployment, live: LiveObject, pods: readonly LivePod[]): Health {
  const { metadata, status = {} } = live;
  const wanted = desired.spec.replicas ?? 1;
  const name = desired.metadata.name;
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) {
    return { state: 'rolling', sentence: `Deployment ${name} has not been looked at by Kubernetes yet` };
  }
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  if (updatedReplicas === wanted && replicas === wanted && availableReplicas === wanted) return { state: 'settled' };
  const sentence = `Deployment ${name}: ${updatedReplicas} of ${wanted} pods updated, ${availableReplicas} available${troubleOf(pods)}`;
  return { state: hasGivenUp(live) ? 'failed' : 'rolling', sentence };
}

function hasGivenUp({ status }: LiveObject): boolean {
  return (status?.conditions ?? []).some(
    ({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded',
  );
}

function troubleOf(pods: readonly LivePod[]): string {
  const troubled = pods.find((pod) => pod.trouble !== undefined && !pod.terminating);
  return troubled?.trouble === undefined ? '' : ` (pod ${troubled.name}: ${troubled.trouble})`;
}
