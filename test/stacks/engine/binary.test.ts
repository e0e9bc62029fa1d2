import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineVersion } from '../../../stacks/engine/binary.ts';
import { runUp } from '../../../src/cli/engine/up.ts';
import { fakeIo } from '../../cli/fake-io.ts';
import { example } from '../support/examples.ts';

/** Programs of a PATH that do nothing but tell a version. */
describe('the engine on the PATH', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'planewright-path-'));
    mkdirSync(path.join(folder, 'bin'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const env = (programs: Readonly<Record<string, string>>) => {
    for (const [name, version] of Object.entries(programs)) {
      const file = path.join(folder, 'bin', name);
      writeFileSync(file, `#!/bin/sh\necho ${version}\n`);
      chmodSync(file, 0o755);
    }
    return { PATH: path.join(folder, 'bin') };
  };

  it('is asked for where there is none', async () => {
    await expect(engineVersion(env({ node: 'v24.21.0' }))).rejects.toMatchObject({
      code: 'EngineMissing',
      exitCode: 1,
    });
  });

  it.each(['v3.259.9', 'v3.100.0', 'v2.999.0'])('is refused where it is too old, as %s is', async (version) => {
    const run = engineVersion(env({ pulumi: version, node: 'v24.21.0' }));
    await expect(run).rejects.toMatchObject({ code: 'EngineTooOld', exitCode: 1 });
    await expect(run).rejects.toThrow(`The pulumi on the PATH is ${version.slice(1)}; 3.260.0 or newer is needed.`);
  });

  it.each(['v3.260.0', 'v3.260.1', 'v3.1000.0', 'v4.0.0'])(
    'is taken where it is new enough, as %s is',
    async (version) => {
      await expect(engineVersion(env({ pulumi: version, node: 'v24.0.0' }))).resolves.toBe(version.slice(1));
    },
  );

  it('is refused with a Node that cannot run the programs, or with none', async () => {
    const run = engineVersion(env({ pulumi: 'v3.260.0', node: 'v20.20.2' }));
    await expect(run).rejects.toMatchObject({ code: 'NodeTooOld' });
    await expect(run).rejects.toThrow('The node on the PATH is 20.20.2');
    rmSync(path.join(folder, 'bin', 'node'));
    await expect(engineVersion(env({ pulumi: 'v3.260.0' }))).rejects.toThrow('There is no node on the PATH');
  });

  it('is looked at before anything is written', async () => {
    const text = JSON.stringify((await example('azure-existing-cluster')).document);
    const io = fakeIo({
      cwd: folder,
      env: env({ pulumi: 'v3.1.0' }),
      files: { 'environments/prod.json': text, 'environments/prod.yaml': text },
    });
    const run = runUp('prod', { output: 'text', yes: true, skipCluster: true }, io);
    await expect(run).rejects.toMatchObject({ code: 'EngineTooOld' });
    expect(Object.keys(io.files)).toHaveLength(2);
  });
});
