import { afterEach, beforeEach, expect, it } from 'vitest';
import { dataPlaneProp, organizationProps, versions } from '../../src/cli/demo/scene.ts';
import { planeTypes } from '../../src/dataplane/workloads/kinds.ts';
import { TransportError } from '../../src/runtime/transport.ts';
import { eventually } from '../support/control-plane/connection.ts';
import { describeOnCluster } from '../support/control-plane/describe-on-cluster.ts';
import { mismatches, podLives } from './support/audit.ts';
import { declaredPods, podsByContainer } from './support/pods-by-container.ts';
import { keepQuerying } from './support/queries.ts';
import { untilEqual } from './support/until-equal.ts';
import { imageTagOf, slowly } from './support/plane.ts';
import { createWorld, type Pace, type World } from './support/world.ts';

const hurried: Pace = { hurry: 10 };

describeOnCluster('an operator that is killed', (cluster) => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld(cluster);
  });
  afterEach(() => world.close());

  const organization = [
    ['Organization', 'acme'],
    ['Project', 'support-bot'],
    ['AIProvider', 'openai'],
    ['EnvironmentVariable', 'webhook-secret'],
  ] as const;

  const creations = [
    { what: 'a provider key', path: '/v1/ai_secret', type: 'ai_secret' },
    { what: 'an environment variable', path: '/v1/env_var', type: 'env_var' },
    { what: 'a project', path: '/v1/project', type: 'project' },
  ] as const;
  const moments = [
    { when: 'before', acted: false },
    { when: 'after', acted: true },
  ];
  it.each(creations.flatMap((creation) => moments.map((moment) => ({ ...creation, ...moment }))))(
    'right $when $what is created: the next one ends with one, made once',
    async ({ path, type, acted }) => {
      const killed = Promise.withResolvers<undefined>();
      world.intercept(async (request, carryOut) => {
        const creates = request.method === 'POST' || request.method === 'PUT';
        if (!creates || request.path !== path) return carryOut();
        world.intercept(undefined);
        if (acted) await carryOut();
        await world.kill();
        killed.resolve(undefined);
        throw new TransportError('reset', 'the client is gone');
      });
      await world.apply(...organizationProps(world.apiUrl));
      await world.startOperator(hurried);
      await killed.promise;
      expect(world.api.inspect.rows(type)).toHaveLength(acted ? 1 : 0);
      await world.startOperator(hurried);
      await world.untilReady(...organization);
      expect(world.api.inspect.rows(type)).toHaveLength(1);
      const [row] = world.api.inspect.rows(type);
      const touched = world.api.requestLog.entries.filter(({ created }) => created.includes(String(row?.id)));
      expect(touched).toHaveLength(1);
      expect(world.api.requestLog.entries.flatMap(({ deleted }) => deleted)).toEqual([]);
    },
  );

  it.each([
    { step: 'the readers', name: 'brainstore-reader', pace: hurried },
    { step: 'the writer', name: 'brainstore-writer', pace: hurried },
    // It is elected: the next operator must wait until the lease of the one that was killed has run out.
    { step: 'the API', name: 'braintrust-api', pace: 'shipped' as const },
  ])('in the middle of rolling $step: the next one goes on, and the versions never cross', async ({ name, pace }) => {
    const lives = () => podLives(cluster.auditLogPath, world.namespace);
    await world.apply(...organizationProps(world.apiUrl), slowly(dataPlaneProp(versions.first)));
    await world.startOperator(pace);
    await world.untilReady(['DataPlane', 'plane']);
    const stopQuerying = keepQuerying(world);
    await world.apply(slowly(dataPlaneProp(versions.next)));
    await eventually(`${name} to be patched`, async () =>
      imageTagOf(await world.get(planeTypes.Deployment, name)) === `v${versions.next}` ? true : undefined,
    );
    await world.kill();
    await world.startOperator(pace);
    const alive = async () =>
      podsByContainer((await lives()).filter(({ tag, until }) => tag === `v${versions.next}` && until === undefined));
    await untilEqual('all pods of the next version', alive, declaredPods);
    await world.untilReady(['DataPlane', 'plane']);
    expect((await stopQuerying()).filter((status) => status !== 200)).toEqual([]);
    expect(mismatches(await lives())).toEqual([]);
    // Nothing was rolled twice: every pod of the next version is the first of its place.
    const started = podsByContainer((await lives()).filter(({ tag }) => tag === `v${versions.next}`));
    expect(started).toEqual({ ...declaredPods, api: declaredPods.api + migrations });
  });
});

/** The pod that migrates the database has an API container, too. */
const migrations = 1;
