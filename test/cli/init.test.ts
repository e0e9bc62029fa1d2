import { describe, expect, it } from 'vitest';
import { addInitCommand } from '../../src/cli/commands/init.ts';
import { addValidateCommand } from '../../src/cli/commands/validate.ts';
import { initEnvironment } from '../../src/cli/init.ts';
import { runProgram } from '../../src/cli/program.ts';
import { seededRandomness } from '../../src/runtime/randomness.ts';
import { questions } from '../../stacks/environment/init/questions.ts';
import { fakeIo } from './fake-io.ts';

async function run(args: readonly string[], io = fakeIo()) {
  await runProgram(args, io, [addInitCommand, addValidateCommand], '0.0.0');
  return io;
}

const id = (digit: number): string => `${digit}`.repeat(8) + '-1111-4111-8111-111111111111';
const clouds = {
  aws: ['--cloud', 'aws', '--account', '012345678901', '--region', 'eu-west-1'],
  google: [
    '--cloud',
    'google',
    '--project',
    'acme-prod',
    '--project-number',
    '123456789012',
    '--region',
    'europe-west1',
  ],
  azure: ['--cloud', 'azure', '--tenant', id(1), '--subscription', id(2), '--region', 'eastus2'],
} as const;
const selfHosted = [
  'init',
  'prod',
  '--mode',
  'SelfHosted',
  '--organization',
  'Acme: the first',
  '--hostname',
  'bt.example.com',
];
const certificate = [
  '--certificate-vault',
  `/subscriptions/${id(2)}/resourceGroups/acme/providers/Microsoft.KeyVault/vaults/acme`,
  '--certificate-name',
  'tls',
];
const vendor = ['--bridge-service-account', 'b@v.iam.gserviceaccount.com', '--support-group', 'support@vendor.example'];

