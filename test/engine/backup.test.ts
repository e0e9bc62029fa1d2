import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { parseAllDocuments, parseDocument } from 'yaml';
import { runBackup } from '../../src/cli/backup/backup.ts';
import type { RestCalls } from '../../src/clouds/rest-calls.ts';
import { runDestroy } from '../../src/cli/destroy/destroy.ts';
import { runUp } from '../../src/cli/engine/up.ts';
import { runRestore } from '../../src/cli/restore/restore.ts';
import { startStandIns, type StandIns } from '../../src/cli/simulator/stand-ins.ts';
import { installTypes } from '../../src/install/kinds.ts';
import { kinds, kindNamed, resourceTypeOf } from '../../src/api/index.ts';
import type { KubeObject } from '../../src/kube/objects.ts';
import { kubeClient } from '../../src/kube/kube-client.ts';
import { must } from '../../src/runtime/must.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { systemRandomness } from '../../src/runtime/randomness.ts';
import { recordedRest } from '../cli/backup/recorded.ts';
import { fakeIo, type FakeIo } from '../cli/fake-io.ts';
import { StandInCloud } from './provider/cloud.ts';
import { commandEnv } from './support/by-command.ts';
import { installPlugins } from './support/plugins.ts';

const example = fileURLToPath(new URL('../../environments/azure-existing-cluster.yaml', import.meta.url));
const account = '11111111-1111-4111-8111-111111111111';
const never = new AbortController().signal;
const text = 'text' as const;
const confirm = `azure-existing@${account}`;
const secretType = 'azure-native:keyvault:Secret';

const declared: readonly KubeObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'braintrust' } },
  {
    apiVersion: 'planewright.dev/v1alpha1',
    kind: 'Organization',
    metadata: { name: 'acme', namespace: 'braintrust', labels: { team: 'a' } },
    spec: {
      connection: {
        organizationName: 'Acme',
        apiUrl: 'https://api.braintrust.dev',
        tokenSecretRef: { name: 'braintrust-token', key: 'token' },
      },
    },
  } as KubeObject,
  {
    apiVersion: 'planewright.dev/v1alpha1',
    kind: 'Project',
    metadata: { name: 'support-bot', namespace: 'braintrust' },
    spec: { organizationRef: { name: 'acme' }, name: 'support-bot', description: 'Answers customers.' },
  } as KubeObject,
];

