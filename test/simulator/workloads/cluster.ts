import { seededRandomness } from '../../../src/runtime/randomness.ts';
import type { WireRequest } from '../../../src/runtime/transport.ts';
import { kubeSimulator, type KubeSimulator } from '../../../src/simulator/kube/simulator.ts';
import { VirtualClock } from '../../../src/simulator/virtual-clock.ts';
import { isActive, isReady, type Deployment, type Pod } from '../../../src/simulator/workloads/objects.ts';
import { playWorkloads } from '../../../src/simulator/workloads/play.ts';

export const podStartMs = 3_000;
export const podStopMs = 5_000;

export interface TestCluster {
  readonly clock: VirtualClock;
  readonly simulator: KubeSimulator;
  readonly playing: Promise<void>;
  readonly stop: () => void;
  readonly send: (method: WireRequest['method'], path: string, body?: object) => Promise<unknown>;
  readonly pods: () => readonly Pod[];
  readonly deployment: (name?: string) => Deployment;
  /** The reason of the `Progressing` condition. */
  readonly progress: () => string | undefined;
  readonly settled: (name?: string) => boolean;
}

/** A stand-in API server with the workloads played on it. */
export function testCluster(): TestCluster {
  const clock = new VirtualClock();
  const simulator = kubeSimulator({ clock, randomness: seededRandomness(7) });
  const ending = new AbortController();
  const playing = playWorkloads({ transport: simulator.handle, clock, podStartMs, podStopMs, signal: ending.signal });
  const pods = (): readonly Pod[] => simulator.objects('/pods') as unknown as readonly Pod[];
  const deployment = (name = 'api'): Deployment => {
    const found = (simulator.objects('apps/deployments') as unknown as readonly Deployment[]).find(
      ({ metadata }) => metadata.name === name,
    );
    if (found === undefined) throw new Error(`there is no deployment ${name}`);
    return found;
  };
  return {
    clock,
    simulator,
    playing,
    stop: () => ending.abort(new Error('the test is over')),
    send: async (method, path, body) => {
      const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
      const response = await simulator.handle(
        { method, path, headers: { 'content-type': type }, ...(body && { body: JSON.stringify(body) }) },
        new AbortController().signal,
      );
      if (response.status >= 400) throw new Error(response.body);
      return JSON.parse(response.body) as unknown;
    },
    pods,
    deployment,
    progress: () => deployment().status?.conditions?.find(({ type }) => type === 'Progressing')?.reason,
    settled: (name) => {
      const { metadata, spec, status = {} } = deployment(name);
      const counts = [status.replicas, status.updatedReplicas, status.availableReplicas];
      return status.observedGeneration === metadata.generation && counts.every((one = 0) => one === spec.replicas);
    },
  };
}

export const deploymentsPath = '/apis/apps/v1/namespaces/default/deployments';

export function deploymentOf(
  version: string,
  spec: object = {},
  { name = 'api', annotations = {} }: { name?: string; annotations?: Record<string, string> } = {},
): object {
  const labels = { app: name };
  const containers = [{ name, image: `example.test/${name}:${version}` }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas: 3,
      selector: { matchLabels: labels },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: { metadata: { labels, annotations }, spec: { containers, terminationGracePeriodSeconds: 300 } },
      ...spec,
    },
  };
}

/** `version` of each pod that is meant to stay, and whether it is ready. */
export function standing(pods: readonly Pod[]): readonly { version: string; ready: boolean }[] {
  return pods.filter(isActive).map((pod) => ({ version: versionOf(pod), ready: isReady(pod) }));
}

export function versionOf({ spec }: Pod): string {
  return spec.containers[0]?.image.split(':')[1] ?? '';
}
