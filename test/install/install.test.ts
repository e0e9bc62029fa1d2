import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runInstall, runUninstall } from '../../src/cli/install.ts';
import type { InstallCommandOptions } from '../../src/cli/commands/install.ts';
import { setStage, type Stage } from '../../src/cli/demo/stage.ts';
import { fakeIo, type FakeIo } from '../cli/fake-io.ts';

const never = new AbortController().signal;

describe('install and uninstall, on the simulator', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await setStage({}, never);
  });
  afterEach(() => stage.close());

  const options = (more: Partial<InstallCommandOptions> = {}): InstallCommandOptions => ({
    kubeconfig: stage.standIns.kubeconfig,
    namespace: 'installed-here',
    govern: ['acme'],
    mode: 'act',
    replicas: '1',
    timeout: '60',
    output: 'text',
    image: 'registry.example.com/planewright:1',
    ...more,
  });
  const run = async (more: Partial<InstallCommandOptions> = {}): Promise<FakeIo> => {
    const io = fakeIo();
    await runInstall(options(more), io);
    return io;
  };

  it('says what it would change, and changes nothing', async () => {
    const first = await run({ diff: true });
    expect(first.text).toMatch(/create +Deployment +installed-here\/planewright-operator/);
    expect(first.code).toBe(2);
    expect((await run({ diff: true })).text).toBe(first.text);
  });

  it('brings the operator up, and has nothing to change the second time', async () => {
    expect((await run()).code).toBe(0);
    const again = await run({ diff: true });
    expect(again.text).toBe('Nothing would change.\n');
    expect(again.code).toBe(0);
  });

  it('takes away what an earlier installation had and this one has not, and leaves the namespace', async () => {
    await run({ govern: ['acme', 'other'] });
    const io = await run({ govern: ['acme'] });
    expect(io.text).toMatch(/delete +Role +other\/planewright-operator-governed/);
    expect(io.text).not.toMatch(/delete +Namespace/);
    expect(io.text).toMatch(/update +Deployment .*spec\.template\.spec\.containers\[name=operator\]\.args/);
  });

  it('is taken away again, and what stays is listed', async () => {
    await run();
    const io = fakeIo();
    await runUninstall({ kubeconfig: stage.standIns.kubeconfig, namespace: 'installed-here', output: 'text' }, io);
    expect(io.text).toContain('stays: namespace installed-here');
    expect(io.text).toContain('kinds');
    const after = await run({ diff: true });
    expect(after.text).toMatch(/create +Deployment/);
    expect(after.text).not.toMatch(/create +CustomResourceDefinition/);
  });

  it('refuses a number of pods that is none', async () => {
    await expect(run({ replicas: 'many' })).rejects.toThrow('--replicas must be a whole number from 1 to 16.');
  });
});
