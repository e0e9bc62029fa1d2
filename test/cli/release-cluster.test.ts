import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../src/cli/cluster.ts';
import { foundations, organizationProps } from '../../src/cli/demo/scene.ts';
import { setStage, type Stage } from '../../src/cli/demo/stage.ts';
import { conditionOf, until } from '../../src/cli/demo/watch.ts';
import { releaseCluster, type ReleaseContext } from '../../src/cli/destroy/release-cluster.ts';
import type { ClusterConnection } from '../../src/kube/cluster-connection.ts';
import type { KubeClient } from '../../src/kube/client.ts';
import { kubeClient } from '../../src/kube/kube-client.ts';
import type { KubeObject } from '../../src/kube/objects.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { fakeIo } from './fake-io.ts';

const never = new AbortController().signal;
const services = { group: '', version: 'v1', plural: 'services', kind: 'Service', namespaced: true } as const;
const projects = {
  group: 'planewright.dev',
  version: 'v1alpha1',
  plural: 'projects',
  kind: 'Project',
  namespaced: true,
};
const balancer = (namespace: string): KubeObject =>
  ({
    ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'entry', namespace } },
    spec: { type: 'LoadBalancer', ports: [{ port: 443 }] },
  }) as KubeObject;

/** The stand-in serves no volumes: one claim is answered in its place. */
function withVolume(client: KubeClient): KubeClient {
  const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'disk', namespace: 'default' } };
  const list = ((type, options, signal) =>
    type.plural === 'persistentvolumeclaims'
      ? Promise.resolve({ items: [claim], resourceVersion: '1' })
      : client.list(type, options, signal)) as KubeClient['list'];
  return {
    get: (type, key, signal) => client.get(type, key, signal),
    list,
    watch: (type, options, signal) => client.watch(type, options, signal),
    create: (type, object, signal) => client.create(type, object, signal),
    apply: (type, object, options, signal) => client.apply(type, object, options, signal),
    applyStatus: (type, object, options, signal) => client.applyStatus(type, object, options, signal),
    jsonPatch: (type, key, operations, signal) => client.jsonPatch(type, key, operations, signal),
    delete: (type, key, options, signal) => client.delete(type, key, options, signal),
  };
}

/** Over HTTP against the stand-in of Kubernetes, with an operator that has brought an organization about. */
describe('a cluster is let go before the cloud beneath it', () => {
  let stage: Stage;
  let connection: ClusterConnection;
  const context = (more: Partial<ReleaseContext> = {}): ReleaseContext => ({
    client: withVolume(kubeClient(connection.transport)),
    clock: systemClock,
    tell: () => undefined,
    timeoutMs: 60_000,
    ...more,
  });
  const exists = async (namespace: string): Promise<boolean> =>
    (await kubeClient(connection.transport).get(services, { namespace, name: 'entry' }, never)) !== undefined;

  beforeAll(async () => {
    stage = await setStage({}, never);
    await stage.person.apply(...foundations(stage.secrets), ...organizationProps(stage.standIns.apiUrl));
    await until(
      () => conditionOf(stage.standIns, 'projects', 'support-bot', 'Ready')?.status === 'True',
      'Ready',
      never,
    );
    connection = await connect({ kubeconfig: stage.standIns.kubeconfig }, fakeIo());
    const client = kubeClient(connection.transport);
    await client.create(services, balancer('braintrust'), never);
    await client.create(services, balancer('default'), never);
  });
  afterAll(async () => {
    connection.close();
    await stage.close();
  });

  it('of a brought cluster only what is in the namespaces of the environment', async () => {
    const scope = { goes: false, namespaces: ['nobodys'] };
    expect(await releaseCluster(context(), scope, never)).toEqual({ deleted: [], volumes: [] });
    expect(await exists('braintrust')).toBe(true);
  });

  it('says what does not go, and what it waits for', async () => {
    const client = kubeClient(connection.transport);
    const bot = { namespace: 'braintrust', name: 'support-bot' };
    const before = (await client.get(projects, bot, never))?.metadata.finalizers ?? [];
    const value = [...before, 'example.com/hold'];
    await client.jsonPatch(projects, bot, [{ op: 'add', path: '/metadata/finalizers', value }], never);
    const stuck = releaseCluster(context({ timeoutMs: 1 }), { goes: true, namespaces: ['braintrust'] }, never);
    await expect(stuck).rejects.toMatchObject({
      code: 'ClusterHolds',
      message: expect.stringMatching(
        /projects do not go: braintrust\/support-bot \(waits for .*example.com\/hold/,
      ) as string,
    });
    const held = await client.get(projects, bot, never);
    const at = held?.metadata.finalizers?.indexOf('example.com/hold') ?? -1;
    const free = [{ op: 'remove', path: `/metadata/finalizers/${at}` }] as const;
    await client.jsonPatch(projects, bot, free, never);
  });

  it('resources first, while the operator lives, then every load balancer, then the namespaces', async () => {
    const { deleted, volumes } = await releaseCluster(context(), { goes: true, namespaces: ['braintrust'] }, never);
    const kinds = [...new Set(deleted.map((one) => one.split(' ')[0]))];
    expect(kinds.indexOf('Organization')).toBeGreaterThan(kinds.indexOf('AIProvider'));
    expect(volumes).toEqual(['default/disk']);
    expect(kinds.slice(-2)).toEqual(['Service', 'Namespace']);
    expect([await exists('braintrust'), await exists('default')]).toEqual([false, false]);
    expect(await releaseCluster(context(), { goes: true, namespaces: ['braintrust'] }, never)).toEqual({
      deleted: [],
      volumes: ['default/disk'],
    });
  });
});
