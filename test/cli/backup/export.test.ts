import { describe, expect, it } from 'vitest';
import { readExport } from '../../../src/cli/backup/exported.ts';
import { writeExport, type ToExport } from '../../../src/cli/backup/export.ts';
import type { StackState } from '../../../stacks/engine/state.ts';
import { fakeIo } from '../fake-io.ts';

const value = (secret: string) => ({ value: { secret } });
const outputs: ToExport['outputs'] = {
  provider: 'azure',
  clusterName: 'c',
  planeUrl: 'https://plane.example.com',
  dnsRecords: [],
  apiServiceAnnotations: {},
  apiServiceType: 'LoadBalancer',
  secrets: { postgresUrl: value('p'), redisUrl: value('r'), licenseKey: value('l'), functionSecretKey: value('f') },
  brainstoreNodeSelector: {},
  brainstoreTolerations: [],
  clusterObjects: [],
  storageAccountName: 's',
  brainstoreContainer: 'brainstore',
  responsesContainer: 'responses',
  codeBundlesContainer: 'code-bundles',
  apiClientId: '1',
  brainstoreClientId: '2',
  operatorClientId: '3',
  keyVaultUri: 'https://v.vault.azure.net/',
};
const state: StackState = { version: 3, deployment: { resources: [] } };
const project = {
  apiVersion: 'planewright.dev/v1alpha1',
  kind: 'Project',
  metadata: {
    name: 'p',
    namespace: 'acme',
    uid: 'uid-canary',
    resourceVersion: '7',
    finalizers: ['planewright.dev/x'],
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'canary', own: 'kept' },
  },
  spec: { name: 'p', nested: [{ secretRef: { name: 'llm-keys', key: 'openai' } }] },
  status: { note: 'canary' },
};
const dying = {
  ...project,
  metadata: { ...project.metadata, name: 'dying', deletionTimestamp: '2026-11-25T00:00:00Z' },
};
const what = (more: Partial<ToExport> = {}): ToExport => ({
  environment: 'prod',
  takenAt: '2026-11-25T12:00:00.000Z',
  state,
  outputs,
  items: [],
  snapshot: new Map([['Project', [project, dying]]]),
  files: ['environments/prod.yaml'],
  ...more,
});
const disk = () => fakeIo({ files: { 'environments/prod.yaml': 'kind: Environment\n' } });

describe('an export', () => {
  it('is read back as it was written, and names the Secrets that it does not hold', async () => {
    const io = disk();
    expect(await writeExport('out', what(), io)).toMatchObject({ without: [] });
    const back = await readExport('out', 'prod', io);
    expect(back.outputs).toEqual(outputs);
    expect(back.manifest.secretsToBring).toEqual([{ namespace: 'acme', name: 'llm-keys', keys: ['openai'] }]);
  });

  it('holds resources as somebody would declare them, and none that is being deleted', async () => {
    const io = disk();
    await writeExport('out', what(), io);
    const text = io.files['out/resources.yaml'] ?? '';
    expect(text).toContain('own: kept');
    expect(text).toContain('kind: Namespace');
    expect(text).not.toMatch(/canary|resourceVersion|finalizers|dying/);
  });

  it('is written without the resources where the cluster does not answer, and says so', async () => {
    const io = disk();
    const { without } = await writeExport('out', what({ snapshot: new Error('no cluster') }), io);
    expect(without).toEqual(['the custom resources of the cluster']);
    expect((await readExport('out', 'prod', io)).manifest.without).toEqual(without);
  });

  it('is not written where the state holds a secret in clear, not even a part of it', async () => {
    const clear = { '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270', plaintext: '"canary"' };
    const resources = [{ urn: 'urn:pulumi:a::b::c::d', type: 'c', inputs: { list: [{ password: clear }] } }];
    const io = disk();
    const written = writeExport('out', what({ state: { version: 3, deployment: { resources } } }), io);
    await expect(written).rejects.toMatchObject({ code: 'StateInvalid' });
    expect(Object.keys(io.files)).toEqual(['environments/prod.yaml']);
  });

  it.each([
    ['a file was changed', 'state.json', (text: string) => text.replace('3', '4'), 'changed or cut'],
    ['its manifest is cut', 'manifest.json', (text: string) => text.slice(0, 50), 'is no part of an export'],
    [
      'its manifest leads out of its folder',
      'manifest.json',
      (text: string) => text.replace('state.json', '../x.json'),
      'is no part of an export',
    ],
    [
      'it is of another environment',
      'manifest.json',
      (text: string) => text.replace('"prod"', '"dev"'),
      'export of dev, not of prod',
    ],
  ] as const)('is refused where %s', async (_, file, change, sentence) => {
    const io = disk();
    await writeExport('out', what(), io);
    const name = `out/${file}`;
    const spoilt = fakeIo({ files: { ...io.files, [name]: change(io.files[name] ?? '') } });
    await expect(readExport('out', 'prod', spoilt)).rejects.toThrow(sentence);
  });

  it('is refused where there is none', async () => {
    await expect(readExport('nowhere', 'prod', disk())).rejects.toMatchObject({ code: 'FileUnreadable' });
  });
});
