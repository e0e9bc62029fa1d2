import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runInstall, runUninstall } from '../../src/cli/install.ts';
import type { InstallCommandOptions } from '../../src/cli/commands/install.ts';
import { fakeIo, type FakeIo } from '../cli/fake-io.ts';
import { installerRights } from '../../src/install/installer-rights.ts';
import { rights } from '../../src/install/rights.ts';
import { resourceText } from '../../src/kube/missing-right.ts';
import { auditEvents, resourceOf, verbsOf } from '../support/control-plane/audit-log.ts';
import { describeOnCluster } from '../support/control-plane/describe-on-cluster.ts';
import { writeKubeconfig } from '../support/control-plane/kubeconfig.ts';

/** Whoever installs with no more than the documented rights. */
const person = 'installer';

describeOnCluster('an installation', (cluster) => {
  const { kubeconfigPath, newNamespace, send, tokenFor, transportWith } = cluster;
  const install = async (namespace: string, more: Partial<InstallCommandOptions>): Promise<FakeIo> => {
    const io = fakeIo();
    await runInstall(
      {
        kubeconfig: kubeconfigPath,
        namespace,
        mode: 'act',
        replicas: '1',
        timeout: '50',
        output: 'text',
        image: 'example.test/planewright:v1',
        ...more,
      },
      io,
    );
    return io;
  };

  it('brings the operator up with rights in what it governs and nowhere else, and is repeated without a change', async () => {
    const [own, governed, other] = [await newNamespace('own'), await newNamespace('acme'), await newNamespace('other')];
    const before = await install(own, { govern: [governed], diff: true });
    expect(before.text).toMatch(new RegExp(`create +Deployment +${own}/planewright-operator`));
    expect(before.code).toBe(2);

    const done = await install(own, { govern: [governed] });
    expect(done.errors).toContain('operator planewright-operator is up');
    expect(done.code).toBe(0);
    const again = await install(own, { govern: [governed], diff: true });
    expect([again.text, again.code]).toEqual(['Nothing would change.\n', 0]);

    const token = await tokenFor({ namespace: own, name: 'planewright-operator' });
    const mayListSecrets = async (namespace: string): Promise<number> => {
      const path = `/api/v1/namespaces/${namespace}/secrets`;
      const { status } = await transportWith(token)({ method: 'GET', path }, AbortSignal.timeout(10_000));
      return status;
    };
    expect([await mayListSecrets(governed), await mayListSecrets(other)]).toEqual([200, 403]);

    const narrowed = await install(own, { govern: [other] });
    expect(narrowed.text).toMatch(new RegExp(`delete +RoleBinding +${governed}/planewright-operator-governed`));
    expect([await mayListSecrets(governed), await mayListSecrets(other)]).toEqual([403, 200]);

    const gone = fakeIo();
    await runUninstall({ kubeconfig: kubeconfigPath, namespace: own, output: 'text' }, gone);
    expect(gone.text).toContain(`stays: namespace ${own}`);
    const left = (await send({ method: 'GET', path: `/apis/apps/v1/namespaces/${own}/deployments` })) as {
      readonly items: readonly unknown[];
    };
    expect(left.items).toEqual([]);
  });

  it('refuses kinds that are older than those in the cluster', async () => {
    const own = await newNamespace('own');
    await install(own, {});
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/projects.planewright.dev';
    const mark = async (version: string | null): Promise<void> => {
      const headers = { 'content-type': 'application/merge-patch+json' };
      const body = JSON.stringify({ metadata: { annotations: { 'planewright.dev/installed-by': version } } });
      await send({ method: 'PATCH', path, headers, body });
    };
    await mark('99.0.0');
    try {
      await expect(install(own, {})).rejects.toMatchObject({ code: 'InstallRefused' });
      expect((await install(own, { allowDowngrade: true })).code).toBe(0);
    } finally {
      await mark(null);
      await runUninstall({ kubeconfig: kubeconfigPath, namespace: own, output: 'text' }, fakeIo());
    }
  });

  it('is made and taken away with the rights that are documented for it, and asks for no other', async () => {
    const home = await newNamespace('person');
    const folder = await mkdtemp(join(tmpdir(), 'planewright-installer-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await send({
      method: 'POST',
      path: `/api/v1/namespaces/${home}/serviceaccounts`,
      body: JSON.stringify({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: person } }),
    });
    const grant = async (name: string, granted: typeof installerRights): Promise<void> => {
      const rules = granted.map(({ group, resources, verbs }) => ({ apiGroups: [group], resources, verbs }));
      const path = '/apis/rbac.authorization.k8s.io/v1';
      const metadata = { name: `${home}-${name}` };
      const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: metadata.name };
      const subjects = [{ kind: 'ServiceAccount', name: person, namespace: home }];
      await send({ method: 'POST', path: `${path}/clusterroles`, body: JSON.stringify({ metadata, rules }) });
      const binding = JSON.stringify({ metadata, roleRef, subjects });
      await send({ method: 'POST', path: `${path}/clusterrolebindings`, body: binding });
      onTestFinished(async () => {
        for (const plural of ['clusterrolebindings', 'clusterroles']) {
          await send({ method: 'DELETE', path: `${path}/${plural}/${metadata.name}` });
        }
      });
    };
    const token = await tokenFor({ namespace: home, name: person });
    const { url, caPem } = cluster;
    const kubeconfig = await writeKubeconfig(join(folder, 'kubeconfig'), { url, caPem, user: person, token });
    const [own, first, second] = [`${home}-own`, `${home}-first`, `${home}-second`];
    onTestFinished(async () => {
      for (const name of [own, first, second]) await send({ method: 'DELETE', path: `/api/v1/namespaces/${name}` });
    });

    await grant('installs', installerRights);
    // Kubernetes lets nobody give away what they do not hold.
    await expect(install(own, { kubeconfig, govern: [first] })).rejects.toMatchObject({
      code: 'KubeForbidden',
      message: expect.stringContaining('not currently held') as string,
    });
    await grant('holds', rights);
    const since = new Date().toISOString();
    expect((await install(own, { kubeconfig, govern: [first] })).code).toBe(0);
    expect((await install(own, { kubeconfig, govern: [second] })).text).toContain(
      `${first}/planewright-operator-governed`,
    );
    await runUninstall({ kubeconfig, namespace: own, output: 'text' }, fakeIo());

    const user = `system:serviceaccount:${home}:${person}`;
    const asked = await auditEvents(cluster.auditLogPath, (event) => event.user.username === user);
    const now = asked.filter(({ requestReceivedTimestamp }) => requestReceivedTimestamp > since);
    expect(now.filter(({ responseStatus }) => responseStatus?.code === 403)).toEqual([]);
    const text = (group: string, resource: string, verb: string): string => `${verb} ${resourceText(group, resource)}`;
    const used = asked.flatMap((event) => {
      const { group, resource } = resourceOf(event);
      return verbsOf(event).map((verb) => text(group, resource, verb));
    });
    const documented = installerRights.flatMap(({ group, resources, verbs }) =>
      resources.flatMap((resource) => verbs.map((verb) => text(group, resource, verb))),
    );
    // The kinds are shared by all suites on this control plane, and were made by the first.
    const shared = 'create customresourcedefinitions.apiextensions.k8s.io';
    expect([...new Set([...used, shared])].sort()).toEqual(documented.sort());
  });
});
