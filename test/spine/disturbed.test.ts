import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { coreTypes, dataPlaneProp, organizationProps, secret, versions } from '../../src/cli/demo/scene.ts';
import { planeTypes } from '../../src/dataplane/workloads/kinds.ts';
import type { KubeObject } from '../../src/kube/objects.ts';
import { eventually } from '../support/control-plane/connection.ts';
import { describeOnCluster } from '../support/control-plane/describe-on-cluster.ts';
import { podBehaviour } from '../support/control-plane/stages.ts';
import { mismatches, podLives, writes, type PodLife } from './support/audit.ts';
import { imageTagOf, slowly } from './support/plane.ts';
import { declaredPods, podsByContainer } from './support/pods-by-container.ts';
import { keepQuerying } from './support/queries.ts';
import { untilEqual } from './support/until-equal.ts';
import { createWorld, type World } from './support/world.ts';

const never = new AbortController().signal;
const [first, next] = [`v${versions.first}`, `v${versions.next}`];

describeOnCluster('a rollout that is disturbed', (cluster) => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld(cluster);
    await world.apply(...organizationProps(world.apiUrl), slowly(dataPlaneProp(versions.first)));
    await world.startOperator({ hurry: 10 });
    await world.untilReady(['DataPlane', 'plane']);
  });
  afterEach(() => world.close());

  const lives = (): Promise<readonly PodLife[]> => podLives(cluster.auditLogPath, world.namespace);
  const alive = async (tag: string) =>
    podsByContainer((await lives()).filter((life) => life.until === undefined && life.tag === tag));
  const deploymentWrites = (name: string, user?: string) =>
    writes(
      cluster.auditLogPath,
      (write) => write.namespace === world.namespace && write.resource === 'deployments' && write.name === name,
      user,
    );

  it('waits with the API until the last old Brainstore pod has stopped terminating', async () => {
    const old = (await lives()).filter(({ container }) => container.startsWith('brainstore-'));
    expect(old).toHaveLength(5);
    const annotations = [
      { op: 'add', path: `/metadata/annotations/${escaped(podBehaviour.annotation)}`, value: 'slow-to-stop' },
      { op: 'add', path: `/metadata/annotations/${escaped(podBehaviour.stopsAfter)}`, value: '8s' },
    ] as const;
    for (const { name } of old) {
      await world.kube.jsonPatch(coreTypes.pod, { namespace: world.namespace, name }, annotations, never);
    }
    const stopQuerying = keepQuerying(world);
    await world.apply(slowly(dataPlaneProp(versions.next)));
    await untilEqual('all pods of the next version', () => alive(next), declaredPods, 90_000);
    await world.untilReady(['DataPlane', 'plane']);
    expect((await stopQuerying()).filter((status) => status !== 200)).toEqual([]);
    const after = await lives();
    expect(mismatches(after)).toEqual([]);
    const gone = after.filter(({ name }) => old.some((one) => one.name === name)).map(({ until }) => until ?? '~');
    const migration = (await deploymentWrites('braintrust-api-migration')).filter(({ tag }) => tag === next);
    const api = (await deploymentWrites('braintrust-api')).filter(({ tag }) => tag === next);
    for (const write of [...migration, ...api]) expect([...gone, write.at].sort().at(-1)).toBe(write.at);
    expect(api.length).toBeGreaterThan(0);
  });

  it('sets the API Deployment back when somebody edits it, and still finishes in order', async () => {
    await world.apply(slowly(dataPlaneProp(versions.next), '2s'));
    await eventually('the readers to be rolling', async () =>
      imageTagOf(await world.get(planeTypes.Deployment, 'brainstore-reader')) === next ? true : undefined,
    );
    const edit = [{ op: 'replace', path: '/spec/replicas', value: 1 }] as const;
    const key = { namespace: world.namespace, name: 'braintrust-api' };
    await world.kube.jsonPatch(planeTypes.Deployment, key, edit, never);
    const api = async (): Promise<readonly [string | undefined, number | undefined]> => {
      const deployment = await world.get(planeTypes.Deployment, 'braintrust-api');
      const { spec } = deployment as KubeObject & { readonly spec?: { readonly replicas?: number } };
      return [imageTagOf(deployment), spec?.replicas];
    };
    await untilEqual('the API to be as it was', api, [first, declaredPods.api]);
    const [byHand] = (await deploymentWrites('braintrust-api', 'planewright-tests')).slice(-1);
    const [back] = (await deploymentWrites('braintrust-api')).filter(({ at }) => at > (byHand?.at ?? '~'));
    expect(back?.tag).toBe(first);
    await untilEqual('all pods of the next version', () => alive(next), declaredPods, 90_000);
    await world.untilReady(['DataPlane', 'plane']);
    expect(await api()).toEqual([next, declaredPods.api]);
    expect(mismatches(await lives())).toEqual([]);
  });

  it('rolls each pod at most once more when a secret changes on the way', async () => {
    await world.apply(slowly(dataPlaneProp(versions.next)));
    await eventually('the readers to be rolling', async () =>
      imageTagOf(await world.get(planeTypes.Deployment, 'brainstore-reader')) === next ? true : undefined,
    );
    await world.apply(
      secret('plane-connections', {
        postgres: 'postgres://braintrust:canary-changed@postgres.internal:5432/postgres?sslmode=require',
        redis: `rediss://:${world.secrets.redisPassword}@redis.internal:6379`,
        license: world.secrets.licenseKey,
      }),
    );
    await untilEqual('all pods of the next version', () => alive(next), declaredPods, 90_000);
    await world.untilReady(['DataPlane', 'plane']);
    await sleep(3_000);
    expect(await alive(next)).toEqual(declaredPods);
    const started = podsByContainer((await lives()).filter(({ tag }) => tag === next));
    // The API had not begun; one more API container is that of the migration.
    expect(started).toMatchObject({ 'brainstore-writer': 1, api: declaredPods.api + 1 });
    expect(started['brainstore-reader']).toBeLessThanOrEqual(2 * declaredPods['brainstore-reader']);
    expect(mismatches(await lives())).toEqual([]);
  });
});

/** A key as a JSON pointer has it. */
function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
