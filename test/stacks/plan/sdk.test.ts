import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { installCommand, missingPackage, sdkVersions } from '../../../stacks/plan/sdk.ts';

const load = createRequire(import.meta.url);
const manifest = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
};
const packages = Object.keys(sdkVersions);

describe('the SDKs', () => {
  it('are those of the package, exactly', () => {
    const pulumi = (all: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(all).filter(([name]) => name.startsWith('@pulumi/')));
    expect(pulumi(manifest.peerDependencies)).toEqual(sdkVersions);
    expect(pulumi(manifest.devDependencies)).toEqual(sdkVersions);
  });

  it.each(packages)('are installed in the version that the offline run was made for: %s', (name) => {
    expect((load(`${name}/package.json`) as { version: string }).version).toBe(sdkVersions[name]);
  });

  it('keep inside what the offline run takes from there', () => {
    const settings = load('@pulumi/pulumi/runtime/settings.js') as Readonly<Record<string, unknown>>;
    const state = load('@pulumi/pulumi/runtime/state.js') as {
      LocalStore: new () => Readonly<Record<string, unknown>>;
    };
    const stack = load('@pulumi/pulumi/runtime/stack.js') as Readonly<Record<string, unknown>>;
    const mocks = load('@pulumi/pulumi/runtime/mocks.js') as { MockMonitor: { prototype: object } };
    for (const name of ['setMockOptions', 'waitForRPCs']) expect(settings[name], name).toBeTypeOf('function');
    expect(stack['runInPulumiStack']).toBeTypeOf('function');
    expect(new state.LocalStore()['pendingResourceRegistrations']).toBeInstanceOf(Map);
    expect(globalThis).toHaveProperty('asyncLocalStorage');
    for (const name of ['registerResource', 'registerResourceOutputs', 'getDeploymentInfo']) {
      expect(Object.getOwnPropertyNames(mocks.MockMonitor.prototype)).toContain(name);
    }
  });

  it('are asked for by name where an import does not find them, and nothing else is', () => {
    const error = (message: string, code = 'ERR_MODULE_NOT_FOUND') => Object.assign(new Error(message), { code });
    expect(missingPackage(error("Cannot find package '@pulumi/gcp' imported from /a.js"))).toBe('@pulumi/gcp');
    expect(missingPackage(error("Cannot find module '@pulumi/pulumi/runtime/mocks.js'", 'MODULE_NOT_FOUND'))).toBe(
      '@pulumi/pulumi',
    );
    expect(missingPackage(error("Cannot find package 'yaml' imported from /a.js"))).toBeUndefined();
    expect(missingPackage(error('Cannot read @pulumi/gcp', 'EACCES'))).toBeUndefined();
    expect(installCommand('google')).toContain(`@pulumi/gcp@${sdkVersions['@pulumi/gcp'] ?? ''}`);
  });
});