/** One drill, each chapter on what the one before it left: cluster and everything but data is lost, and comes back by the plan. */
describe.skipIf(inject('engine') === undefined)('a drill', () => {
  let folder: string;
  let cloud: StandInCloud;
  let cluster: StandIns;
  let exported: Readonly<Record<string, string>> = {};
  /** What the management API says of the secret with FUNCTION_SECRET_KEY. */
  let functionKey: 'there' | 'gone' = 'there';

  /** Reached as the cluster of the environment, through a tunnel that ends on this machine. */
  const startCluster = async (): Promise<StandIns> => {
    const started = await startStandIns({
      clock: systemClock,
      randomness: systemRandomness,
      organization: 'Acme',
      token: 'bt-st-canary-token',
      namespaces: [],
      planeNamespace: 'braintrust',
    });
    const kubeconfig = parseDocument(readFileSync(started.kubeconfig, 'utf8'));
    kubeconfig.setIn(['clusters', 0, 'cluster', 'tls-server-name'], 'shared-abc.hcp.westeurope.azmk8s.io');
    writeFileSync(started.kubeconfig, kubeconfig.toString());
    return started;
  };
  const applied = async (objects: readonly KubeObject[]): Promise<void> => {
    const client = kubeClient(cluster.kube.handle);
    for (const object of objects) {
      const ours = kindNamed(object.kind);
      const type = ours === undefined ? installTypes.Namespace : resourceTypeOf(ours);
      await client.apply(type, object, { fieldManager: 'kubectl', force: true }, never);
    }
  };
  const held = (): readonly unknown[] =>
    kinds.flatMap((kind) => {
      const { plural, group } = resourceTypeOf(kind);
      const objects = cluster.kube.objects(`${group}/${plural}`) as unknown as (KubeObject & { spec: unknown })[];
      return objects.map(({ metadata: { name, namespace, labels }, spec }) => ({ name, namespace, labels, spec }));
    });
  const functionSecret = () =>
    must(
      cloud.objects().find(({ type, name }) => type === secretType && /function-secret-key/.test(name)),
      'the key is in the store',
    );
  const created = (): readonly string[] =>
    cloud.calls().flatMap(({ method, type, name }) => (method === 'create' ? [`${type} ${name}`] : []));

  /** The management API over the objects that the stand-in provider made, and over what was brought. */
  function clouds(): RestCalls {
    const vault = `/subscriptions/${account}/resourceGroups/braintrust/providers/Microsoft.KeyVault/vaults/acme-braintrust`;
    const storage = `/subscriptions/${account}/resourceGroups/braintrust/providers/Microsoft.Storage/storageAccounts/acmebraintrust`;
    const secret = {
      properties: { attributes: { enabled: true, updated: 1764000000 }, secretUriWithVersion: 'https://…/1' },
    };
    const names = [
      'braintrust-postgres-url',
      'braintrust-redis-url',
      'brainstore-license-key',
      'azure-storage-connection-string',
    ];
    const { call } = recordedRest({
      [`/subscriptions/${account}/providers/Microsoft.DBforPostgreSQL/flexibleServers`]: {
        value: [
          {
            properties: {
              fullyQualifiedDomainName: 'acme.postgres.database.azure.com',
              backup: {
                backupRetentionDays: 14,
                earliestRestoreDate: new Date(systemClock.now() - 864e6).toISOString(),
              },
            },
          },
        ],
      },
      ...Object.fromEntries(names.map((name) => [`${vault}/secrets/${name}`, secret])),
      ...(functionKey === 'there' && { [`${vault}/secrets/function-secret-key`]: secret }),
      ...Object.fromEntries(
        ['brainstore', 'code-bundles'].map((name) => [`${storage}/blobServices/default/containers/${name}`, { name }]),
      ),
      [`${storage}/blobServices/default`]: {
        properties: { isVersioningEnabled: true, deleteRetentionPolicy: { enabled: true, days: 7 } },
      },
    });
    const unused = (): Promise<never> => Promise.reject(new Error('no other cloud is asked'));
    return { azure: () => Promise.resolve(call), google: unused };
  }

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'planewright-drill-'));
    mkdirSync(path.join(folder, 'home'));
    installPlugins(path.join(folder, 'home'));
    cloud = new StandInCloud(path.join(folder, 'cloud'));
    cluster = await startCluster();
    await applied(declared);
  });
  afterAll(async () => {
    await cluster.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const io = (state = 'state'): FakeIo =>
    fakeIo({
      cwd: folder,
      env: commandEnv(folder, account),
      files: {
        'environments/prod.yaml': `${readFileSync(example, 'utf8')}  state: { backend: file://${path.join(folder, state)} }\n`,
        ...exported,
      },
    });
  const kubeconfig = (): { kubeconfig: string; output: typeof text } => ({
    kubeconfig: cluster.kubeconfig,
    output: text,
  });

  it('begins with an environment that stands, and an export without a secret in it', async () => {
    await runUp('prod', { skipPreflight: true, skipCluster: true, output: text, yes: true }, io());
    const backup = io();
    await runBackup('prod', { ...kubeconfig(), export: 'export' }, backup, clouds());
    expect(backup.text).toMatch(/secret +functionSecretKey +present/);
    expect(backup.text).toMatch(/database +postgres +present/);
    expect(backup.code).toBe(0);
    exported = Object.fromEntries(Object.entries(backup.files).filter(([name]) => name.startsWith('export/')));
    expect(Object.keys(exported)).toContain('export/manifest.json');
    expect(exported['export/resources.yaml']).toContain('support-bot');
    const everything = JSON.stringify(exported) + backup.text + backup.errors;
    expect(everything).not.toContain('canary');
    const { value } = functionSecret().inputs['properties'] as { value: string };
    expect(value.length).toBeGreaterThan(20);
    expect(everything).not.toContain(value);
    expect(JSON.parse(exported['export/manifest.json'] ?? '')).toMatchObject({
      secretsToBring: [{ namespace: 'braintrust', name: 'braintrust-token', keys: ['token'] }],
    });
  });

  it('does not write one export over another', async () => {
    const again = runBackup('prod', { ...kubeconfig(), export: 'export' }, io(), clouds());
    await expect(again).rejects.toMatchObject({ code: 'FileExists' });
  });

  it('plans no restore without FUNCTION_SECRET_KEY, and says why', async () => {
    functionKey = 'gone';
    const refused = io();
    await runRestore('prod', { plan: true, output: text, backup: 'export' }, refused, clouds());
    const backup = io();
    await runBackup('prod', kubeconfig(), backup, clouds());
    functionKey = 'there';
    expect(refused.text).toMatch(/No restore of azure-existing is possible:\n- FUNCTION_SECRET_KEY .*unreadable/);
    expect(refused.text).not.toContain('1. ');
    expect([refused.code, backup.code]).toEqual([3, 3]);
  });

  it('restores nothing by itself', async () => {
    await expect(runRestore('prod', { output: text }, io(), clouds())).rejects.toMatchObject({
      code: 'RestoreRefused',
    });
  });

  it('brings back what was lost by following the plan, with the same key, and makes nothing anew that held data', async () => {
    const before = { objects: held(), key: functionSecret() };
    const keptTypes = new Set([secretType]);
    await runDestroy(
      'prod',
      { output: text, confirm, withoutCluster: true, withoutFreshBackup: true, withoutAccountCheck: true },
      io(),
    );
    await cluster.close();
    cluster = await startCluster();
    expect(held()).toEqual([]);
    const mark = created().length;

    const planned = io();
    await runRestore('prod', { plan: true, output: 'json', backup: 'export', lost: ['cluster'] }, planned, clouds());
    expect(planned.code).toBe(0);
    const { steps } = JSON.parse(planned.text) as { steps: { title: string; commands: string[] }[] };
    const commands = steps.flatMap(({ commands: typed }) => typed);
    for (const command of commands) await typed(command);
    expect(commands).toContain('planewright up prod --refresh');

    expect(held()).toEqual(before.objects);
    expect(functionSecret()).toEqual(before.key);
    const anew = created().slice(mark);
    expect(anew.length).toBeGreaterThan(0);
    expect(anew.filter((one) => keptTypes.has(one.split(' ')[0] ?? ''))).toEqual([]);
  });

  it('brings a lost state back from the export, after which there is nothing to do', async () => {
    const planned = io('another');
    await runRestore('prod', { plan: true, output: 'json', backup: 'export', lost: ['state'] }, planned, clouds());
    const { steps } = JSON.parse(planned.text) as { steps: { title: string; commands: string[] }[] };
    const back = must(
      steps.find(({ title }) => title === 'Bring the state back'),
      'the state is a step',
    ).commands;
    for (const [name, content] of Object.entries(exported)) {
      mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
      writeFileSync(path.join(folder, name), content);
    }
    const env = {
      ...process.env,
      PULUMI_HOME: path.join(folder, 'home'),
      PULUMI_CONFIG_PASSPHRASE: 'canary-passphrase',
    };
    execFileSync('sh', ['-e', '-c', back.join('\n')], { cwd: folder, env, stdio: 'pipe' });
    const mark = created().length;
    const again = io('another');
    await runUp('prod', { skipPreflight: true, skipCluster: true, output: text, yes: true }, again);
    expect(
      created()
        .slice(mark)
        .filter((one) => one.startsWith(secretType)),
    ).toEqual([]);
    expect(again.code).toBe(0);
  });

  /** What a person's shell would do with a command of the plan; looks at the cloud are left to the person. */
  async function typed(command: string): Promise<void> {
    const [program, verb] = command.split(' ');
    const [, file = ''] = /-f (\S+)$/.exec(command) ?? [];
    const fresh = command.includes(' --refresh') ? ({ refresh: true } as const) : {};
    if (program === 'planewright' && verb === 'up')
      await runUp('prod', { skipPreflight: true, skipCluster: true, output: text, yes: true, ...fresh }, io());
    else if (program === 'kubectl' && verb === 'apply' && file.endsWith('resources.yaml')) {
      await applied(parseAllDocuments(exported[file] ?? '').map((document) => document.toJS() as KubeObject));
    } else expect(command).toMatch(/^(az keyvault|kubectl|planewright (preview|status|diff|drift|backup))/);
  }
});
