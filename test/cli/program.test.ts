import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { version } from '../../src/cli/version.ts';
import { CloudFailure } from '../../src/clouds/failure.ts';
import { PlanewrightError } from '../../src/runtime/errors.ts';
import { fakeIo } from './fake-io.ts';

describe('the command line', () => {
  it('prints help with examples and ends with 0', async () => {
    const io = fakeIo();
    await runProgram(['--help'], io, [], version);
    expect(io.text).toContain('Examples:');
    expect(io.code).toBe(0);
  });

  it('says which command was meant, and ends with 1', async () => {
    const io = fakeIo();
    const add = (program: Parameters<Parameters<typeof runProgram>[2][number]>[0]): void =>
      void program.command('validate').action(() => undefined);
    await runProgram(['valdate'], io, [add], version);
    expect(io.errors).toContain('Did you mean validate?');
    expect(io.code).toBe(1);
  });

  it('prints an error as sentence, next step and code, with the exit code of the catalogue', async () => {
    const io = fakeIo();
    const failing = new PlanewrightError('KubeUnreachable', 'https://cluster.test does not answer with sk-canary-0000');
    await runProgram(
      ['fail'],
      io,
      [(program) => void program.command('fail').action(() => Promise.reject(failing))],
      version,
    );
    expect(io.errors).toMatch(/^planewright: https:\/\/cluster\.test does not answer/);
    expect(io.errors).toContain('(KubeUnreachable)');
    expect(io.errors).not.toContain('canary');
    expect(io.code).toBe(1);
  });

  it('prints an error that no one foresaw with where it came from, and no secret in it', async () => {
    const io = fakeIo();
    const failing = new TypeError('cannot read sk-canary-0000 of undefined');
    await runProgram(
      ['fail'],
      io,
      [(program) => void program.command('fail').action(() => Promise.reject(failing))],
      version,
    );
    expect(io.errors).toContain('please report it');
    expect(io.errors).toContain('program.test');
    expect(io.errors).not.toContain('canary');
    expect(io.code).toBe(1);
  });

  it.each([
    [
      'nobody is signed in',
      new CloudFailure('signedOut', 'CredentialsProviderError', 's3 acme-state: Could not load credentials'),
      /^planewright: .*s3 acme-state: Could not load credentials\n {2}Sign in[^]*\(CloudFailed\)\n$/,
    ],
    [
      'a folder may not be written',
      Object.assign(new Error("EACCES: permission denied, open 'x'"), { code: 'EACCES', path: 'plan.json.12.draft' }),
      /^planewright: plan\.json: it may not be written\.\n {2}Check that you may write there[^]*\(FileUnwritable\)\n$/,
    ],
    [
      'the SDKs are not installed',
      Object.assign(new Error("Cannot find package '@pulumi/pulumi' imported from /x.js"), {
        code: 'ERR_MODULE_NOT_FOUND',
      }),
      /^planewright: .*@pulumi\/pulumi, which is not installed\.\n[^]*npm install @pulumi\/pulumi@[^]*\(SdkMissing\)\n$/,
    ],
  ])('says what to do where %s, without a stack', async (_, failing, said) => {
    const io = fakeIo();
    const add = (program: Parameters<Parameters<typeof runProgram>[2][number]>[0]): void =>
      void program.command('fail').action(() => Promise.reject(failing));
    await runProgram(['fail'], io, [add], version);
    expect(io.errors).toMatch(said);
    expect(io.errors).not.toMatch(/^ +at /m);
    expect(io.code).toBe(1);
  });

  it('has the version of the package', () => {
    const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    expect((JSON.parse(file) as { version: string }).version).toBe(version);
  });
});
