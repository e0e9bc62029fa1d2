import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { must } from '../../../src/runtime/must.ts';

/** Providers that programs ask for, all played by the one stand-in. */
const providerNames = ['aws', 'gcp', 'azure-native', 'random'] as const;

/**
 * Puts the stand-in where the engine keeps the plugins that it downloaded, so that it takes it for those of the registry:
 * for commands, which know of no other providers.
 */
export function installPlugins(home: string): void {
  for (const name of providerNames) {
    const versions = must(sdkVersions[name], `${name} has an SDK`);
    const folder = path.join(home, 'plugins', `resource-${name}-v${versions}`);
    writePlugins(folder);
  }
}

const load = createRequire(import.meta.url);
const sdkVersions: Readonly<Record<string, string>> = Object.fromEntries(
  providerNames.map((name) => [name, (load(`@pulumi/${name}/package.json`) as { version: string }).version]),
);

/**
 * Writes a folder with one executable a provider, and answers with what goes under `plugins` of a `Pulumi.yaml`. The
 * engine starts them by name; all of them are the stand-in.
 */
export function writePlugins(folder: string): readonly { readonly name: string; readonly path: string }[] {
  mkdirSync(folder, { recursive: true });
  const main = new URL('../provider/main.ts', import.meta.url).href;
  // Without a package.json that says so, a file without extension counts as what the folder above says.
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type: 'commonjs' }));
  for (const name of providerNames) {
    const file = path.join(folder, `pulumi-resource-${name}`);
    writeFileSync(file, `#!/usr/bin/env node\nimport(${JSON.stringify(main)});\n`);
    chmodSync(file, 0o755);
  }
  return providerNames.map((name) => ({ name, path: folder }));
}
