import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { coreTypes } from '../../src/cli/demo/scene.ts';
import { setStage, type Stage } from '../../src/cli/demo/stage.ts';
import { runPreview } from '../../src/cli/engine/preview.ts';
import { runUp } from '../../src/cli/engine/up.ts';
import { fakeIo, type FakeIo } from '../cli/fake-io.ts';
import { existingClusterText } from '../support/existing-cluster.ts';
import { StandInCloud } from './provider/cloud.ts';
import { commandEnv } from './support/by-command.ts';
import { installPlugins } from './support/plugins.ts';

const text = 'text' as const;

/** One story: a cloud that is a folder, a cluster that is the simulator over HTTP with the real operator in it. */
describe.skipIf(inject('engine') === undefined)('up, from the cloud into the cluster', () => {
  let folder: string;
  let cloud: StandInCloud;
  let stage: Stage;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'planewright-up-'));
    mkdirSync(path.join(folder, 'home'));
    installPlugins(path.join(folder, 'home'));
    cloud = new StandInCloud(path.join(folder, 'cloud'));
    // Slower than the demo: what the plane goes through must last longer than the pause between two looks at it.
    stage = await setStage({}, new AbortController().signal, 4);
    // What the operator would bring from the cloud's store.
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'braintrust' } };
    const data = Object.fromEntries(
      Object.entries({
        PG_URL: 'postgres://plane:canary@postgres.invalid/braintrust',
        REDIS_URL: 'rediss://:canary@redis.invalid:6379',
        BRAINSTORE_LICENSE_KEY: 'canary-license',
        FUNCTION_SECRET_KEY: 'canary-0123456789abcdef0123456789abcdef',
      }).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
    );
    const metadata = { name: 'braintrust-sources', namespace: 'braintrust' };
    await stage.person.apply(
      { type: coreTypes.namespace, object: namespace },
      { type: coreTypes.secret, object: { apiVersion: 'v1', kind: 'Secret', metadata, data } as never },
    );
  });
  afterAll(async () => {
    await stage.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const plans: Record<string, string> = {};
  const io = (): FakeIo =>
    fakeIo({
      cwd: folder,
      env: commandEnv(folder, '111122223333'),
      files: { 'environments/prod.yaml': existingClusterText({ governed: false }), ...plans },
    });
  const writes = (): number =>
    stage.standIns.kube.requests.filter(
      ({ mutation, query }) => mutation && query['fieldManager'] === 'planewright-install',
    ).length;
  const toCluster = () => ({ output: text, kubeconfig: stage.standIns.kubeconfig, timeout: '90' });

  it('asks for the cluster before anything is done, where nobody could know which it is', async () => {
    await expect(runUp('prod', { skipPreflight: true, output: text, yes: true }, io())).rejects.toThrow(
      'is not known from its outputs',
    );
    expect(cloud.objects()).toEqual([]);
  });

  it('shows both parts before there is either', async () => {
    const shown = io();
    await runPreview('prod', { ...toCluster() }, shown);
    expect(shown.text).toMatch(/\+ create {2}\S+ {2}aws:/);
    expect(shown.text).toContain('+ create  DataPlane braintrust/aws-existing');
    expect(shown.code).toBe(2);
    expect(writes()).toBe(0);
  });

  it('makes the cloud, then the cluster, and waits until the plane is Ready', async () => {
    const done = io();
    await runUp('prod', { skipPreflight: true, ...toCluster(), yes: true }, done);
    expect(done.errors).toMatch(/✓ cluster: operator planewright-operator is up/);
    expect(done.errors).toMatch(/✓ cluster: DataPlane braintrust\/aws-existing created \((\d+) of \1\)/);
    expect(done.errors).toMatch(/… plane: (Preflight|Secrets|Readers|Writer|Migration|Api)/);
    expect(done.errors).toContain('these records must be there');
    expect(done.errors.indexOf('aws')).toBeLessThan(done.errors.indexOf('✓ cluster:'));
    expect(done.text).toMatch(/Done: (\d+) of \1 steps\./);
    expect(done.text).toContain('The plane is Ready: https://braintrust.eu.example.com');
    expect(done.code).toBe(0);
    expect(done.text + done.errors).not.toContain('canary');
  });

  it('has nothing to do the second time, and writes nothing anywhere', async () => {
    const before = [writes(), cloud.calls().filter(({ method }) => method !== 'read').length];
    const again = io();
    await runUp('prod', { skipPreflight: true, ...toCluster() }, again);
    expect(again.errors).toContain('Nothing would change.\n');
    expect(again.errors).toContain('Nothing would change in the cluster.');
    expect(again.text).toContain('The plane is Ready');
    expect([writes(), cloud.calls().filter(({ method }) => method !== 'read').length]).toEqual(before);
  });

  it('goes on into the cluster although the cloud has nothing to do', async () => {
    const { handle } = stage.standIns.kube;
    const route = '/api/v1/namespaces/braintrust/services/braintrust-api-entry';
    await handle({ method: 'DELETE', path: route }, new AbortController().signal);
    const shown = io();
    await runPreview('prod', { ...toCluster(), save: 'plan.json' }, shown);
    expect(shown.text).toContain('+ create  Service braintrust/braintrust-api-entry');
    plans['plan.json'] = shown.files['plan.json'] ?? '';
    const done = io();
    await runUp('prod', { skipPreflight: true, ...toCluster(), plan: 'plan.json' }, done);
    expect(done.errors).toContain('✓ cluster: Service braintrust/braintrust-api-entry created (1 of 1)');
    expect(done.code).toBe(0);
  });

  it('refuses a saved plan once the cluster is not what it was', async () => {
    await expect(runUp('prod', { skipPreflight: true, ...toCluster(), plan: 'plan.json' }, io())).rejects.toMatchObject(
      {
        code: 'PlanStale',
        message: 'What would change in the cluster is not what it was.',
      },
    );
  });

  it('prints both parts as JSON', async () => {
    const done = io();
    await runUp('prod', { skipPreflight: true, ...toCluster(), output: 'json' }, done);
    const printed = JSON.parse(done.text) as { cluster: { ready: boolean; objects: { change: string }[] } };
    expect(printed.cluster.ready).toBe(true);
    expect(new Set(printed.cluster.objects.map(({ change }) => change))).toEqual(new Set(['same']));
  });
});
