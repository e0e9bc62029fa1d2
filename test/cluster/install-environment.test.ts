import { expect, it } from 'vitest';
import type { InstallCommandOptions } from '../../src/cli/commands/install.ts';
import { installEnvironment } from '../../src/cli/environment-cluster/install-environment.ts';
import { runUninstallEnvironment } from '../../src/cli/environment-cluster/uninstall.ts';
import { fakeIo, type FakeIo } from '../cli/fake-io.ts';
import { auditEvents, type AuditEvent } from '../support/control-plane/audit-log.ts';
import { describeOnCluster } from '../support/control-plane/describe-on-cluster.ts';
import { environmentIn, existingClusterText, guessedOutputs, stateWith } from '../support/existing-cluster.ts';

const isWrite = ({ verb, requestURI, userAgent = '' }: AuditEvent): boolean =>
  ['create', 'update', 'patch', 'delete'].includes(verb) &&
  !requestURI.includes('dryRun=All') &&
  userAgent.startsWith('planewright/');

describeOnCluster('an environment on a cluster', ({ kubeconfigPath, newNamespace, send, auditLogPath }) => {
  const world = async (name: string) => {
    const [own, plane] = [await newNamespace('own'), await newNamespace('plane')];
    const text = existingClusterText({ name, namespace: plane });
    const outputs = await guessedOutputs(await environmentIn(text));
    const service = (outputs['clusterObjects'] as { readonly kind: string; readonly spec: object }[]).map((object) =>
      // A port of every node is taken once in a cluster, and suites run beside each other.
      object.kind === 'Service'
        ? {
            ...object,
            spec: {
              ...object.spec,
              type: 'ClusterIP',
              externalTrafficPolicy: undefined,
              ports: [{ port: 8000, protocol: 'TCP', targetPort: 8000, name: 'http' }],
            },
          }
        : object,
    );
    const files = (more: object = {}) => ({
      'environments/one.yaml': text,
      'state.json': stateWith(name, { ...outputs, clusterObjects: service, ...more }),
    });
    const run = async (more: Partial<InstallCommandOptions> = {}, changed: object = {}): Promise<FakeIo> => {
      const io = fakeIo({ files: files(changed) });
      const options = { namespace: own, mode: 'act', replicas: '1', timeout: '50', output: 'text' } as const;
      const where = { kubeconfig: kubeconfigPath, state: 'state.json', image: 'example.test/planewright:v1' };
      await installEnvironment('one', { ...options, ...where, ...more }, io);
      return io;
    };
    return { own, plane, outputs: { ...outputs, clusterObjects: service }, files, run };
  };
  /** Writes of ours in the namespaces of one test: others run beside it. */
  const writes = async (...namespaces: readonly string[]): Promise<number> => {
    const ours = ({ requestURI }: AuditEvent): boolean => namespaces.some((name) => requestURI.includes(name));
    return (await auditEvents(auditLogPath, (event) => isWrite(event) && ours(event))).length;
  };

  it('is brought about in order, repeated without a write, pruned, and taken away', async () => {
    const { own, plane, outputs, files, run } = await world('one');
    const before = await run({ diff: true });
    expect([before.code, before.text.includes(`+ create  DataPlane ${plane}/one`)]).toEqual([2, true]);

    const done = await run();
    expect(done.code).toBe(0);
    const lines = done.errors.split('\n');
    const at = (part: string): number => lines.findIndex((line) => line.includes(part));
    const order = ['operator is up', 'Service ', `Organization ${plane}`, `Secret ${plane}`, `DataPlane ${plane}/one`];
    expect(order.slice(2).map(at)).toEqual(
      order
        .slice(2)
        .map(at)
        .toSorted((a, b) => a - b),
    );
    expect(at('planewright-operator is up')).toBeLessThan(at(`Organization ${plane}`));

    const written = await writes(own, plane);
    expect(written).toBeGreaterThan(10);
    const again = await run();
    expect(again.text).toBe('Installed; nothing changed.\n');
    expect(await writes(own, plane)).toBe(written);
    expect((await run({ diff: true })).code).toBe(0);

    const extra = ['ConfigMap', 'Secret'].map((kind) => ({
      apiVersion: 'v1',
      kind,
      metadata: { name: 'extra', namespace: plane },
    }));
    await run({}, { clusterObjects: [...outputs.clusterObjects, ...extra] });
    const pruned = await run();
    expect(pruned.errors).toContain(`ConfigMap ${plane}/extra deleted`);
    expect(pruned.errors).toContain(`stays: Secret ${plane}/extra`);

    const gone = fakeIo({ files: files() });
    const where = { kubeconfig: kubeconfigPath, state: 'state.json', namespace: own, output: 'text' } as const;
    await runUninstallEnvironment('one', where, gone);
    expect(gone.text).toContain(`stays: DataPlane ${plane}/one (the plane goes on running`);
    const planes = async () =>
      (
        (await send({ method: 'GET', path: `/apis/planewright.dev/v1alpha1/namespaces/${plane}/dataplanes` })) as {
          readonly items: readonly unknown[];
        }
      ).items.length;
    expect(await planes()).toBe(1);
    const all = fakeIo({ files: files() });
    await runUninstallEnvironment('one', { ...where, plane: true, confirm: 'one' }, all);
    expect(all.text).toContain(`stays: Secret ${plane}/braintrust-sources (it may hold data)`);
    expect(await planes()).toBe(0);
  });

  it('names the fields that a dry run of the API server finds different', async () => {
    const { plane, run } = await world('two');
    await run();
    const shown = await run({ diff: true }, { quarantineEnvironment: { QUARANTINE_REGION: 'eu-west-1' } });
    expect(shown.code).toBe(2);
    expect(shown.text).toMatch(new RegExp(`~ update {2}DataPlane ${plane}/two {2}spec\\.api\\.extraEnv`));
  });

  it('refuses a kubeconfig that points to another cluster than the outputs say', async () => {
    const { run } = await world('three');
    await expect(run({}, { clusterEndpoint: 'https://abc.eks.example.com' })).rejects.toMatchObject({
      code: 'WrongCluster',
    });
  });
});
