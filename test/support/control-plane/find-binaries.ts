import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { binaryNames, cacheDirectory } from '../../../scripts/control-plane/binaries.ts';
import type { BinaryName } from '../../../scripts/control-plane/binaries.ts';
import { BuildError, buildBinaries } from '../../../scripts/control-plane/build.ts';

/** Absolute path of each program. */
export type Binaries = Readonly<Record<BinaryName, string>>;

export type FoundBinaries =
  | { readonly found: true; readonly binaries: Binaries }
  /** One sentence that says why not and how to get them. */
  | { readonly found: false; readonly reason: string };

export interface FindOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly progress: (line: string) => void;
  /** Puts what is missing into the cache. Default: builds it from its Go modules. */
  readonly build?: typeof buildBinaries;
  readonly isExecutable?: (path: string) => boolean;
}

/**
 * Finds the programs by the convention of Kubernetes' envtest: in `KUBEBUILDER_ASSETS`, else in the per-user cache,
 * else by building them where a Go toolchain is on the PATH. A folder that holds only some of them (envtest's own has
 * no controller-manager) gives those, and the rest come from the next place.
 */
export async function findBinaries(options: FindOptions): Promise<FoundBinaries> {
  const { environment, progress, build = buildBinaries, isExecutable = mayExecute } = options;
  const assets = environment['KUBEBUILDER_ASSETS'];
  const cache = cacheDirectory(environment);
  const places = assets === undefined || assets === '' ? [cache] : [assets, cache];
  const lookUp = (name: BinaryName): string | undefined =>
    places.map((place) => join(place, name)).find((path) => isExecutable(path));

  const missing = binaryNames.filter((name) => lookUp(name) === undefined);
  if (missing.length > 0) {
    const lacking = `no ${missing.join(', ')} in ${places.join(' or ')}`;
    if (!goIsOnPath(environment, isExecutable)) {
      return {
        found: false,
        reason: `There is ${lacking}, and no Go toolchain on the PATH to build from: install Go, or point KUBEBUILDER_ASSETS at a folder that holds them.`,
      };
    }
    try {
      await build(environment, progress, missing);
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      return { found: false, reason: `There is ${lacking}, and ${error.message}` };
    }
  }
  const found = binaryNames.map((name) => [name, lookUp(name)] as const);
  const absent = found.filter(([, path]) => path === undefined).map(([name]) => name);
  if (absent.length > 0) {
    return {
      found: false,
      reason: `The build left no ${absent.join(', ')} in ${cache}: delete that folder and try again.`,
    };
  }
  return { found: true, binaries: Object.fromEntries(found) as Binaries };
}

function goIsOnPath(environment: FindOptions['environment'], isExecutable: (path: string) => boolean): boolean {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.some((folder) => isExecutable(join(folder, 'go')));
}

function mayExecute(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Absent and not executable are the same to us: the next place is tried.
    return false;
  }
}
