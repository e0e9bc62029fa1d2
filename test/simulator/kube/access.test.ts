import { describe, expect, it } from 'vitest';
import { serviceAccountToken } from '../../../src/simulator/kube/access/guard.ts';
import { configMap, configMaps, testWorld, type TestWorld } from './support/world.ts';

const admin = { authorization: 'Bearer admin' };
const operator = { authorization: `Bearer ${serviceAccountToken('ops', 'operator')}` };
const rbac = '/apis/rbac.authorization.k8s.io/v1';

function guarded(): TestWorld {
  return testWorld({ access: { tokens: { admin: { name: 'admin', groups: ['system:masters'] } } } });
}

async function grant(world: TestWorld, namespace: string | undefined, rule: Record<string, string[]>): Promise<void> {
  const cluster = namespace === undefined;
  const where = cluster ? rbac : `${rbac}/namespaces/${namespace}`;
  const kind = cluster ? 'ClusterRole' : 'Role';
  const make = (plural: string, object: Record<string, unknown>): Promise<unknown> =>
    world.ask('POST', `${where}/${plural}`, {
      headers: admin,
      body: { apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name: 'r' }, ...object },
    });
  await make(cluster ? 'clusterroles' : 'roles', { kind, rules: [rule] });
  await make(cluster ? 'clusterrolebindings' : 'rolebindings', {
    kind: `${kind}Binding`,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: 'r' },
    subjects: [{ kind: 'ServiceAccount', name: 'operator', namespace: 'ops' }],
  });
}

describe('rights', () => {
  it('are not asked for unless the simulator is made with them', async () => {
    expect((await testWorld().ask('GET', '/api/v1/secrets')).status).toBe(200);
  });

  it('need a token that someone has', async () => {
    const { status, at } = await guarded().ask('GET', configMaps);
    expect([status, at('message'), at('reason')]).toEqual([401, 'Unauthorized', 'Unauthorized']);
  });

  it('that are missing are named with verb, resource, group and place', async () => {
    const world = guarded();
    const one = await world.ask('GET', '/api/v1/namespaces/default/secrets', { headers: operator });
    expect([one.status, one.message]).toEqual([
      403,
      'secrets is forbidden: User "system:serviceaccount:ops:operator" cannot list resource "secrets" in API group "" in the namespace "default"',
    ]);
    const all = await world.ask('GET', '/api/v1/secrets', { headers: operator });
    expect(all.message).toMatch(/at the cluster scope$/);
  });

  it('of a role hold in its namespace, for its verbs, and no further', async () => {
    const world = guarded();
    await grant(world, 'default', { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] });
    expect((await world.ask('GET', configMaps, { headers: operator })).status).toBe(200);
    expect((await world.ask('GET', configMaps, { headers: operator, query: { watch: 'true' } })).status).toBe(403);
    expect((await world.ask('POST', configMaps, { headers: operator, body: configMap('c') })).status).toBe(403);
    expect((await world.ask('GET', '/api/v1/namespaces/kube-system/configmaps', { headers: operator })).status).toBe(
      403,
    );
    expect((await world.ask('GET', '/api/v1/configmaps', { headers: operator })).status).toBe(403);
  });

  it('of a cluster role hold everywhere, and not for subresources that it leaves out', async () => {
    const world = guarded();
    await grant(world, undefined, { apiGroups: ['apps'], resources: ['deployments'], verbs: ['*'] });
    expect((await world.ask('GET', '/apis/apps/v1/deployments', { headers: operator })).status).toBe(200);
    const scale = '/apis/apps/v1/namespaces/default/deployments/d/scale';
    expect((await world.ask('GET', scale, { headers: operator })).status).toBe(403);
  });

  it('can be limited to names', async () => {
    const world = guarded();
    await grant(world, 'default', {
      apiGroups: [''],
      resources: ['configmaps'],
      verbs: ['get'],
      resourceNames: ['mine'],
    });
    expect((await world.ask('GET', `${configMaps}/mine`, { headers: operator })).status).toBe(404);
    expect((await world.ask('GET', `${configMaps}/other`, { headers: operator })).status).toBe(403);
  });

  it('can be asked about', async () => {
    const world = guarded();
    await grant(world, 'default', { apiGroups: [''], resources: ['secrets'], verbs: ['get'] });
    const ask = async (namespace: string): Promise<unknown> => {
      const body = {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: { verb: 'get', resource: 'secrets', namespace } },
      };
      const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
      return (await world.ask('POST', path, { headers: operator, body })).at('status', 'allowed');
    };
    expect([await ask('default'), await ask('')]).toEqual([true, false]);
  });
});
