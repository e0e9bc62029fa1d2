import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { InstallCommandOptions } from '../../src/cli/commands/install.ts';
import { setStage, type Stage } from '../../src/cli/demo/stage.ts';
import { installEnvironment } from '../../src/cli/environment-cluster/install-environment.ts';
import { fakeIo, type FakeIo } from './fake-io.ts';
import { environmentIn, existingClusterText, guessedOutputs, stateWith } from '../support/existing-cluster.ts';

const never = new AbortController().signal;
const text = existingClusterText();

describe('planewright install ENV, on the simulator', () => {
  let outputs: Readonly<Record<string, unknown>>;
  let stage: Stage;
  beforeAll(async () => {
    outputs = await guessedOutputs(await environmentIn(text));
  });
  beforeEach(async () => {
    stage = await setStage({}, never);
  });
  afterEach(() => stage.close());

  const run = async (
    more: Partial<InstallCommandOptions> = {},
    files: Readonly<Record<string, string>> = {},
  ): Promise<FakeIo> => {
    const io = fakeIo({
      files: { 'environments/prod.yaml': text, 'state.json': stateWith('aws-existing', outputs), ...files },
    });
    await installEnvironment(
      'prod',
      {
        kubeconfig: stage.standIns.kubeconfig,
        namespace: 'planewright-system',
        mode: 'act',
        replicas: '1',
        timeout: '60',
        output: 'text',
        state: 'state.json',
        ...more,
      },
      io,
    );
    return io;
  };
  /** Kinds in the order in which the installer first wrote them. */
  const writes = () =>
    stage.standIns.kube.requests.filter(
      ({ mutation, query }) => mutation && query['fieldManager'] === 'planewright-install',
    );

  it('says what it would make, and makes nothing', async () => {
    const shown = await run({ diff: true });
    expect(shown.code).toBe(2);
    expect(shown.text).toContain('+ create  DataPlane braintrust/aws-existing');
    expect(shown.text).toContain('+ create  Secret braintrust/braintrust-sources');
    expect(shown.text.match(/Namespace braintrust$/gm)).toHaveLength(1);
    expect(writes()).toEqual([]);
  });

  it('makes namespaces, kinds, the operator, what the cluster needs, and then organization, secrets and plane', async () => {
    const done = await run();
    expect(done.code).toBe(0);
    const written = writes().map(({ path }) => path);
    const order = [
      '/api/v1/namespaces/braintrust',
      '/apis/apps/v1/namespaces/planewright-system/deployments/planewright-operator',
      '/api/v1/namespaces/braintrust/services/braintrust-api-entry',
      '/apis/planewright.dev/v1alpha1/namespaces/braintrust/organizations/organization',
      '/api/v1/namespaces/braintrust/secrets/braintrust-sources',
      '/apis/planewright.dev/v1alpha1/namespaces/braintrust/dataplanes/aws-existing',
    ];
    expect(order.map((path) => written.indexOf(path))).toEqual(
      order.map((path) => written.indexOf(path)).toSorted((a, b) => a - b),
    );
    expect(order.filter((path) => !written.includes(path))).toEqual([]);
    expect(done.errors).toMatch(/✓ cluster: DataPlane braintrust\/aws-existing created \((\d+) of \1\)/);
  });

  it('writes nothing the second time', async () => {
    await run();
    const before = writes().length;
    const again = await run();
    expect(again.text).toBe('Installed; nothing changed.\n');
    expect(writes()).toHaveLength(before);
    expect((await run({ diff: true })).code).toBe(0);
  });

  it('asks once how the cluster differs, and carries that out', async () => {
    await run();
    const { requests } = stage.standIns.kube;
    const from = requests.length;
    const changed = { ...outputs, quarantineEnvironment: { QUARANTINE_REGION: 'eu-west-1' } };
    const done = await run({}, { 'state.json': stateWith('aws-existing', changed) });
    expect(done.text).toBe('Installed: 1 objects changed.\n');
    const asked = requests.slice(from);
    const dry = asked
      .filter(({ query }) => query['dryRun'] === 'All')
      .map(({ path }) => path)
      // It is the operator's and the environment's, which may want it otherwise.
      .filter((path) => path !== '/api/v1/namespaces/braintrust');
    expect(dry.length).toBeGreaterThan(15);
    expect(dry).toEqual([...new Set(dry)]);
    const kindsServed = asked.map(({ path }) => path).filter((path) => /^\/(api\/v1|apis\/[^/]+\/[^/]+)$/.test(path));
    expect(kindsServed.length).toBeGreaterThan(0);
    expect(kindsServed).toEqual([...new Set(kindsServed)]);
  });

  it('leaves the data of the source Secret alone, which others put there', async () => {
    await run();
    const key = { namespace: 'braintrust', name: 'braintrust-sources' };
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: key, data: { PG_URL: 'Y2FuYXJ5' } };
    const type = { group: '', version: 'v1', plural: 'secrets', kind: 'Secret', namespaced: true };
    await stage.person.apply({ type, object: secret });
    const changed = { ...outputs, planeUrl: 'https://other.example.com' };
    await run({}, { 'state.json': stateWith('aws-existing', changed) });
    const found = stage.standIns.kube.objects('/secrets').find(({ metadata }) => metadata.name === key.name);
    expect(found).toMatchObject({ data: { PG_URL: 'Y2FuYXJ5' } });
  });

  it('names the fields that differ, and only those objects are written', async () => {
    await run();
    const before = writes().length;
    const buckets = { ...outputs, quarantineEnvironment: { QUARANTINE_REGION: 'eu-west-1' } };
    const files = { 'state.json': stateWith('aws-existing', buckets) };
    const shown = await run({ diff: true }, files);
    expect(shown.text).toMatch(/~ update {2}DataPlane braintrust\/aws-existing {2}spec\.api\.extraEnv/);
    await run({}, files);
    expect(writes().length - before).toBe(1);
  });

  it('takes away what is not part of the environment any more, but never what may hold data', async () => {
    const extra = [
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'extra', namespace: 'braintrust' } },
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'extra', namespace: 'braintrust' } },
    ];
    const before = { ...outputs, clusterObjects: [...(outputs['clusterObjects'] as object[]), ...extra] };
    await run({}, { 'state.json': stateWith('aws-existing', before) });
    const shown = await run({ diff: true });
    expect(shown.text).toContain('- delete  ConfigMap braintrust/extra');
    expect(shown.text).toContain('= stays   Secret braintrust/extra');
    const done = await run();
    expect(done.errors).toContain('stays: Secret braintrust/extra');
    const names = (resource: string) =>
      stage.standIns.kube.objects(resource).filter(({ metadata }) => metadata.name === 'extra');
    expect([names('/configmaps').length, names('/secrets').length]).toEqual([0, 1]);
  });

  it('refuses a cluster that belongs to another environment', async () => {
    await run();
    const other = existingClusterText({ name: 'other' });
    const state = stateWith('other', outputs);
    await expect(run({}, { 'environments/prod.yaml': other, 'state.json': state })).rejects.toMatchObject({
      code: 'WrongCluster',
      message: 'This cluster is that of environment aws-existing, not of other.',
    });
  });

  it('refuses a kubeconfig that points to another cluster than the outputs, and names both', async () => {
    const elsewhere = { ...outputs, clusterEndpoint: 'https://abc.eks.example.com' };
    const refused = run({}, { 'state.json': stateWith('aws-existing', elsewhere) });
    await expect(refused).rejects.toMatchObject({ code: 'WrongCluster' });
    await expect(refused).rejects.toThrow(`points to ${stage.standIns.kubeUrl}`);
    await expect(refused).rejects.toThrow('https://abc.eks.example.com');
    expect(writes()).toEqual([]);
  });

  it('refuses a kind that nothing in the cluster serves, before anything is written', async () => {
    const gateway = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'g', namespace: 'a' },
    };
    const state = stateWith('aws-existing', { ...outputs, clusterObjects: [gateway] });
    await expect(run({}, { 'state.json': state })).rejects.toThrow(
      'does not serve Gateway of gateway.networking.k8s.io/v1',
    );
    expect(writes()).toEqual([]);
  });

  it('says that an environment was never brought up, or by a version that handed over other things', async () => {
    const never = JSON.stringify({ version: 3, deployment: {} });
    await expect(run({}, { 'state.json': never })).rejects.toMatchObject({ code: 'NotBroughtUp' });
    const old = stateWith('aws-existing', { ...outputs, planeUrl: undefined });
    await expect(run({}, { 'state.json': old })).rejects.toThrow('planeUrl');
    await expect(run({}, { 'state.json': stateWith('other', outputs) })).rejects.toThrow('is the state of other');
  });

  it('names no cluster by itself', async () => {
    const io = fakeIo({ files: { 'environments/prod.yaml': text, 'state.json': stateWith('aws-existing', outputs) } });
    const options = {
      namespace: 'x',
      mode: 'act',
      replicas: '1',
      timeout: '9',
      output: 'text',
      state: 'state.json',
    } as const;
    await expect(installEnvironment('prod', options, io)).rejects.toThrow('is not known from its outputs');
  });
});
