import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { must } from '../../src/runtime/must.ts';

/** Programs of a control plane, by the file name that the envtest convention gives them. */
export const binaryNames = [
  'etcd',
  'kube-apiserver',
  'kubectl',
  'kube-controller-manager',
  'kube-scheduler',
  'kwok',
] as const;

export type BinaryName = (typeof binaryNames)[number];

/** The folder of `go.mod`, in which the modules' own tools are built. */
export const moduleDirectory = fileURLToPath(new URL('.', import.meta.url));

/** Wants other versions of the Kubernetes modules than the control plane itself, so it stands outside `go.mod`. */
export const kwokVersion = '0.8.0';

/** The Kubernetes release that `go.mod` asks for, without the `v`: the one place where it is written. */
export function kubernetesVersion(goMod: string = readFileSync(join(moduleDirectory, 'go.mod'), 'utf8')): string {
  const required = /^\s*(?:require )?k8s\.io\/kubernetes v(\S+)/m.exec(goMod);
  return must(required?.[1], 'go.mod requires k8s.io/kubernetes');
}

/**
 * Where built programs are kept: one folder for each user, set of versions and platform, so that clones share it and a
 * new version never meets an old program.
 */
export function cacheDirectory(environment: Readonly<Record<string, string | undefined>>): string {
  const configured = environment['XDG_CACHE_HOME'];
  const root = configured === undefined || configured === '' ? join(homedir(), '.cache') : configured;
  const versions = `${kubernetesVersion()}-kwok-${kwokVersion}`;
  return join(root, 'planewright', 'control-plane', `${versions}-${process.platform}-${process.arch}`);
}
