import type { V1Pod } from '@kubernetes/client-node';
import type { KubeObject } from '../../kube/objects.ts';
import { appLabel, componentContracts, components } from '../contract/components.ts';
import type { Plain } from '../workloads/plain.ts';
import type { LivePod } from './observed.ts';

type Pod = KubeObject & Pick<Plain<V1Pod>, 'spec' | 'status'>;

const containers = new Set<string>(components.map((component) => componentContracts[component].container));

/** Pods as decisions look at them; those that have ended run nothing any more and are left out. */
export function podsOf(pods: readonly KubeObject[]): readonly LivePod[] {
  return (pods as readonly Pod[]).flatMap((pod): LivePod[] => {
    const phase = pod.status?.phase;
    if (phase === 'Succeeded' || phase === 'Failed') return [];
    const container = pod.spec?.containers.find(({ name }) => containers.has(name));
    const trouble = troubleOf(pod);
    return [
      {
        name: pod.metadata.name,
        app: pod.metadata.labels?.[appLabel] ?? '',
        image: container?.image ?? '',
        terminating: pod.metadata.deletionTimestamp !== undefined,
        ...(trouble !== undefined && { trouble }),
      },
    ];
  });
}

/** States of waiting that are on the way, and no trouble. */
const usual = new Set(['ContainerCreating', 'PodInitializing']);

function troubleOf({ status }: Pod): string | undefined {
  for (const { state } of status?.containerStatuses ?? []) {
    const reason = state?.waiting?.reason;
    if (reason !== undefined && !usual.has(reason)) return reason;
  }
  const scheduled = status?.conditions?.find(({ type }) => type === 'PodScheduled');
  return scheduled?.status === 'False' ? scheduled.reason : undefined;
}
