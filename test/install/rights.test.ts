import { describe, expect, it } from 'vitest';
import { isAllowed, rights, type Asked, type Right } from '../../src/install/rights.ts';
import { governedRights, installObjects, operatorDeployment } from '../../src/install/objects.ts';
import { planeTypes, podType } from '../../src/dataplane/workloads/kinds.ts';
import { planeCluster, key, type Cluster } from '../dataplane/support/cluster.ts';
import type { WireRequest } from '../../src/runtime/transport.ts';

const never = new AbortController().signal;
const governed = (verb: string, group: string, resource: string, name = 'any'): Asked => ({
  verb,
  group,
  resource,
  name,
  place: 'governed',
});

/** A request as RBAC sees it. Server-side apply asks for `create` too where the object is not there yet. */
function askedBy({ method, path }: WireRequest): readonly Asked[] {
  const match =
    /^\/(?:api|apis\/(?<group>[^/]+))\/[^/]+\/namespaces\/[^/]+\/(?<plural>[^/]+)(?:\/(?<name>[^/]+))?(?:\/(?<sub>[^/]+))?$/.exec(
      path,
    );
  const { group = '', plural = '', name, sub } = match?.groups ?? {};
  const resource = sub === undefined ? plural : `${plural}/${sub}`;
  const place = 'governed' as const;
  const of = (verb: string): Asked => ({ verb, group, resource, place, ...(name !== undefined && { name }) });
  switch (method) {
    case 'GET':
      return [of(name === undefined ? 'list' : 'get')];
    case 'PATCH':
      return sub === undefined && group !== 'planewright.dev' ? [of('patch'), of('create')] : [of('patch')];
    case 'POST':
      return [of('create')];
    default:
      return [of(method.toLowerCase())];
  }
}

async function everythingThatAPlaneAsksFor(): Promise<readonly Asked[]> {
  const cluster: Cluster = await planeCluster({
    version: '2.8.0',
    secrets: {
      postgresUrl: { name: 'plane', key: 'postgres' },
      redisUrl: { name: 'plane', key: 'redis' },
      licenseKey: { name: 'plane', key: 'license' },
    },
    api: { customCa: { name: 'ca', key: 'bundle' } },
  });
  const ca = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'ca', namespace: 'acme' },
    data: { bundle: 'PEM' },
  };
  await cluster.admin.create(planeTypes.ConfigMap, ca, never);
  await cluster.settle();
  await cluster.declare({ version: '2.9.0', network: { policies: 'None' }, api: {} });
  await cluster.settle();
  await cluster.clock.run(cluster.engine().reconcile(key, never));
  return cluster.sent.flatMap(askedBy);
}

describe('the rights of the operator', () => {
  it('suffice for a plane: first rollout, upgrade, removal of what is no longer declared', async () => {
    const asked = await everythingThatAPlaneAsksFor();
    expect(asked.length).toBeGreaterThan(100);
    const refused = asked.filter((one) => !isAllowed(rights, one));
    expect(refused).toEqual([]);
  });

  it('are each needed: without any right that a plane uses, something of it is refused', async () => {
    const asked = await everythingThatAPlaneAsksFor();
    const used = rights.filter((right) => asked.some((one) => isAllowed([right], one)));
    expect(used.map(({ group, resources }) => [group, ...resources].join(' '))).toEqual(
      expect.arrayContaining([' secrets', ' pods', 'apps deployments', 'policy poddisruptionbudgets']),
    );
    for (const right of used) {
      const rest = rights.filter((one) => one !== right);
      expect(
        asked.some((one) => !isAllowed(rest, one)),
        right.reason,
      ).toBe(true);
    }
  });

  it('give no Secret outside of governed namespaces', () => {
    for (const verb of ['get', 'list', 'watch', 'create', 'patch', 'delete']) {
      expect(isAllowed(rights, { ...governed(verb, '', 'secrets'), place: 'other' })).toBe(false);
      expect(isAllowed(rights, { ...governed(verb, '', 'secrets'), place: 'cluster' })).toBe(false);
    }
    const own = (name: string): Asked => ({ ...governed('get', '', 'secrets', name), place: 'own' });
    expect(isAllowed(rights, own('planewright-install'))).toBe(true);
    expect(isAllowed(rights, own('registry-token'))).toBe(false);
  });

  it.each<[string, Pick<Right, 'group' | 'resources'>]>([
    ['roles', { group: 'rbac.authorization.k8s.io', resources: ['roles', 'rolebindings', 'clusterroles'] }],
    ['shells and logs of pods', { group: '', resources: ['pods/exec', 'pods/log', 'pods/attach'] }],
    ['definitions', { group: 'apiextensions.k8s.io', resources: ['customresourcedefinitions'] }],
    ['impersonation', { group: '', resources: ['users', 'groups', 'serviceaccounts/token'] }],
  ])('never touch %s', (_, { group, resources }) => {
    for (const resource of resources) {
      for (const verb of ['get', 'list', 'create', 'patch', 'impersonate', 'bind', 'escalate']) {
        expect(isAllowed(rights, governed(verb, group, resource))).toBe(false);
      }
    }
  });

  it('use no wildcard, and say why each is there', () => {
    for (const { group, resources, verbs, reason } of rights) {
      expect([group, ...resources, ...verbs]).not.toContain('*');
      expect(reason.length).toBeGreaterThan(20);
    }
  });

  it('to secrets reach the API server as they stand in the table', () => {
    const [role] = governedRights('acme', 'planewright');
    const secrets = role.rules.filter((rule) => rule.resources?.includes('secrets') === true);
    expect(secrets.flatMap((rule) => rule.verbs).sort()).toEqual(
      ['get', 'list', 'watch', 'create', 'patch', 'delete'].sort(),
    );
    expect(role.metadata.namespace).toBe('acme');
  });

  it('to pods are for reading them only', () => {
    expect(isAllowed(rights, governed('list', podType.group, podType.plural))).toBe(true);
    expect(isAllowed(rights, governed('delete', podType.group, podType.plural))).toBe(false);
  });
});

describe('what is installed', () => {
  const options = { namespace: 'planewright', governedNamespaces: ['acme', 'other'], image: 'x/planewright:1' };

  it('has one pair of role and binding for each governed namespace, and one cluster role', () => {
    const objects = installObjects(options);
    const where = objects.filter(({ kind }) => kind === 'RoleBinding').map(({ metadata }) => metadata.namespace);
    expect(where.sort()).toEqual(['acme', 'other', 'planewright']);
    expect(objects.filter(({ kind }) => kind === 'ClusterRole')).toHaveLength(1);
  });

  it('may govern its own namespace too', () => {
    const names = installObjects({ ...options, governedNamespaces: ['planewright'] })
      .filter(({ kind }) => kind === 'Role')
      .map(({ metadata }) => metadata.name);
    expect(new Set(names).size).toBe(2);
  });

  it('runs the operator restricted, and tells it its namespaces', () => {
    const pod = operatorDeployment({ ...options, mode: 'observe' }).spec.template.spec;
    expect(pod?.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(pod?.containers[0]).toMatchObject({
      args: ['operator', '--mode=observe', '--namespaces=acme,other', '--port=8080'],
      securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
    });
  });
});