describe('planewright init', () => {
  it.each([
    ['SelfHosted on aws', [...selfHosted, ...clouds.aws]],
    ['SelfHosted on aws, as a sandbox', [...selfHosted, ...clouds.aws, '--profile', 'sandbox']],
    ['SelfHosted on google', [...selfHosted, ...clouds.google]],
    ['SelfHosted on azure', [...selfHosted, ...clouds.azure, ...certificate]],
    ['BYOC on aws', ['init', 'prod', '--mode', 'BYOC', '--organization', 'Acme', ...clouds.aws]],
    ['BYOC on google', ['init', 'prod', '--mode', 'BYOC', '--organization', 'Acme', ...clouds.google, ...vendor]],
    ['SaaS', ['init', 'prod', '--mode', 'SaaS', '--organization', 'Acme']],
  ])('writes a file that is valid, from flags alone: %s', async (_, args) => {
    const io = await run(args);
    expect(io.errors).toBe('');
    expect(io.text).toContain('planewright validate prod');
    const text = io.files['environments/prod.yaml'] ?? '';
    expect(text).toMatch(/^# yaml-language-server: \$schema=environment\.schema\.json\n/);
    expect(JSON.parse(io.files['environments/environment.schema.json'] ?? '')).toHaveProperty('allOf');
    const check = await run(['validate', 'prod'], fakeIo({ files: io.files }));
    expect({ text: check.text, code: check.code }).toEqual({ text: '1 environment valid\n', code: 0 });
  });

  it('names every option that is missing or wrong, and writes nothing', async () => {
    const io = await run(['init', '--mode', 'SelfHosted', '--cloud', 'aws', '--account', '12', '--profile', 'prod']);
    const said = io.errors.split('\n').map((line) => line.replace('planewright: ', '').replace(/ \(.*/, '').trim());
    expect(said.slice(0, 6)).toEqual([
      'NAME is missing',
      '--account must be twelve digits',
      '--region is missing',
      '--organization is missing',
      '--hostname is missing',
      '--profile must be one of sandbox, production, production-ha, high-ingest',
    ]);
    expect(io.code).toBe(1);
    expect(io.files).toEqual({});
  });

  it('can be told by an option whatever it asks', async () => {
    const help = (await run(['init', '--help'])).text;
    const flags = questions.flatMap((question) => ('flag' in question ? [question.flag] : []));
    expect(flags.filter((flag) => !help.includes(`--${flag} <`))).toEqual([]);
  });

  it('says how long a name may be', async () => {
    const io = await run(['init', 'a-name-of-nineteen-1', '--mode', 'SaaS', '--organization', 'Acme']);
    expect(io.errors).toMatch(/^planewright: NAME must have at most 18 characters\n {2}See planewright init --help/);
  });

  it('says that the vendor has published no BYOC for Azure before it asks for anything there', async () => {
    const io = await run(['init', 'prod', '--mode', 'BYOC', '--cloud', 'azure', '--organization', 'Acme']);
    expect(io.errors).toMatch(
      /^planewright: --cloud must be aws or google: the vendor has published no BYOC for Azure\n/,
    );
    expect(io.errors).not.toContain('--tenant');
    const asked = await run(['init', 'prod', '--mode', 'BYOC'], fakeIo({ answers: ['azure', 'stop'] }));
    expect(asked.text).toContain('It must be aws or google');
  });

  it('says that the vendor has published no BYOC for Azure', async () => {
    const io = await run(['init', 'prod', '--mode', 'BYOC', '--organization', 'Acme', ...clouds.azure]);
    expect(io.errors).toContain('the vendor has published no BYOC for Azure');
    expect(io.files).toEqual({});
  });

  it('leaves a file that is there, unless it is told to replace it', async () => {
    const files = { 'environments/prod.yaml': '# mine\n' };
    const args = ['init', 'prod', '--mode', 'SaaS', '--organization', 'Acme'];
    const refused = await run(args, fakeIo({ files }));
    expect(refused.errors).toContain('environments/prod.yaml is there already');
    expect(refused.files).toEqual(files);
    expect((await run([...args, '--force'], fakeIo({ files }))).files['environments/prod.yaml']).toContain(
      'mode: SaaS',
    );
  });

  it('prints the file alone with --print, and writes nothing', async () => {
    const io = await run(['init', 'prod', '--mode', 'SaaS', '--organization', 'Acme', '--print']);
    expect(io.text).toMatch(/^# yaml-language-server/);
    expect(io.files).toEqual({});
  });

  it('makes a new external id for the vendor, and says which', async () => {
    const io = fakeIo();
    const options = { mode: 'BYOC', cloud: 'aws', account: '012345678901', region: 'us-east-1', organization: 'Acme' };
    await initEnvironment('prod', { ...options, force: false, print: true }, io, seededRandomness(1));
    expect(io.text).toContain(`externalId: ${seededRandomness(1).uuid()}`);
  });
});

describe('planewright init on a terminal', () => {
  it('asks what no option says, takes a number for a choice, and asks again where an answer does not do', async () => {
    const answers = ['Prod', 'prod', '1', 'AWS', '12', '012345678901', 'us-east-1', 'Acme', 'bt.example.com', ''];
    const io = await run(['init'], fakeIo({ answers }));
    expect(io.errors).toBe('');
    expect(io.text).toContain('  1) SelfHosted: you run the plane in your account\n');
    expect(io.text).toContain('  It must be lower-case letters, digits and -');
    expect(io.text).toContain('  It must be twelve digits.\n');
    const text = io.files['environments/prod.yaml'] ?? '';
    expect(text).toContain("accountId: '012345678901'");
    expect(text).toContain('profile: production\n');
  });

  it('asks nothing about an environment that is there, and makes nothing for it', async () => {
    const files = { 'environments/prod.yaml': '# mine\n' };
    const given = await run(['init', 'prod'], fakeIo({ files, answers: ['3', 'Acme'] }));
    const typed = await run(['init'], fakeIo({ files, answers: ['prod', '3', 'Acme'] }));
    for (const io of [given, typed]) {
      expect(io.errors).toContain('environments/prod.yaml is there already');
      expect(io.text).not.toContain('Who runs the plane');
    }
    const never = () => Promise.reject(new Error('made a bucket'));
    const answers = { ...answersOfAws(), force: false, print: false, createStateBucket: true };
    const making = initEnvironment('prod', answers, fakeIo({ files }), undefined, never);
    await expect(making).rejects.toMatchObject({ code: 'FileExists' });
  });

  it('asks no more than it must', async () => {
    const io = await run(['init', 'acme', '--mode', 'saas'], fakeIo({ answers: ['3', 'Acme'] }));
    expect(io.text).toContain('saas must be one of SelfHosted, BYOC, SaaS');
    expect(io.files['environments/acme.yaml']).toContain('name: Acme');
  });
});

describe('planewright init with a place for the state', () => {
  const answers = { ...answersOfAws(), force: false, print: false };

  it('makes the bucket, writes its address, and leaves no file where it is not ours', async () => {
    const io = fakeIo();
    const made: string[] = [];
    await initEnvironment('prod', { ...answers, createStateBucket: true }, io, undefined, (cloud, { bucket }) => {
      made.push(`${cloud} ${bucket}`);
      return Promise.resolve({ kind: 'made' });
    });
    expect(made).toEqual(['aws prod-012345678901-state']);
    expect(io.files['environments/prod.yaml']).toContain(
      "backend: 's3://prod-012345678901-state?region=eu-west-1&awssdk=v2'",
    );
    const refused = fakeIo();
    const taken = () => Promise.resolve({ kind: 'taken', reason: "it is somebody else's" } as const);
    const run = initEnvironment('prod', { ...answers, createStateBucket: true }, refused, undefined, taken);
    await expect(run).rejects.toMatchObject({ code: 'StateBucketTaken' });
    expect(refused.files).toEqual({});
  });

  it('takes one place, and one that its kind knows', async () => {
    const never = () => Promise.reject(new Error('made a bucket'));
    const both = { ...answers, createStateBucket: true, stateBackend: 'gs://acme' };
    await expect(initEnvironment('prod', both, fakeIo(), undefined, never)).rejects.toThrow('each name a place');
    const mixed = { ...answers, stateBackend: 'gs://acme-state?region=x' };
    await expect(initEnvironment('prod', mixed, fakeIo(), undefined, never)).rejects.toThrow('does not know');
    const io = fakeIo();
    const key = 'awskms://alias/acme-state?region=eu-west-1';
    await initEnvironment('prod', { ...answers, secretsProvider: key }, io, undefined, never);
    expect(io.files['environments/prod.yaml']).toContain(`secretsProvider: '${key}'`);
  });
});

function answersOfAws() {
  return {
    ...{ mode: 'SelfHosted', organization: 'Acme', hostname: 'bt.example.com' },
    ...{ cloud: 'aws', account: '012345678901', region: 'eu-west-1' },
  };
}
