import { execFile } from 'node:child_process';
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { coreTypes, dataPlaneProp, organizationProps, secret, versions } from '../../src/cli/demo/scene.ts';
import { kinds, resourceTypeOf } from '../../src/api/index.ts';
import { operatorName } from '../../src/install/objects.ts';
import type { KubeObject } from '../../src/kube/objects.ts';
import { eventually } from '../support/control-plane/connection.ts';
import { describeOnCluster } from '../support/control-plane/describe-on-cluster.ts';
import { writeKubeconfig } from '../support/control-plane/kubeconfig.ts';
import { refusals } from './rights/asked.ts';
import { mismatches, orderOf, podLives, writes, type PodLife } from './support/audit.ts';
import { operatorNamespace } from './support/installation.ts';
import { declaredPods, podsByContainer } from './support/pods-by-container.ts';
import { keepQuerying } from './support/queries.ts';
import { untilEqual } from './support/until-equal.ts';
import { createWorld, type World } from './support/world.ts';

const never = new AbortController().signal;
/** So many of the operator's seconds in one: its resync of a minute then comes every six seconds. */
const hurry = 10;

describeOnCluster('the story of one plane and its organization', (cluster) => {
  let world: World;
  const newKey = 'canary-openai-rotated-5d2f';
  const newPassword = 'canary-postgres-rotated-81ac';
  const organization = [
    ['Organization', 'acme'],
    ['Project', 'support-bot'],
    ['AIProvider', 'openai'],
    ['EnvironmentVariable', 'webhook-secret'],
  ] as const;

  beforeAll(async () => {
    world = await createWorld(cluster);
    await world.startOperator({ hurry });
  });
  afterAll(() => world.close());

  const lives = (): Promise<readonly PodLife[]> => podLives(cluster.auditLogPath, world.namespace);
  const running = async (tag: string) =>
    podsByContainer((await lives()).filter((life) => life.until === undefined && life.tag === tag));
  const now = (): string => new Date().toISOString();
  const mutations = (after: number) => world.api.requestLog.since(after).filter(({ mutation }) => mutation);

  it('brings a plane up and governs the organization', async () => {
    await world.apply(...organizationProps(world.apiUrl), dataPlaneProp(versions.first));
    await world.untilReady(...organization, ['DataPlane', 'plane']);
    await untilEqual('the pods of the plane', () => running(`v${versions.first}`), declaredPods);
    expect(world.api.inspect.rows('ai_secret')).toMatchObject([{ name: 'OPENAI_API_KEY', type: 'openai' }]);
    expect(world.api.inspect.rows('env_var')).toMatchObject([{ name: 'WEBHOOK_SECRET' }]);
    expect(world.api.inspect.rows('project_tag').map(({ name }) => name)).toEqual(['regression', 'golden']);
    expect(await copiedKey()).toBe(world.secrets.openaiKey);
  });

  async function copiedKey(): Promise<string> {
    const copy = (await world.get(coreTypes.secret, 'openai', world.consumer)) as
      (KubeObject & { data?: Record<string, string> }) | undefined;
    return Buffer.from(copy?.data?.['openai'] ?? '', 'base64').toString('utf8');
  }

  it('writes nothing any more once all is as declared', async () => {
    await sleep(3_000);
    const [asked, since] = [world.api.requestLog.entries.length, now()];
    await sleep(15_000);
    // It compared the organization meanwhile.
    expect(world.api.requestLog.since(asked).length).toBeGreaterThan(0);
    expect(mutations(asked)).toEqual([]);
    const here = [world.namespace, world.consumer, operatorNamespace];
    const written = await writes(cluster.auditLogPath, ({ at, namespace }) => at > since && here.includes(namespace));
    expect(written).toEqual([]);
  });

  it('may not list the Secrets of the cluster, by the word of kubectl', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'planewright-spine-'));
    try {
      const token = await cluster.tokenFor({ namespace: operatorNamespace, name: operatorName });
      const { url, caPem } = cluster;
      const kubeconfig = await writeKubeconfig(join(folder, 'kubeconfig'), { url, caPem, user: 'operator', token });
      const ask = (...args: string[]): Promise<string> =>
        new Promise((resolve) => {
          execFile(cluster.kubectlPath, ['--kubeconfig', kubeconfig, 'auth', 'can-i', ...args], (_error, stdout) =>
            resolve(stdout.trim()),
          );
        });
      expect(await ask('list', 'secrets', '-A')).toBe('no');
      expect(await ask('get', 'secrets', '-n', 'kube-system')).toBe('no');
      expect(await ask('list', 'secrets', '-n', world.namespace)).toBe('yes');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('writes a changed provider key once, and hands it to the namespace that asked', async () => {
    const [asked, since] = [world.api.requestLog.entries.length, now()];
    await world.apply(secret('llm-keys', { openai: newKey, webhook: world.secrets.webhookSecret }));
    await eventually('the copy', async () => ((await copiedKey()) === newKey ? true : undefined));
    await sleep(8_000);
    const [row] = world.api.inspect.rows('ai_secret');
    expect(world.api.inspect.holdsSecret(String(row?.id), newKey)).toBe(true);
    expect(mutations(asked).map(({ method, path, wroteSecret }) => [method, path, wroteSecret])).toEqual([
      ['PATCH', `/v1/ai_secret/${String(row?.id)}`, true],
    ]);
    expect((await lives()).filter(({ from }) => from > since)).toEqual([]);
  });

  it('rolls every component once when a secret of the plane changes', async () => {
    const since = now();
    await world.apply(
      secret('plane-connections', {
        postgres: `postgres://braintrust:${newPassword}@postgres.internal:5432/postgres?sslmode=require`,
        redis: `rediss://:${world.secrets.redisPassword}@redis.internal:6379`,
        license: world.secrets.licenseKey,
      }),
    );
    const started = async () => podsByContainer((await lives()).filter(({ from }) => from > since));
    await untilEqual('all pods to be new', started, declaredPods);
    await world.untilReady(['DataPlane', 'plane']);
    await sleep(5_000);
    expect(await started()).toEqual(declaredPods);
    expect(await running(`v${versions.first}`)).toEqual(declaredPods);
  });

  it('sets back what somebody changed in the organization', async () => {
    const [row] = world.api.inspect.rows('project');
    const mallory = world.api.actAs({ name: 'mallory', email: 'mallory@acme.test', kind: 'person' });
    mallory.send('PATCH', `/v1/project/${String(row?.id)}`, { description: 'changed by hand' });
    await eventually('the description to be back', () =>
      world.api.inspect.rows('project')[0]?.['description'] === 'Answers customers.' ? true : undefined,
    );
  });

  it('upgrades without an API pod that is newer than a Brainstore pod, and without a failed query', async () => {
    const since = now();
    const stopQuerying = keepQuerying(world);
    await world.apply(dataPlaneProp(versions.next));
    await untilEqual('all pods of the next version', () => running(`v${versions.next}`), declaredPods);
    const former = async () =>
      (await lives()).filter(({ tag, until }) => tag !== `v${versions.next}` && until === undefined);
    await untilEqual('no pod of the first version', former, []);
    await world.untilReady(['DataPlane', 'plane']);
    const answers = await stopQuerying();
    expect(answers.length).toBeGreaterThan(5);
    expect(answers.filter((status) => status !== 200)).toEqual([]);
    expect(mismatches(await lives())).toEqual([]);
    const deployments = await writes(
      cluster.auditLogPath,
      (write) => write.resource === 'deployments' && write.namespace === world.namespace && write.at > since,
    );
    const order = orderOf(deployments, `v${versions.next}`);
    expect(new Set(order.slice(0, 2))).toEqual(new Set(['brainstore-reader', 'brainstore-fastreader']));
    expect(order.slice(2)).toEqual(['brainstore-writer', 'braintrust-api-migration', 'braintrust-api']);
  });

  it('says no secret in its log, the audit log, statuses and events', async () => {
    const said = [
      world.output(),
      await readFile(cluster.auditLogPath, 'utf8'),
      JSON.stringify(world.api.requestLog.entries),
    ];
    for (const type of [...kinds.map(resourceTypeOf), { ...coreTypes.secret, plural: 'events', kind: 'Event' }]) {
      said.push(JSON.stringify(await world.kube.list(type, { namespace: world.namespace }, never)));
    }
    const everything = said.join('\n');
    const values = [...Object.values<string>({ ...world.secrets }), newKey, newPassword];
    for (const value of values.flatMap((one) => [one, Buffer.from(one).toString('base64')])) {
      expect(everything.includes(value)).toBe(false);
    }
  });

  it('was refused nothing by the API server', async () => {
    expect(await refusals(cluster.auditLogPath, [world.namespace, world.consumer], world.since)).toEqual([]);
  });

  it('ends in good order when it is told to', async () => {
    await world.stop();
  });
});
