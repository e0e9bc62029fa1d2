import { afterAll, beforeAll, expect, it } from 'vitest';
import { coreTypes, dataPlaneProp, organizationProps, secret, versions } from '../../src/cli/demo/scene.ts';
import { leaseName } from '../../src/install/rights.ts';
import type { KubeObject, ResourceType } from '../../src/kube/objects.ts';
import { eventually } from '../support/control-plane/connection.ts';
import { describeOnCluster } from '../support/control-plane/describe-on-cluster.ts';
import { refusals } from './rights/asked.ts';
import { mismatches, podLives } from './support/audit.ts';
import { operatorNamespace } from './support/installation.ts';
import { declaredPods, podsByContainer } from './support/pods-by-container.ts';
import { untilEqual } from './support/until-equal.ts';
import { createWorld, type World } from './support/world.ts';

const leases: ResourceType = {
  group: 'coordination.k8s.io',
  version: 'v1',
  plural: 'leases',
  kind: 'Lease',
  namespaced: true,
};

describeOnCluster('`planewright operator`, as it is shipped', (cluster) => {
  let world: World;
  const newKey = 'canary-openai-rotated-90be';

  beforeAll(async () => {
    world = await createWorld(cluster);
    await world.startOperator('shipped');
  });
  afterAll(() => world.close());

  const lives = () => podLives(cluster.auditLogPath, world.namespace);
  const running = async (version: string) =>
    podsByContainer((await lives()).filter(({ tag, until }) => tag === `v${version}` && until === undefined));
  const holder = async (): Promise<string> => {
    const lease = (await world.get(leases, leaseName, operatorNamespace)) as Lease | undefined;
    return lease?.spec?.holderIdentity ?? '';
  };

  it('takes the lease under the name of its pod, says that it is ready, and shows its metrics', async () => {
    await eventually('it to lead', async () => ((await holder()).startsWith('operator-') ? true : undefined));
    await eventually('it to be ready', async () => ((await health('/readyz')) === 200 ? true : undefined));
    expect(await health('/healthz')).toBe(200);
    expect((await world.health('/metrics')).body).toContain('controller_runtime_reconcile_total');
  });

  const health = async (path: string): Promise<number> => {
    try {
      return (await world.health(path)).status;
    } catch {
      // Not listening yet.
      return 0;
    }
  };

  it('brings a plane up, and upgrades it without an API pod that is newer than a Brainstore pod', async () => {
    await world.apply(...organizationProps(world.apiUrl), dataPlaneProp(versions.first));
    await world.untilReady(['Organization', 'acme'], ['AIProvider', 'openai'], ['DataPlane', 'plane']);
    await untilEqual('the pods of the plane', () => running(versions.first), declaredPods);
    await world.apply(dataPlaneProp(versions.next));
    await untilEqual('all pods of the next version', () => running(versions.next), declaredPods, 90_000);
    await world.untilReady(['DataPlane', 'plane']);
    expect(mismatches(await lives())).toEqual([]);
  });

  it('writes a changed provider key once, as soon as its Secret changes', async () => {
    const asked = world.api.requestLog.entries.length;
    await world.apply(secret('llm-keys', { openai: newKey, webhook: world.secrets.webhookSecret }));
    await eventually('the copy', async () => ((await copiedKey()) === newKey ? true : undefined));
    const [row] = world.api.inspect.rows('ai_secret');
    expect(world.api.inspect.holdsSecret(String(row?.id), newKey)).toBe(true);
    const written = world.api.requestLog.since(asked).filter(({ mutation }) => mutation);
    expect(written.map(({ method, path }) => [method, path])).toEqual([['PATCH', `/v1/ai_secret/${String(row?.id)}`]]);
  });

  async function copiedKey(): Promise<string> {
    const copy = (await world.get(coreTypes.secret, 'openai', world.consumer)) as
      (KubeObject & { data?: Record<string, string> }) | undefined;
    return Buffer.from(copy?.data?.['openai'] ?? '', 'base64').toString('utf8');
  }

  it('was refused nothing by the API server', async () => {
    expect(await refusals(cluster.auditLogPath, [world.namespace, world.consumer], world.since)).toEqual([]);
  });

  it('gives the lease back when it is told to end, and has said no secret', async () => {
    await world.stop();
    expect(await holder()).toBe('');
    const values = [...Object.values<string>({ ...world.secrets }), newKey];
    for (const value of values.flatMap((one) => [one, Buffer.from(one).toString('base64')])) {
      expect(world.output()).not.toContain(value);
    }
  });
});

interface Lease extends KubeObject {
  readonly spec?: { readonly holderIdentity?: string };
}
