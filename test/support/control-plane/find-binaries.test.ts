import { describe, expect, it } from 'vitest';
import { binaryNames, cacheDirectory, kubernetesVersion } from '../../../scripts/control-plane/binaries.ts';
import { BuildError } from '../../../scripts/control-plane/build.ts';
import { findBinaries } from './find-binaries.ts';
import type { FindOptions } from './find-binaries.ts';

const environment = { XDG_CACHE_HOME: '/caches', PATH: '/usr/bin:/opt/go/bin' };
const cache = cacheDirectory(environment);
const inFolder = (folder: string, names: readonly string[]): string[] => names.map((name) => `${folder}/${name}`);

/** A machine on which exactly `files` can be run; a build adds the program to the cache. */
function machine(files: string[], variables: Record<string, string> = {}): FindOptions & { built: string[] } {
  const built: string[] = [];
  return {
    built,
    environment: { ...environment, ...variables },
    progress: () => {},
    isExecutable: (path) => files.includes(path),
    build: (_environment, _progress, names) => {
      built.push(...names);
      files.push(...inFolder(cache, names));
      return Promise.resolve(cache);
    },
  };
}

describe('finding the programs of a control plane', () => {
  it('takes them from KUBEBUILDER_ASSETS before the cache', async () => {
    const files = [...inFolder('/assets', binaryNames), ...inFolder(cache, binaryNames)];
    const found = await findBinaries(machine(files, { KUBEBUILDER_ASSETS: '/assets' }));
    expect(found).toMatchObject({ found: true, binaries: { etcd: '/assets/etcd', kwok: '/assets/kwok' } });
  });

  it('completes a KUBEBUILDER_ASSETS that has no controllers from the cache', async () => {
    const files = [...inFolder('/assets', ['etcd', 'kube-apiserver', 'kubectl']), ...inFolder(cache, binaryNames)];
    const found = await findBinaries(machine(files, { KUBEBUILDER_ASSETS: '/assets' }));
    expect(found).toMatchObject({
      found: true,
      binaries: { 'kube-apiserver': '/assets/kube-apiserver', 'kube-scheduler': `${cache}/kube-scheduler` },
    });
  });

  it('builds nothing when everything is in the cache', async () => {
    const options = machine([...inFolder(cache, binaryNames), '/opt/go/bin/go']);
    expect(await findBinaries(options)).toMatchObject({ found: true });
    expect(options.built).toEqual([]);
  });

  it('builds exactly what is missing where Go is on the PATH', async () => {
    const options = machine([
      ...inFolder(cache, binaryNames).filter((path) => !path.endsWith('kwok')),
      '/opt/go/bin/go',
    ]);
    expect(await findBinaries(options)).toMatchObject({ found: true, binaries: { kwok: `${cache}/kwok` } });
    expect(options.built).toEqual(['kwok']);
  });

  it('says in one sentence what is missing and how to get it where there is no Go', async () => {
    const found = await findBinaries(machine(inFolder(cache, ['etcd'])));
    expect(found).toMatchObject({ found: false, reason: expect.stringContaining('install Go') as string });
    expect(found).toMatchObject({ reason: expect.stringContaining('kube-apiserver') as string });
    expect(found).not.toMatchObject({ reason: expect.stringContaining('no etcd') as string });
  });

  it('passes on what a failed build said', async () => {
    const options = machine(['/usr/bin/go']);
    const build = () => Promise.reject(new BuildError('go could not build etcd: no route to host'));
    expect(await findBinaries({ ...options, build })).toMatchObject({
      found: false,
      reason: expect.stringContaining('no route to host') as string,
    });
  });
});

describe('the cache of programs', () => {
  it('is named after the Kubernetes release that go.mod requires', () => {
    expect(kubernetesVersion('module x\n\nrequire k8s.io/kubernetes v1.99.7\n')).toBe('1.99.7');
    expect(kubernetesVersion('require (\n\tk8s.io/apimachinery v0.99.7\n\tk8s.io/kubernetes v1.99.8\n)\n')).toBe(
      '1.99.8',
    );
    expect(cache).toContain(kubernetesVersion());
  });

  it('lies in the home directory where XDG_CACHE_HOME is not set', () => {
    expect(cacheDirectory({ XDG_CACHE_HOME: '' })).toMatch(/\/\.cache\/planewright\/control-plane\//);
  });
});
