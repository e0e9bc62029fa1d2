import { describe, expect, it } from 'vitest';
import type { DataPlane } from '../../src/api/index.ts';
import { describeChange } from '../../src/dataplane/rollout/changes.ts';
import type { KubeSecret } from '../../src/dataplane/secrets/read.ts';
import { dataPlaneType } from '../../src/dataplane/rollout/gather.ts';
import { planeTypes, secretType, type Deployment } from '../../src/dataplane/workloads/kinds.ts';
import { KubeError } from '../../src/kube/kube-error.ts';
import { must } from '../../src/runtime/must.ts';
import { canary, key, planeCluster, type Cluster } from './support/cluster.ts';

const never = new AbortController().signal;
const image = async (cluster: Cluster, name: string) => {
  const found = await cluster.admin.get<Deployment>(planeTypes.Deployment, { namespace: 'acme', name }, never);
  return found?.spec.template.spec?.containers[0]?.image;
};
const secret = (cluster: Cluster, name: string) =>
  cluster.admin.get<KubeSecret>(secretType, { namespace: 'acme', name }, never);

describe('the engine of data planes', () => {
  it('brings a declared plane to Ready on an API server', async () => {
    const cluster = await planeCluster();
    await cluster.settle();
    expect((await cluster.plane()).status).toMatchObject({ phase: 'Ready', currentVersion: '2.9.0', readyOnce: true });
    const given = must(await secret(cluster, 'braintrust-secrets'), 'the Secret');
    expect(Object.keys(given.data ?? {}).sort()).toEqual([
      'BRAINSTORE_LICENSE_KEY',
      'FUNCTION_SECRET_KEY',
      'PG_URL',
      'REDIS_URL',
    ]);
    expect(await image(cluster, 'braintrust-api-migration')).toBeUndefined();
  });

  it('writes nothing on a pass that finds everything as declared', async () => {
    const cluster = await planeCluster();
    await cluster.settle();
    cluster.forget();
    const { changes, outcome } = await cluster.clock.run(cluster.engine().reconcile(key, never));
    expect(changes).toEqual([]);
    expect(cluster.writes).toEqual([]);
    expect(outcome).toEqual({ requeueAfterMs: 600_000 });
  });

  it('upgrades, and a fresh engine goes on wherever the last one was killed', async () => {
    const cluster = await planeCluster({ version: '2.8.0' });
    await cluster.settle();
    await cluster.declare({ version: '2.9.0' });
    for (let turn = 0; turn < 200; turn += 1) {
      let left = (turn % 3) + 1;
      cluster.fault = ({ method }) => {
        if (method !== 'GET' && (left -= 1) < 0) throw new Error('killed');
      };
      await cluster.clock.run(cluster.engine().reconcile(key, never)).catch(() => undefined);
      cluster.fault = undefined;
      await cluster.kubelet();
      if ((await cluster.plane()).status?.phase === 'Ready' && turn > 10) break;
    }
    await cluster.settle();
    expect((await cluster.plane()).status).toMatchObject({ phase: 'Ready', currentVersion: '2.9.0' });
    expect(await image(cluster, 'braintrust-api')).toContain(':v2.9.0');
  });

  it('rolls once when a source Secret changes, and gives the pods the new value', async () => {
    const cluster = await planeCluster();
    await cluster.settle();
    cluster.forget();
    await cluster.secret('plane', {
      postgres: `postgres://bt:${canary}-rotated@db.example:5432/postgres`,
      redis: `redis://:${canary}@cache.example:6379`,
      license: canary,
      function: `${canary}-function`,
    });
    await cluster.settle();
    const given = must(await secret(cluster, 'braintrust-secrets'), 'the Secret');
    expect(Buffer.from(given.data?.['PG_URL'] ?? '', 'base64').toString()).toContain('-rotated');
    const rolled = cluster.writes
      .filter(({ path }) => path.includes('/deployments/'))
      .map(({ path }) => path.split('/').at(-1));
    expect(rolled).toEqual(['brainstore-reader', 'brainstore-fastreader', 'brainstore-writer', 'braintrust-api']);
  });

  it('makes a function secret key that outlives the composed Secret, and never makes another', async () => {
    const cluster = await planeCluster({
      secrets: {
        postgresUrl: { name: 'plane', key: 'postgres' },
        redisUrl: { name: 'plane', key: 'redis' },
        licenseKey: { name: 'plane', key: 'license' },
      },
    });
    await cluster.settle();
    const made = must(await secret(cluster, 'plane-function-secret'), 'the made Secret');
    expect(made.immutable).toBe(true);
    expect(Buffer.from(made.data?.['FUNCTION_SECRET_KEY'] ?? '', 'base64').toString()).toHaveLength(32);
    await cluster.admin.delete(secretType, { namespace: 'acme', name: 'braintrust-secrets' }, {}, never);
    await cluster.settle();
    const restored = must(await secret(cluster, 'braintrust-secrets'), 'the Secret again');
    expect(restored.data?.['FUNCTION_SECRET_KEY']).toBe(made.data?.['FUNCTION_SECRET_KEY']);
    for (const name of ['braintrust-secrets', 'plane-function-secret']) {
      await cluster.admin.delete(secretType, { namespace: 'acme', name }, {}, never);
    }
    await cluster.settle();
    expect(await cluster.condition('Stalled')).toMatchObject({ status: 'True', reason: 'FunctionSecretKeyLost' });
    expect(await secret(cluster, 'plane-function-secret')).toBeUndefined();
  });

  it('shows no secret anywhere but in Secrets', async () => {
    const cluster = await planeCluster();
    await cluster.settle();
    await cluster.secret('plane', {
      postgres: `http://${canary}`,
      redis: `${canary}\n`,
      license: canary,
      function: canary,
    });
    await cluster.settle();
    expect(await cluster.condition('Stalled')).toMatchObject({ status: 'True', reason: 'SecretIncomplete' });
    expect((await cluster.condition('Ready'))?.message).toContain(
      'Secret plane, key postgres (needed as PG_URL) must begin',
    );
    const encoded = Buffer.from(canary).toString('base64').slice(0, 12);
    const elsewhere = [
      ...cluster.words,
      JSON.stringify(await cluster.plane()),
      ...cluster.sent.filter(({ path }) => !path.includes('/secrets')).map(({ body }) => body ?? ''),
    ].join('\n');
    expect(elsewhere).not.toContain(canary);
    expect(elsewhere).not.toContain(encoded);
  });

  it('sets an edited Deployment back and says so', async () => {
    const cluster = await planeCluster();
    await cluster.settle();
    const name = { namespace: 'acme', name: 'braintrust-api' };
    await cluster.admin.jsonPatch(
      planeTypes.Deployment,
      name,
      [{ op: 'replace', path: '/spec/replicas', value: 1 }],
      never,
    );
    await cluster.clock.run(cluster.engine().reconcile(key, never));
    const live = await cluster.admin.get<Deployment>(planeTypes.Deployment, name, never);
    expect(live?.spec.replicas).toBe(4);
    expect((await cluster.condition('Drifted'))?.message).toContain('Deployment/braintrust-api spec.replicas');
    expect(cluster.words.join('\n')).toContain('Warning DriftCorrected');
    await cluster.settle();
    expect((await cluster.condition('Drifted'))?.status).toBe('False');
  });

  it('reports what a quota or a policy refuses, and does not storm', async () => {
    const cluster = await planeCluster();
    cluster.fault = ({ method, path }) => {
      if (method === 'PATCH' && path.endsWith('/deployments/brainstore-reader')) {
        const detail = { retry: 'afterChange', httpStatus: 403 } as const;
        throw new KubeError('KubeForbidden', 'exceeded quota: compute', detail);
      }
    };
    await cluster.clock.run(cluster.engine().reconcile(key, never));
    const { outcome } = await cluster.clock.run(cluster.engine().reconcile(key, never));
    expect(outcome).toEqual({ requeueAfterMs: 300_000 });
    expect(await cluster.condition('Stalled')).toMatchObject({ status: 'True', reason: 'ApplyRefused' });
    expect((await cluster.condition('Ready'))?.message).toContain('exceeded quota');
  });

  it('plans all steps without changing anything', async () => {
    const cluster = await planeCluster({ version: '2.8.0' });
    await cluster.settle();
    cluster.forget();
    const { spec, ...rest } = await cluster.plane();
    const edited: DataPlane = { ...rest, spec: { ...spec, version: '2.9.0' } };
    const changes = await cluster.clock.run(cluster.engine().plan(edited, never));
    expect(changes.map(describeChange).filter((one) => one.includes('update Deployment'))).toHaveLength(4);
    expect(cluster.writes).toEqual([]);
  });

  it('changes nothing but the status where the operator only observes', async () => {
    const cluster = await planeCluster();
    await cluster.clock.run(cluster.engine({ mode: 'observe' }).reconcile(key, never));
    expect(cluster.writes.map(({ path }) => path)).toEqual([
      '/apis/planewright.dev/v1alpha1/namespaces/acme/dataplanes/plane/status',
    ]);
    expect(await cluster.condition('Synced')).toMatchObject({ status: 'False', reason: 'Observing' });
  });

  it('holds still where it may not read a Secret', async () => {
    const cluster = await planeCluster({ version: '2.8.0' });
    await cluster.settle();
    await cluster.declare({ version: '2.9.0' });
    cluster.forget();
    cluster.fault = ({ path }) => {
      if (!path.includes('/secrets/')) return;
      throw new KubeError('KubeForbidden', 'not permitted to get Secret plane', {
        retry: 'afterChange',
        httpStatus: 403,
      });
    };
    await cluster.clock.run(cluster.engine().reconcile(key, never));
    expect(cluster.writes.map(({ path }) => path.split('/').at(-1))).toEqual(['status']);
    expect(await cluster.condition('Ready')).toMatchObject({ status: 'True', reason: 'SecretUnread' });
  });

  it('has nothing to do about a plane that is gone', async () => {
    const cluster = await planeCluster();
    const gone = await cluster.engine().reconcile({ namespace: 'acme', name: 'gone' }, never);
    expect(gone).toEqual({ changes: [], outcome: 'done' });
  });

  it('lets the older of two planes have the namespace', async () => {
    const cluster = await planeCluster();
    await cluster.clock.advance(5_000);
    const { spec } = await cluster.plane();
    const second: DataPlane = {
      apiVersion: 'planewright.dev/v1alpha1',
      kind: 'DataPlane',
      metadata: { namespace: 'acme', name: 'another' },
      spec,
    };
    await cluster.admin.create(dataPlaneType, second, never);
    const name = { namespace: 'acme', name: 'another' };
    const { changes } = await cluster.clock.run(cluster.engine().reconcile(name, never));
    expect(changes).toEqual([]);
    const refused = await cluster.admin.get<DataPlane>(dataPlaneType, name, never);
    const stalled = refused?.status?.conditions?.find(({ type }) => type === 'Stalled');
    expect(stalled).toMatchObject({ status: 'True', reason: 'Conflict' });
    await cluster.settle();
    expect((await cluster.plane()).status?.phase).toBe('Ready');
  });

  it('takes its objects with it when it is deleted, if the policy says so', async () => {
    const cluster = await planeCluster({ policy: { deletion: 'Delete' } });
    await cluster.settle();
    await cluster.admin.delete(dataPlaneType, key, {}, never);
    await cluster.clock.advance(60_000);
    expect(await image(cluster, 'braintrust-api')).toBeUndefined();
    expect(await secret(cluster, 'braintrust-secrets')).toBeUndefined();
  });

  it('leaves them standing otherwise, and a new declaration takes them up without a roll', async () => {
    const cluster = await planeCluster();
    await cluster.settle();
    await cluster.admin.delete(dataPlaneType, key, {}, never);
    await cluster.clock.advance(60_000);
    expect(await image(cluster, 'braintrust-api')).toContain(':v2.9.0');
    await cluster.declare();
    cluster.forget();
    await cluster.settle();
    expect(cluster.writes.filter(({ path }) => path.includes('/deployments'))).toEqual([]);
    expect((await cluster.plane()).status).toMatchObject({ phase: 'Ready', currentVersion: '2.9.0' });
  });
});
