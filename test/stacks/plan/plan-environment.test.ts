import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/runtime/clock.ts';
import { PlanewrightError } from '../../../src/runtime/errors.ts';
import { planEnvironment } from '../../../stacks/plan/plan-environment.ts';
import { saasEnvironment, smallEnvironment } from './support/environments.ts';

const script = new URL('support/broken-children.ts', import.meta.url);
const plan = (name: string, rest: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
  planEnvironment({
    environment: smallEnvironment(name),
    script,
    clock: systemClock,
    signal: new AbortController().signal,
    ...rest,
  });
const failed = async (name: string): Promise<PlanewrightError> => {
  try {
    await plan(name);
  } catch (error) {
    if (error instanceof PlanewrightError) return error;
    throw error;
  }
  throw new Error(`${name} did not fail`);
};

// Each starts a process that loads the SDK.
describe('planning in a process of its own', () => {
  it('says of an error inside apply once, with component, resource and field', async () => {
    expect((await failed('inside-apply')).message).toBe(
      'The program of inside-apply failed.\n  storage: storage-brainstore, field bucket: the region has no nodes with NVMe',
    );
  });

  it('says of an error inside an output of the program once', async () => {
    const { message } = await failed('inside-output');
    expect(message.match(/no nodes with NVMe/g)).toHaveLength(1);
  });

  it('says of what a constructor throws which component it was', async () => {
    expect((await failed('constructor')).message).toBe(
      'The program of constructor failed.\n  storage: the region has no nodes with NVMe',
    );
  });

  it('refuses two resources of one name, as the engine does', async () => {
    expect((await failed('twins')).message).toMatch(/two resources are called storage .*give one another name/);
  });

  it('refuses a type that the table lacks, naming both', async () => {
    const { message } = await failed('strange-type');
    expect(message).toContain('storage-computer is of type aws:quantum/computer:Computer');
    expect(message.match(/quantum/g)).toHaveLength(1);
  });

  it('refuses a question to the cloud by the name of the function', async () => {
    const { message } = await failed('invoke');
    expect(message).toContain('the program calls aws:index/getCallerIdentity:getCallerIdentity');
    expect(message.match(/getCallerIdentity:getCallerIdentity/g)).toHaveLength(1);
  });

  it('repeats no secret that an error quotes', async () => {
    expect((await failed('secretive')).message).not.toContain('canary');
  });

  it('names the package to install where an SDK is missing', async () => {
    const error = await failed('missing');
    expect(error).toMatchObject({ code: 'SdkMissing', exitCode: 1 });
    expect(error.message).toContain('@pulumi/aws');
    expect(error.next).toMatch(/npm install @pulumi\/pulumi@\S+ @pulumi\/random@\S+ @pulumi\/aws@\d/);
  });

  it('says how a process ended that gave no plan', async () => {
    expect((await failed('crash')).message).toContain('ended with SIGSEGV and no plan');
    expect((await failed('silent')).message).toContain('ended with exit code 7 and no plan');
  });

  it('takes the last line for the answer, whatever a library printed before', async () => {
    expect((await plan('chatty')).resources.map(({ name }) => name)).toEqual(['storage-brainstore']);
  });

  it('ends a process that takes too long', async () => {
    await expect(plan('chatty', { timeoutMs: 1 })).rejects.toThrow('Planning chatty took longer than 0.001 s');
  });

  it('ends it when the command is stopped', async () => {
    const controller = new AbortController();
    const outcome = plan('chatty', { signal: controller.signal });
    controller.abort(new Error('stopped by SIGINT'));
    await expect(outcome).rejects.toThrow('stopped by SIGINT');
  });

  it('starts none for an organization without a plane', async () => {
    const environment = saasEnvironment();
    const signal = new AbortController().signal;
    const nowhere = new URL('file:///nowhere.ts');
    await expect(planEnvironment({ environment, script: nowhere, clock: systemClock, signal })).resolves.toEqual({
      environment: 'acme',
      resources: [],
      outputs: {},
    });
  });
});
