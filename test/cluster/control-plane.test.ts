import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { auditEvents, inNamespace } from '../support/control-plane/audit-log.ts';
import { eventually } from '../support/control-plane/connection.ts';
import { describeOnCluster } from '../support/control-plane/describe-on-cluster.ts';

const canary = 'canary-8f2d6c1e';

describeOnCluster('the control plane under test', (cluster) => {
  const { adminTransport, send, newNamespace } = cluster;
  const configMaps = (namespace: string): string => `/api/v1/namespaces/${namespace}/configmaps`;
  const configMap = (name: string, data: Record<string, string>): string =>
    JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });

  it('keeps what is written and gives it back', async () => {
    const namespace = await newNamespace('round-trip');
    await send({ method: 'POST', path: configMaps(namespace), body: configMap('kept', { colour: 'blue' }) });
    expect(await send({ method: 'GET', path: `${configMaps(namespace)}/kept` })).toMatchObject({
      metadata: { name: 'kept', namespace },
      data: { colour: 'blue' },
    });
  });

  it('streams a watch as it happens', async () => {
    const namespace = await newNamespace('watch');
    const end = new AbortController();
    const path = configMaps(namespace);
    const watch = await adminTransport(
      { method: 'GET', path, query: { watch: 'true', fieldSelector: 'metadata.name=seen' }, stream: true },
      end.signal,
    );
    await send({ method: 'POST', path, body: configMap('seen', {}) });
    let received = '';
    for await (const chunk of watch.chunks ?? []) {
      received += chunk;
      if (received.includes('\n')) break;
    }
    end.abort();
    expect(JSON.parse(received)).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'seen' } } });
  });

  it('writes every request into the audit log, with the body that was sent', async () => {
    const namespace = await newNamespace('audited');
    await send({ method: 'POST', path: configMaps(namespace), body: configMap('audited', { colour: 'green' }) });
    const [event] = await eventually('the audit log to hold the request', async () => {
      const events = await auditEvents(
        cluster.auditLogPath,
        (seen) => inNamespace(namespace)(seen) && seen.objectRef?.name === 'audited',
      );
      return events.length > 0 ? events : undefined;
    });
    expect(event).toMatchObject({
      verb: 'create',
      user: { username: 'planewright-tests' },
      responseStatus: { code: 201 },
      requestObject: { data: { colour: 'green' } },
    });
  });

  it('writes no secret value into the audit log', async () => {
    const namespace = await newNamespace('discreet');
    const secrets = `/api/v1/namespaces/${namespace}/secrets`;
    const body = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'quiet' }, stringData: { key: canary } };
    await send({ method: 'POST', path: secrets, body: JSON.stringify(body) });
    const events = await eventually('the audit log to hold the request', async () => {
      const seen = await auditEvents(cluster.auditLogPath, ({ objectRef }) => objectRef?.name === 'quiet');
      return seen.length > 0 ? seen : undefined;
    });
    expect(events[0]).toMatchObject({ verb: 'create', objectRef: { resource: 'secrets' } });
    const everything = JSON.stringify(await auditEvents(cluster.auditLogPath, () => true));
    expect(everything).not.toContain(canary);
    expect(everything).not.toContain(Buffer.from(canary).toString('base64'));
  });

  it('lets a service account do what its role allows and nothing else', async () => {
    const namespace = await newNamespace('least-rights');
    const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
    const meta = { name: 'reader' };
    await send({
      method: 'POST',
      path: `/api/v1/namespaces/${namespace}/serviceaccounts`,
      body: JSON.stringify({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta }),
    });
    await send({
      method: 'POST',
      path: `${rbac}/roles`,
      body: JSON.stringify({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: meta,
        rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['list'] }],
      }),
    });
    await send({
      method: 'POST',
      path: `${rbac}/rolebindings`,
      body: JSON.stringify({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: meta,
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
        subjects: [{ kind: 'ServiceAccount', name: 'reader', namespace }],
      }),
    });
    const reader = cluster.transportWith(await cluster.tokenFor({ namespace, name: 'reader' }));
    const statusOf = async (path: string): Promise<number> =>
      (await reader({ method: 'GET', path }, AbortSignal.timeout(10_000))).status;
    await eventually('the role to take effect', async () =>
      (await statusOf(configMaps(namespace))) === 200 ? true : undefined,
    );
    expect(await statusOf(`/api/v1/namespaces/${namespace}/secrets`)).toBe(403);
    expect(await statusOf(configMaps('default'))).toBe(403);
  });

  it('answers kubectl with the kubeconfig', async () => {
    const run = promisify(execFile);
    const { stdout } = await run(cluster.kubectlPath, [
      '--kubeconfig',
      cluster.kubeconfigPath,
      'get',
      'namespaces',
      '-o',
      'name',
    ]);
    expect(stdout).toContain('namespace/default');
  });
});
