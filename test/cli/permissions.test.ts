import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { addByocCommand } from '../../src/cli/commands/byoc.ts';
import { addPermissionsCommand } from '../../src/cli/commands/permissions.ts';
import { sinceRelease } from '../../src/cli/permissions/releases.ts';
import { runProgram } from '../../src/cli/program.ts';
import { rightsOf } from '../../stacks/permissions/principals-of-environment.ts';
import { recordOf } from '../../stacks/permissions/record.ts';
import { referenceEnvironments } from '../../stacks/permissions/reference-environments.ts';
import { must } from '../../src/runtime/must.ts';
import { byocOnAws } from '../stacks/byoc/environments.ts';
import { aws, azure, byocAws, google, saas } from '../stacks/environment/files.ts';
import { fakeIo } from './fake-io.ts';

async function run(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const io = fakeIo({
    files: {
      'environments/aws.yaml': aws,
      'environments/google.yaml': google,
      'environments/azure.yaml': azure,
      'environments/byoc.yaml': byocAws,
      'environments/saas.yaml': saas,
      ...more,
    },
  });
  await runProgram(args, io, [addPermissionsCommand, addByocCommand], '0.0.0');
  return { text: io.text, errors: io.errors, code: io.code, files: io.files };
}

interface Printed {
  readonly principals: readonly {
    readonly principal: string;
    readonly grants: readonly { readonly allows: string[] }[];
  }[];
}

