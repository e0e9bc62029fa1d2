import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DataPlaneStatus } from '../../src/api/index.ts';
import { sourceAnnotation } from '../../src/api/secret-source.ts';
import { coreTypes, dataPlaneProp, organizationProps, versions } from '../../src/cli/demo/scene.ts';
import type { JsonPatchOperation } from '../../src/kube/client.ts';
import { resourceText } from '../../src/kube/missing-right.ts';
import type { KubeObject } from '../../src/kube/objects.ts';
import { eventually } from '../support/control-plane/connection.ts';
import { describeOnCluster } from '../support/control-plane/describe-on-cluster.ts';
import { must } from '../../src/runtime/must.ts';
import { askedRights, refusals } from './rights/asked.ts';
import { planeProofs } from './rights/plane.ts';
import { governedOf, hurry, never, resourceNames, saidSince, typeOfKind, type Stage } from './rights/proof.ts';
import { resourceProofs } from './rights/resources.ts';
import { secretProofs } from './rights/secrets.ts';
import { giveBack, nameOf, singleRights, withhold, type SingleRight } from './rights/single-rights.ts';
import { startProofs } from './rights/start.ts';
import { createWorld, type World } from './support/world.ts';

const license = 'arn:aws:secretsmanager:eu-central-1:111111111111:secret:license';
const proofs = { ...startProofs, ...resourceProofs, ...planeProofs, ...secretProofs };
const all = new Map(singleRights().map((right) => [nameOf(right), right]));

describe('the proofs', () => {
  it('are as many as the rights: each right has one, and none is without its right', () => {
    expect(Object.keys(proofs).sort()).toEqual([...all.keys()].sort());
  });
});

describeOnCluster('each right of the operator', (cluster) => {
  let world: World;
  let texts = 0;
  /** When which right was withheld. */
  const withheld: { readonly name: string; readonly from: string; until: string }[] = [];

  beforeAll(async () => {
    world = await createWorld(cluster);
    await world.apply(...organizationProps(world.apiUrl), declaredForProofs(), dataPlaneProp(versions.first));
    await world.startOperator({ hurry, inThisProcess: true });
    await world.untilReady(['Organization', 'acme'], ['Project', 'support-bot'], ['AIProvider', 'openai']);
    await world.untilReady(['EnvironmentVariable', 'webhook-secret'], ['DataPlane', 'plane']);
  });
  afterAll(() => world.close());

  /** Deleting the project deletes it at the vendor, too: only then is it held. */
  function declaredForProofs() {
    const project = must(
      organizationProps(world.apiUrl).find(({ object }) => object.kind === 'Project'),
      'the scene has one',
    );
    const { spec } = project.object as typeof project.object & { readonly spec: object };
    return { ...project, object: { ...project.object, spec: { ...spec, policy: { deletion: 'Delete' } } } };
  }

  const restart: Stage['restart'] = async (pace = {}) => {
    await world.stop();
    await world.startOperator({ hurry, inThisProcess: true, ...pace });
  };

  it.each(Object.keys(proofs).map((name) => ({ name })))(
    '$name: is needed, and named when it is missing',
    async ({ name }) => {
      const proof = must(proofs[name], 'a proof');
      const right = must(all.get(name), `there is a right ${name}`);
      const governed = governedOf(world);
      const before = world.output().length;
      const period = { name, from: new Date().toISOString(), until: '~' };
      withheld.push(period);
      await withhold(cluster, governed, right);
      const since = new Date().toISOString();
      const stage: Stage = { world, right, since, restart, fresh: () => String((texts += 1)) };
      try {
        await proof.provoke(stage);
        const expected = sentence(right);
        await eventually(`the operator to name what it lacks (${String(expected)})`, async () =>
          expected.test(await saidSince(world, before)) ? true : undefined,
        ).catch(async (cause: unknown) => {
          throw new Error((await saidSince(world, before)).slice(-4000), { cause });
        });
        expect(await proof.cameAbout(stage)).toBe(false);
      } finally {
        await giveBack(cluster, governed, right);
      }
      period.until = new Date().toISOString();
      await (proof.again ?? proof.provoke)(stage);
      await eventually(`what ${name} is for`, async () => ((await proof.cameAbout(stage)) ? true : undefined)).catch(
        async (cause: unknown) => {
          throw new Error((await saidSince(world, before)).slice(-4000), { cause });
        },
      );
    },
  );

  it('with all of them: a Secret is filled from a store, a plane is upgraded, and everything goes again', async () => {
    await restart({ stored: { [license]: 'canary-license-from-the-store' } });
    const key = { namespace: world.namespace, name: 'plane-connections' };
    const source = JSON.stringify({ value: { secret: license } });
    const annotations = { op: 'add', path: '/metadata/annotations', value: { [sourceAnnotation('license')]: source } };
    await world.kube.jsonPatch(coreTypes.secret, key, [annotations as JsonPatchOperation], never);
    await eventually('the license to be filled', async () => {
      const { data } = (await world.get(coreTypes.secret, key.name)) as KubeObject & { data?: Record<string, string> };
      const value = Buffer.from(data?.['license'] ?? '', 'base64').toString('utf8');
      return value === 'canary-license-from-the-store' ? true : undefined;
    });
    await world.apply(dataPlaneProp(versions.next));
    await eventually('the next version', async () => {
      const plane = (await world.get(typeOfKind('DataPlane'), 'plane')) as KubeObject & { status?: DataPlaneStatus };
      return plane.status?.currentVersion === versions.next ? true : undefined;
    });
    for (const kind of ['DataPlane', 'EnvironmentVariable', 'AIProvider', 'Project', 'Organization'] as const) {
      const one = { namespace: world.namespace, name: resourceNames[kind] };
      await world.kube.delete(typeOfKind(kind), one, {}, never);
      await eventually(`${kind} to be gone`, async () =>
        (await world.get(typeOfKind(kind), one.name)) === undefined ? true : undefined,
      );
    }
    expect((['ai_secret', 'env_var', 'project'] as const).flatMap((type) => world.api.inspect.rows(type))).toEqual([]);
  });

  it('was refused nothing but what was taken away', async () => {
    const refused = await refusals(cluster.auditLogPath, governedOf(world), world.since);
    const unexplained = refused.filter(
      (one) => !withheld.some(({ name, from, until }) => explains(name, one) && one.at >= from && one.at <= until),
    );
    expect(unexplained).toEqual([]);
    expect(refused.length).toBeGreaterThanOrEqual(withheld.length);
  });

  it('was asked for, and nothing else was', async () => {
    const asked = new Set((await askedRights(cluster.auditLogPath, governedOf(world), world.since)).map(nameOf));
    expect([...asked].sort()).toEqual([...all.keys()].sort());
  });
});

/** A refused apply is a `patch` in the audit log, whichever of the two rights it lacked. */
function explains(name: string, refused: SingleRight): boolean {
  return name === nameOf(refused) || (refused.verb === 'patch' && name === nameOf({ ...refused, verb: 'create' }));
}

/** How the operator names a right that it lacks: who, which verb, which resource, where. */
function sentence({ group, resource, verb }: SingleRight): RegExp {
  const what = `${verb} ${resourceText(group, resource)}`.replaceAll('.', '\\.');
  // Of what a resource refers to, its condition says which object may not be read.
  const kind = { secrets: 'Secret', configmaps: 'ConfigMap' }[resource];
  const referred =
    verb === 'get' && kind !== undefined ? `|${kind} \\S+ may not be read. Grant the operator get on it` : '';
  return new RegExp(`planewright-operator may not ${what} in (namespace|the whole cluster)${referred}`);
}
