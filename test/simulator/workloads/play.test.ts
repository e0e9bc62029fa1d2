import { describe, expect, it } from 'vitest';
import { isReady, isTerminating, type ReplicaSet } from '../../../src/simulator/workloads/objects.ts';
import { podBehaviour } from '../../../src/simulator/workloads/kubelet.ts';
import {
  deploymentOf,
  deploymentsPath,
  podStartMs,
  podStopMs,
  standing,
  testCluster,
  versionOf,
  type TestCluster,
} from './cluster.ts';

const api = `${deploymentsPath}/api`;
const minute = 60_000;

async function deployed(spec: object = {}, annotations: Record<string, string> = {}): Promise<TestCluster> {
  const cluster = testCluster();
  await cluster.send('POST', deploymentsPath, deploymentOf('v1', spec, { annotations }));
  return cluster;
}

async function settledOn(spec: object = {}): Promise<TestCluster> {
  const cluster = await deployed(spec);
  expect(await cluster.clock.runUntil(() => cluster.settled(), minute)).toBe(true);
  return cluster;
}

/** Counts at every write of a pod from now on. */
function record(cluster: TestCluster): { most: number; fewestReady: number } {
  const seen = { most: 0, fewestReady: Number.POSITIVE_INFINITY };
  const look = (): void => {
    const pods = standing(cluster.pods());
    seen.most = Math.max(seen.most, pods.length);
    seen.fewestReady = Math.min(seen.fewestReady, pods.filter(({ ready }) => ready).length);
  };
  void (async () => {
    const { chunks } = await cluster.simulator.handle(
      { method: 'GET', path: '/api/v1/pods', query: { watch: 'true' }, stream: true },
      new AbortController().signal,
    );
    for await (const chunk of chunks ?? []) if (chunk !== '') look();
  })();
  return seen;
}