describe('planewright permissions', () => {
  it('prints who, what, on what and why, for the vendor', async () => {
    const { text, code } = await run(['permissions', 'byoc', '--for', 'vendor']);
    expect(code).toBeUndefined();
    expect(text).toMatch(/^Deployment\n {2}The vendor's deployment service/);
    expect(text).toContain('- KeepState (terraform)\n      reads and writes its own state, and no other object');
    expect(text).toContain('May never:');
    expect(text).toContain('access guardrail');
    expect(text).toContain('No earlier release has a record of rights');
  });

  it('breaks lines at the width of the terminal', async () => {
    const { text } = await run(['permissions', 'aws', '--for', 'api']);
    const long = text.split('\n').filter((line) => line.length > 80 && line.trim().includes(' '));
    expect(long).toEqual([]);
  });

  it.each([
    ['aws', 'api'],
    ['aws', 'brainstore'],
    ['aws', 'operator'],
    ['aws', 'nodes'],
    ['google', 'api'],
    ['google', 'nodes'],
    ['azure', 'operator'],
  ])('prints one of them, on %s: %s', async (file, whom) => {
    const { text } = await run(['permissions', file, '--for', whom, '-o', 'json']);
    expect((JSON.parse(text) as Printed).principals.map(({ principal }) => principal)).toEqual([whom]);
  });

  it('prints documents that fit what AWS takes, to attach', async () => {
    const { text } = await run(['permissions', 'byoc', '--for', 'vendor', '-o', 'policy']);
    const documents = JSON.parse(text) as readonly { readonly for: string; readonly document: object }[];
    expect(documents.map((each) => each.for)).toEqual(
      expect.arrayContaining(['Deployment', 'Runtime boundary', 'data guardrail']),
    );
    for (const { document } of documents) {
      expect(document).toMatchObject({ Version: '2012-10-17' });
      expect(JSON.stringify(document).length).toBeLessThanOrEqual(6144);
    }
  });

  it('prints bindings on Google Cloud and assignments on Azure', async () => {
    const { text: bindings } = await run(['permissions', 'google', '--for', 'operator', '-o', 'policy']);
    expect(JSON.parse(bindings)).toMatchObject([
      { for: 'operator', bindings: [{ role: 'roles/secretmanager.secretAccessor' }] },
    ]);
    const { text: assignments } = await run(['permissions', 'azure', '--for', 'api', '-o', 'policy']);
    expect(assignments).toContain('Storage Blob Data Contributor');
  });

  it('says from the plan what a deployer needs, and what CI may read', async () => {
    const { text: deployer } = await run(['permissions', 'byoc', '--for', 'deployer', '-o', 'json']);
    const all = (JSON.parse(deployer) as Printed).principals.flatMap(({ grants }) =>
      grants.flatMap(({ allows }) => allows),
    );
    expect(all).toEqual(
      expect.arrayContaining(['iam:CreateRole', 'cloudtrail:CreateTrail', 's3:PutBucketObjectLockConfiguration']),
    );
    const { text: ci } = await run(['permissions', 'byoc', '--for', 'ci', '-o', 'json']);
    const read = (JSON.parse(ci) as Printed).principals.flatMap(({ grants }) => grants.flatMap(({ allows }) => allows));
    expect(read.length).toBeGreaterThan(20);
    expect(read.filter((action) => !all.includes(action))).toEqual([]);
    expect(read.filter((action) => !/:(Get|List|Describe)/.test(action))).toEqual([]);
  });

  it.each([
    [['permissions', 'aws', '--for', 'vendor'], 'you run the plane, and the vendor has no rights in it'],
    [['permissions', 'byoc', '--for', 'api'], 'the vendor runs the plane'],
    [['permissions', 'saas'], 'the vendor hosts everything'],
    [['permissions', 'azure', '--for', 'nodes'], 'nobody is called nodes in it'],
  ])('says why there is nobody to speak of: %j', async (args, sentence) => {
    const { text, errors, code } = await run(args);
    expect({ text, code }).toEqual({ text: '', code: 1 });
    expect(errors).toContain(sentence);
  });

  it('is the same twice', async () => {
    const args = ['permissions', 'byoc', '--for', 'deployer', '-o', 'json'];
    expect(await run(args)).toEqual(await run(args));
  });
});

describe('what changed since the last release', () => {
  it('is told for the kind of the environment and for those asked for, whatever the environment chose', async () => {
    const reference = must(referenceEnvironments()['BYOC/aws'], 'there is a reference of each kind');
    const then = recordOf((await rightsOf(reference)).principals).map((each) =>
      each.principal === 'Observer' ? { ...each, grants: each.grants.slice(1) } : each,
    );
    const record = { version: '0.1.0', kinds: { 'BYOC/aws': then } };
    const since = await sinceRelease(byocOnAws(), ['Observer', 'Support'], record);
    expect(since.release).toBe('0.1.0');
    const changes = since.release === undefined ? [] : since.changes;
    expect(changes.length).toBeGreaterThan(3);
    expect(new Set(changes.map(({ change, principal }) => `${change} ${principal}`))).toEqual(
      new Set(['added Observer']),
    );
    expect(await sinceRelease(byocOnAws(), ['Support'], record)).toEqual({ release: '0.1.0', changes: [] });
  });
});

describe('planewright byoc handover', () => {
  it('prints the document, with marks for what only the cloud knows', async () => {
    const { text, code } = await run(['byoc', 'handover', 'byoc']);
    expect(code).toBeUndefined();
    expect(parse(text)).toMatchObject({
      kind: 'HandOver',
      access: {
        externalId: 'braintrust-12345678-1234-4123-8123-123456789012',
        deploymentRole: 'arn:aws:iam::123456789012:role/braintrust-byoc/BraintrustDeploymentRole-prod',
      },
      kept: { licenseSecret: expect.stringMatching(/^<.*>$/) as unknown },
    });
    expect(text).not.toContain('[secret]');
  });

  it('writes it where told, and no existing file over', async () => {
    const first = await run(['byoc', 'handover', 'byoc', '--file', 'out.yaml']);
    expect(parse(first.files['out.yaml'] ?? '')).toMatchObject({ kind: 'HandOver' });
    const second = await run(['byoc', 'handover', 'byoc', '--file', 'out.yaml'], { 'out.yaml': 'mine' });
    expect(second).toMatchObject({ code: 1, files: { 'out.yaml': 'mine' } });
    expect(second.errors).toContain('out.yaml was not written: it exists.');
  });

  it('refuses an environment that is not handed over', async () => {
    const { errors, code } = await run(['byoc', 'handover', 'aws']);
    expect(code).toBe(1);
    expect(errors).toContain('prod is of mode SelfHosted');
  });
});
