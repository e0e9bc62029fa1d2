/**
 * Builds the control plane's programs into the per-user cache, from their published Go modules. What is there already is
 * left alone, so a second run takes no time. Run it as `node scripts/control-plane/build.ts`; the tests call
 * {@link buildBinaries} themselves where programs are missing.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { binaryNames, cacheDirectory, kubernetesVersion, kwokVersion, moduleDirectory } from './binaries.ts';
import type { BinaryName } from './binaries.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A module's own package path, built inside `go.mod`, or a package with a version, built on its own. */
const sources = {
  etcd: { package: 'go.etcd.io/etcd/server/v3', builtAs: 'server' },
  'kube-apiserver': { package: 'k8s.io/kubernetes/cmd/kube-apiserver', builtAs: 'kube-apiserver' },
  kubectl: { package: 'k8s.io/kubernetes/cmd/kubectl', builtAs: 'kubectl' },
  'kube-controller-manager': {
    package: 'k8s.io/kubernetes/cmd/kube-controller-manager',
    builtAs: 'kube-controller-manager',
  },
  'kube-scheduler': { package: 'k8s.io/kubernetes/cmd/kube-scheduler', builtAs: 'kube-scheduler' },
  kwok: { package: `sigs.k8s.io/kwok/cmd/kwok@v${kwokVersion}`, builtAs: 'kwok' },
} as const satisfies Record<BinaryName, { package: string; builtAs: string }>;

/** What a person is told when a build fails: which program, where, and what Go said last. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
}

/**
 * Builds what the cache lacks of `names` and returns the cache's folder. Each program is moved into place when it is
 * whole, so that a build that was killed, or two at a time, leave nothing half-written.
 * Throws {@link BuildError}.
 */
export async function buildBinaries(
  environment: Environment,
  progress: (line: string) => void,
  names: readonly BinaryName[],
): Promise<string> {
  const cache = cacheDirectory(environment);
  const missing = names.filter((name) => !existsSync(join(cache, name)));
  if (missing.length === 0) return cache;
  await mkdir(cache, { recursive: true });
  const scratch = await mkdtemp(join(cache, '.building-'));
  try {
    for (const [index, name] of missing.entries()) {
      const started = performance.now();
      progress(`building ${name} (${index + 1} of ${missing.length}); the first build takes minutes`);
      await build(name, scratch, environment);
      await rename(join(scratch, sources[name].builtAs), join(cache, name));
      progress(`built ${name} in ${Math.round((performance.now() - started) / 1000)} s`);
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return cache;
}

async function build(name: BinaryName, outputDirectory: string, environment: Environment): Promise<void> {
  const { package: source } = sources[name];
  const flags = ['-trimpath', `-ldflags=-s -w -X k8s.io/component-base/version.gitVersion=v${kubernetesVersion()}`];
  const standsAlone = source.includes('@');
  const goEnvironment = { ...environment, CGO_ENABLED: '0', GOWORK: 'off' };
  const { status, lastLines } = standsAlone
    ? await go(['install', ...flags, source], { ...goEnvironment, GOBIN: outputDirectory })
    : await go(['build', '-buildvcs=false', ...flags, '-o', `${outputDirectory}/`, source], goEnvironment);
  if (status !== 0) {
    throw new BuildError(
      `go could not build ${name} from ${source} (in ${moduleDirectory}): ${lastLines}. ` +
        'Check that Go is 1.24 or newer and that it can reach its module proxy, or point KUBEBUILDER_ASSETS at a folder that holds the programs.',
    );
  }
}

function go(args: readonly string[], environment: Environment): Promise<{ status: number; lastLines: string }> {
  return new Promise((resolve) => {
    const child = spawn('go', args, { cwd: moduleDirectory, env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2000);
    });
    child.on('error', (error) => resolve({ status: 1, lastLines: error.message }));
    child.on('close', (status) =>
      resolve({ status: status ?? 1, lastLines: said.trim().split('\n').slice(-3).join(' / ') }),
    );
  });
}

if (import.meta.main) {
  try {
    const folder = await buildBinaries(process.env, (line) => process.stderr.write(`${line}\n`), binaryNames);
    process.stdout.write(`${folder}\n`);
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
