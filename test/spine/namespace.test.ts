import { afterEach, beforeEach, expect, it } from 'vitest';
import { coreTypes, dataPlaneProp, organizationProps, versions } from '../../src/cli/demo/scene.ts';
import { eventually } from '../support/control-plane/connection.ts';
import { describeOnCluster } from '../support/control-plane/describe-on-cluster.ts';
import { createWorld, type World } from './support/world.ts';

const never = new AbortController().signal;

describeOnCluster('a namespace that is deleted with everything in it', (cluster) => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld(cluster);
    await world.apply(...organizationProps(world.apiUrl));
  });
  afterEach(() => world.close());

  const organization = [
    ['Organization', 'acme'],
    ['Project', 'support-bot'],
    ['AIProvider', 'openai'],
    ['EnvironmentVariable', 'webhook-secret'],
  ] as const;

  async function deleteNamespace(): Promise<void> {
    await world.kube.delete(coreTypes.namespace, { name: world.namespace }, {}, never);
    const gone = async (): Promise<true | undefined> =>
      (await world.kube.get(coreTypes.namespace, { name: world.namespace }, never)) === undefined ? true : undefined;
    await eventually('the namespace to be gone', gone, 90_000).catch(async (cause: unknown) => {
      const namespace = await world.kube.get(coreTypes.namespace, { name: world.namespace }, never);
      throw new Error(`${JSON.stringify(namespace)}\n${world.output().slice(-4000)}`, { cause });
    });
  }

  it('goes, and takes with it at the vendor what is declared to be deleted', async () => {
    await world.apply(dataPlaneProp(versions.first));
    await world.startOperator('shipped');
    await world.untilReady(...organization, ['DataPlane', 'plane']);
    const asked = world.api.requestLog.entries.length;
    await deleteNamespace();
    expect(world.api.inspect.rows('ai_secret')).toEqual([]);
    expect(world.api.inspect.rows('env_var')).toEqual([]);
    // Data stays unless it is said otherwise.
    expect(world.api.inspect.rows('project')).toHaveLength(1);
    const writes = world.api.requestLog.since(asked).filter(({ mutation }) => mutation);
    expect(writes.map(({ method, path }) => `${method} ${path.split('/')[2]}`).sort()).toEqual([
      'DELETE ai_secret',
      'DELETE env_var',
    ]);
    await eventually('the copy to be gone', async () =>
      (await world.get(coreTypes.secret, 'openai', world.consumer)) === undefined ? true : undefined,
    );
  });

  it('goes although the API is down, and leaves what is at the vendor as it was', async () => {
    // Its two minutes of patience with an API that does not answer pass in forty seconds. No faster: its clock runs ahead
    // of the times that Kubernetes writes down.
    await world.startOperator({ hurry: 3 });
    await world.untilReady(...organization);
    const before = world.api.inspect.endState();
    world.api.inject({ times: Infinity, fault: { kind: 'reset', acted: false } });
    await deleteNamespace();
    expect(world.api.inspect.endState()).toEqual(before);
    expect(world.api.requestLog.entries.flatMap(({ deleted }) => deleted)).toEqual([]);
  });
});
