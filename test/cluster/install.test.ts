import { expect, it } from 'vitest';
import { runInstall, runUninstall } from '../../src/cli/install.ts';
import type { InstallCommandOptions } from '../../src/cli/commands/install.ts';
import { fakeIo, type FakeIo } from '../cli/fake-io.ts';
import { describeOnCluster } from '../support/control-plane/describe-on-cluster.ts';

describeOnCluster('an installation', ({ kubeconfigPath, newNamespace, send, tokenFor, transportWith }) => {
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
});
