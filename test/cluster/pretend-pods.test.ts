import { expect, it } from 'vitest';
import { eventually } from '../support/control-plane/connection.ts';
import { describeOnCluster } from '../support/control-plane/describe-on-cluster.ts';
import { podBehaviour } from '../support/control-plane/stages.ts';

interface Pod {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
  readonly spec: { readonly containers: readonly { readonly image: string }[] };
  readonly status: {
    readonly phase: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly { readonly state: { readonly waiting?: { readonly reason: string } } }[];
  };
}

interface Deployment {
  readonly status: {
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
    readonly replicas?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason: string }[];
  };
}

describeOnCluster('pods that are pretended', (cluster) => {
  const { send, newNamespace } = cluster;
  const pods = async (namespace: string): Promise<readonly Pod[]> =>
    ((await send({ method: 'GET', path: `/api/v1/namespaces/${namespace}/pods` })) as { items: Pod[] }).items;
  const pathOf = (namespace: string): string => `/apis/apps/v1/namespaces/${namespace}/deployments`;
  const deployment = async (namespace: string): Promise<Deployment> =>
    (await send({ method: 'GET', path: `${pathOf(namespace)}/api` })) as Deployment;

  async function deploy(namespace: string, behaviour: Record<string, string> = {}, spec: object = {}): Promise<void> {
    const labels = { app: 'api' };
    const container = { name: 'api', image: 'example.test/api:v1' };
    const body = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'api' },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: { metadata: { labels, annotations: behaviour }, spec: { containers: [container] } },
        ...spec,
      },
    };
    await send({ method: 'POST', path: pathOf(namespace), body: JSON.stringify(body) });
  }

  async function patchDeployment(namespace: string, patch: object): Promise<void> {
    const headers = { 'content-type': 'application/strategic-merge-patch+json' };
    await send({ method: 'PATCH', path: `${pathOf(namespace)}/api`, headers, body: JSON.stringify(patch) });
  }

  async function annotatePod(namespace: string, pod: Pod, annotations: Record<string, string | null>): Promise<void> {
    await send({
      method: 'PATCH',
      path: `/api/v1/namespaces/${namespace}/pods/${pod.metadata.name}`,
      headers: { 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify({ metadata: { annotations } }),
    });
  }

  const untilReady = (namespace: string, replicas: number): Promise<true> =>
    eventually(`${replicas} replicas to be ready`, async () => {
      const { status } = await deployment(namespace);
      const settled = [status.readyReplicas, status.updatedReplicas, status.replicas];
      return settled.every((count) => count === replicas) ? true : undefined;
    });

  it('become ready through a real Deployment, and again with a new image', async () => {
    const namespace = await newNamespace('rolls');
    await deploy(namespace);
    await untilReady(namespace, 2);
    const container = { name: 'api', image: 'example.test/api:v2' };
    await patchDeployment(namespace, { spec: { template: { spec: { containers: [container] } } } });
    const images = await eventually('only new pods to be left', async () => {
      const seen = (await pods(namespace)).map(({ spec }) => spec.containers[0]?.image);
      return seen.length === 2 && seen.every((image) => image === container.image) ? seen : undefined;
    });
    expect(images).toHaveLength(2);
    await untilReady(namespace, 2);
  });

  it('stay Pending for ever when they are annotated never, and the Deployment says so after its deadline', async () => {
    const namespace = await newNamespace('never');
    await deploy(namespace, { [podBehaviour.annotation]: 'never' }, { progressDeadlineSeconds: 2 });
    const progressing = await eventually('the deadline to pass', async () => {
      const { status } = await deployment(namespace);
      return status.conditions?.find(({ type, status: value }) => type === 'Progressing' && value === 'False');
    });
    expect(progressing.reason).toBe('ProgressDeadlineExceeded');
    expect((await pods(namespace)).map(({ status }) => status.phase)).toEqual(['Pending', 'Pending']);
  });

  it('become ready later when they are annotated slow', async () => {
    const namespace = await newNamespace('slow');
    const started = performance.now();
    await deploy(namespace, { [podBehaviour.annotation]: 'slow', [podBehaviour.readyAfter]: '2s' });
    await untilReady(namespace, 2);
    expect(performance.now() - started).toBeGreaterThan(1900);
  });

  it('fall sick and heal as the annotation on a running pod comes and goes', async () => {
    const namespace = await newNamespace('sick');
    await deploy(namespace);
    await untilReady(namespace, 2);
    const [first] = await pods(namespace);
    if (first === undefined) throw new Error('the Deployment has no pods');
    await annotatePod(namespace, first, { [podBehaviour.annotation]: 'sick' });
    await eventually('one replica to be left ready', async () =>
      (await deployment(namespace)).status.readyReplicas === 1 ? true : undefined,
    );
    const sick = (await pods(namespace)).find(({ metadata }) => metadata.name === first.metadata.name);
    expect(sick?.status.containerStatuses?.[0]?.state.waiting?.reason).toBe('CrashLoopBackOff');
    await annotatePod(namespace, first, { [podBehaviour.annotation]: null });
    await untilReady(namespace, 2);
  });

  it('stay Terminating for the stated time when they are annotated slow-to-stop', async () => {
    const namespace = await newNamespace('slow-to-stop');
    await deploy(namespace);
    await untilReady(namespace, 2);
    for (const pod of await pods(namespace)) {
      await annotatePod(namespace, pod, {
        [podBehaviour.annotation]: 'slow-to-stop',
        [podBehaviour.stopsAfter]: '3s',
      });
    }
    await patchDeployment(namespace, { spec: { replicas: 0 } });
    const terminating = await eventually('both pods to be terminating', async () => {
      const seen = (await pods(namespace)).filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
      return seen.length === 2 ? performance.now() : undefined;
    });
    await eventually('both pods to be gone', async () => ((await pods(namespace)).length === 0 ? true : undefined));
    expect(performance.now() - terminating).toBeGreaterThan(2000);
  });

  it('are spread over the zones of the nodes', async () => {
    const namespace = await newNamespace('zones');
    const selector = { matchLabels: { app: 'api' } };
    const spread = {
      maxSkew: 1,
      topologyKey: 'topology.kubernetes.io/zone',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: selector,
    };
    await deploy(
      namespace,
      {},
      {
        replicas: 3,
        template: {
          metadata: { labels: selector.matchLabels },
          spec: {
            containers: [{ name: 'api', image: 'example.test/api:v1' }],
            topologySpreadConstraints: [spread],
          },
        },
      },
    );
    await untilReady(namespace, 3);
    const list = (await send({ method: 'GET', path: `/api/v1/namespaces/${namespace}/pods` })) as {
      items: { spec: { nodeName: string } }[];
    };
    expect(new Set(list.items.map(({ spec }) => spec.nodeName)).size).toBe(3);
  });
});