describe('the workload controllers', () => {
  it('bring a Deployment to Available, its pods Ready after their time to start', async () => {
    const cluster = await deployed();
    await cluster.clock.advance(podStartMs - 1);
    expect(standing(cluster.pods())).toEqual(Array.from({ length: 3 }, () => ({ version: 'v1', ready: false })));
    expect(cluster.deployment().status).toMatchObject({ replicas: 3, updatedReplicas: 3, unavailableReplicas: 3 });
    await cluster.clock.advance(1);
    const { status } = cluster.deployment();
    expect(status).toMatchObject({ observedGeneration: 1, replicas: 3, readyReplicas: 3, availableReplicas: 3 });
    expect(status?.unavailableReplicas).toBeUndefined();
    expect(cluster.progress()).toBe('NewReplicaSetAvailable');
    expect(status?.conditions).toContainEqual(expect.objectContaining({ type: 'Available', status: 'True' }));
    expect(cluster.pods().every(({ metadata }) => metadata.labels?.['pod-template-hash'] !== undefined)).toBe(true);
  });

  it('write nothing once there is nothing to do', async () => {
    const cluster = await settledOn();
    await cluster.clock.advance(minute);
    const before = cluster.simulator.requests.length;
    await cluster.clock.advance(10 * minute);
    expect(cluster.simulator.requests.slice(before).filter(({ mutation }) => mutation)).toEqual([]);
  });

  it('never go over the surge, nor under what must stay available, at any step', async () => {
    const cluster = await settledOn();
    const seen = record(cluster);
    await cluster.send('PUT', api, deploymentOf('v2'));
    expect(await cluster.clock.runUntil(() => cluster.settled(), minute)).toBe(true);
    expect(seen).toEqual({ most: 4, fewestReady: 3 });
    expect(standing(cluster.pods())).toEqual(Array.from({ length: 3 }, () => ({ version: 'v2', ready: true })));
  });

  it('take pods away first where none may be added', async () => {
    const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } };
    const cluster = await settledOn({ strategy });
    const seen = record(cluster);
    await cluster.send('PUT', api, deploymentOf('v2', { strategy }));
    expect(await cluster.clock.runUntil(() => cluster.settled(), minute)).toBe(true);
    expect(seen).toEqual({ most: 3, fewestReady: 2 });
  });

  it('run no two templates at once where the strategy is Recreate, not even while the old pods stop', async () => {
    const strategy = { type: 'Recreate' };
    const cluster = await settledOn({ strategy });
    await cluster.send('PUT', api, deploymentOf('v2', { strategy }));
    await cluster.clock.advance(podStopMs - 1);
    expect(cluster.pods().map(versionOf)).toEqual(['v1', 'v1', 'v1']);
    expect(await cluster.clock.runUntil(() => cluster.settled(), minute)).toBe(true);
    expect(cluster.pods().map(versionOf)).toEqual(['v2', 'v2', 'v2']);
  });

  it('leave old pods Terminating, and still ready, for their time to stop', async () => {
    const cluster = await settledOn();
    await cluster.send('PUT', api, deploymentOf('v2'));
    expect(await cluster.clock.runUntil(() => cluster.settled(), minute)).toBe(true);
    const old = cluster.pods().filter(isTerminating);
    expect(old.map(versionOf)).toContain('v1');
    await cluster.clock.advance(podStopMs - 1);
    expect(cluster.pods().filter(isTerminating).length).toBeGreaterThan(0);
    await cluster.clock.advance(1);
    expect(cluster.pods().filter(isTerminating)).toEqual([]);
  });

  it('report that a rollout is late when no pod gets ready within the progress deadline, and not before', async () => {
    const cluster = await deployed({ progressDeadlineSeconds: 30 }, { [podBehaviour.annotation]: 'never' });
    await cluster.clock.advance(29_000);
    expect(cluster.progress()).toBe('ReplicaSetUpdated');
    await cluster.clock.advance(1_000);
    expect(cluster.progress()).toBe('ProgressDeadlineExceeded');
  });

  it('keep the old pods when the new template never gets ready, and go back to them', async () => {
    const cluster = await settledOn({ progressDeadlineSeconds: 30 });
    const never = { annotations: { [podBehaviour.annotation]: 'sick' } };
    await cluster.send('PUT', api, deploymentOf('v2', { progressDeadlineSeconds: 30 }, never));
    await cluster.clock.advance(minute);
    expect(cluster.progress()).toBe('ProgressDeadlineExceeded');
    expect(standing(cluster.pods()).filter(({ ready }) => ready)).toHaveLength(3);
    const sick = cluster.pods().find((pod) => versionOf(pod) === 'v2');
    expect(sick?.status?.containerStatuses?.[0]?.state.waiting?.reason).toBe('CrashLoopBackOff');
    await cluster.send('PUT', api, deploymentOf('v1', { progressDeadlineSeconds: 30 }));
    expect(await cluster.clock.runUntil(() => cluster.settled(), minute)).toBe(true);
    expect(cluster.progress()).toBe('NewReplicaSetAvailable');
    expect(cluster.simulator.objects('apps/replicasets')).toHaveLength(2);
  });

  it('scale up and down', async () => {
    const cluster = await settledOn();
    await cluster.send('PATCH', api, { spec: { replicas: 5 } });
    expect(await cluster.clock.runUntil(() => cluster.settled(), minute)).toBe(true);
    expect(standing(cluster.pods())).toHaveLength(5);
    await cluster.send('PATCH', api, { spec: { replicas: 0 } });
    await cluster.clock.advance(minute);
    expect(cluster.pods()).toEqual([]);
    expect(cluster.deployment().status?.replicas).toBeUndefined();
  });

  it('hold a new template back while the Deployment is paused, but scale', async () => {
    const cluster = await settledOn();
    await cluster.send('PUT', api, deploymentOf('v2', { paused: true, replicas: 4 }));
    await cluster.clock.advance(minute);
    expect(standing(cluster.pods()).map(({ version }) => version)).toEqual(['v1', 'v1', 'v1', 'v1']);
    expect(cluster.progress()).toBe('DeploymentPaused');
    await cluster.send('PATCH', api, { spec: { paused: null } });
    expect(await cluster.clock.runUntil(() => cluster.settled(), minute)).toBe(true);
    expect(standing(cluster.pods()).map(({ version }) => version)).toEqual(['v2', 'v2', 'v2', 'v2']);
  });

  it('put another pod in the place of one that somebody deletes', async () => {
    const cluster = await settledOn();
    const [victim] = cluster.pods();
    await cluster.send('DELETE', `/api/v1/namespaces/default/pods/${victim?.metadata.name ?? ''}`);
    await cluster.clock.advance(podStartMs + podStopMs);
    const pods = cluster.pods();
    expect(pods.map(({ metadata }) => metadata.uid)).not.toContain(victim?.metadata.uid);
    expect(pods.filter(isReady)).toHaveLength(3);
  });

  it('leave nothing behind when the Deployment is deleted', async () => {
    const cluster = await settledOn();
    await cluster.send('DELETE', api);
    await cluster.clock.advance(podStopMs - 1);
    expect(cluster.pods()).toHaveLength(3);
    await cluster.clock.advance(minute);
    expect([cluster.pods(), cluster.simulator.objects('apps/replicasets')]).toEqual([[], []]);
  });

  it('forget empty sets beyond the history limit', async () => {
    const cluster = await settledOn({ revisionHistoryLimit: 1 });
    for (const version of ['v2', 'v3', 'v4']) {
      await cluster.send('PUT', api, deploymentOf(version, { revisionHistoryLimit: 1 }));
      await cluster.clock.advance(minute);
    }
    const sets = cluster.simulator.objects('apps/replicasets') as unknown as readonly ReplicaSet[];
    const images = sets.map(({ spec }) => spec.template.spec.containers[0]?.image.split(':')[1]);
    expect(images.sort()).toEqual(['v3', 'v4']);
  });

  it('let a pod be slow to start and slow to stop, for as long as it says', async () => {
    const slow = { [podBehaviour.annotation]: 'slow', [podBehaviour.readyAfter]: '20s' };
    const cluster = await deployed({ replicas: 1 }, slow);
    await cluster.clock.advance(19_999);
    expect(cluster.pods().filter(isReady)).toEqual([]);
    await cluster.clock.advance(1);
    const [pod] = cluster.pods().filter(isReady);
    const path = `/api/v1/namespaces/default/pods/${pod?.metadata.name ?? ''}`;
    const annotations = { [podBehaviour.annotation]: 'slow-to-stop', [podBehaviour.stopsAfter]: '1m' };
    await cluster.send('PATCH', path, { metadata: { annotations } });
    await cluster.send('DELETE', path);
    await cluster.clock.advance(minute - 1);
    expect(cluster.pods().filter(isTerminating)).toHaveLength(1);
    await cluster.clock.advance(1);
    expect(cluster.pods().filter(isTerminating)).toEqual([]);
  });

  it('make a running pod sick and well again by its annotation', async () => {
    const cluster = await settledOn();
    const path = `/api/v1/namespaces/default/pods/${cluster.pods()[0]?.metadata.name ?? ''}`;
    await cluster.send('PATCH', path, { metadata: { annotations: { [podBehaviour.annotation]: 'sick' } } });
    await cluster.clock.settle();
    expect(cluster.deployment().status).toMatchObject({ availableReplicas: 2, unavailableReplicas: 1 });
    await cluster.send('PATCH', path, { metadata: { annotations: { [podBehaviour.annotation]: null } } });
    await cluster.clock.settle();
    expect(cluster.settled()).toBe(true);
  });

  it('go on after the API server dropped its watches', async () => {
    const cluster = await settledOn();
    cluster.simulator.dropWatches();
    await cluster.send('PUT', api, deploymentOf('v2'));
    expect(await cluster.clock.runUntil(() => cluster.settled(), minute)).toBe(true);
  });

  it('do the same in the same order in every run', async () => {
    const runs = [];
    for (let run = 0; run < 2; run += 1) {
      const cluster = await settledOn();
      await cluster.send('PUT', api, deploymentOf('v2'));
      await cluster.clock.advance(minute);
      runs.push(cluster.simulator.requests.map(({ at, method, path, status }) => [at, method, path, status]));
    }
    expect(runs[0]).toEqual(runs[1]);
  });

  it('end when they are told to', async () => {
    const cluster = await settledOn();
    cluster.stop();
    await cluster.clock.run(cluster.playing, minute);
    await cluster.send('PATCH', api, { spec: { replicas: 5 } });
    await cluster.clock.advance(minute);
    expect(cluster.pods()).toHaveLength(3);
  });
});
