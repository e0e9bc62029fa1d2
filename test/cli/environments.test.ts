import { describe, expect, it } from 'vitest';
import { addEnvironmentsCommand } from '../../src/cli/commands/environments.ts';
import { addPromoteCommand } from '../../src/cli/commands/promote.ts';
import { addValidateCommand } from '../../src/cli/commands/validate.ts';
import { runProgram } from '../../src/cli/program.ts';
import { aws, google, saas } from '../stacks/environment/files.ts';
import { fakeIo } from './fake-io.ts';

async function run(args: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const io = fakeIo({ files });
  await runProgram(args, io, [addEnvironmentsCommand, addPromoteCommand, addValidateCommand], '0.0.0');
  return { text: io.text, errors: io.errors, code: io.code, files: io.files };
}

const staging = aws
  .replace('name: prod', 'name: staging')
  .replace("'123456789012'", "'999999999999'")
  .replace('min: 3, max: 8', 'min: 2, max: 4');
const production = aws.replace('version: 2.9.0', 'version: 2.9.0 # agreed in June');
const both = (changes: readonly (readonly [string, string])[]) => ({
  'environments/staging.yaml': changes.reduce((text, [from, to]) => text.replace(from, to), staging),
  'environments/production.yaml': production,
});
const promote = ['promote', '--from', 'staging', '--to', 'production'];
const plane = (settings: string): readonly [string, string] => ['  alarms', `  plane: ${settings}\n  alarms`];

describe('planewright validate, given environments', () => {
  const files = { 'environments/prod.yaml': aws, 'a.yaml': saas, 'b.yaml': aws };

  it('checks them beside resources, and counts them', async () => {
    expect(await run(['validate', 'a.yaml'], files)).toMatchObject({ text: '1 environment valid\n', code: 0 });
  });

  it('takes a bare name, which is the same as its file', async () => {
    const { text, code } = await run(['validate', 'prod', 'environments/prod.yaml'], files);
    expect({ text, code }).toEqual({ text: '1 environment valid\n', code: 0 });
  });

  it('says with file, line and field what is wrong, and ends with 1', async () => {
    const wrong = { 'environments/prod.yaml': aws.replace('nat: PerZone', 'nta: PerZone') };
    const { text, code } = await run(['validate', 'prod'], wrong);
    expect(text).toBe(
      'environments/prod.yaml:14:46 spec.network.nta: unknown field; did you mean "nat"?\n1 environment, 1 error\n',
    );
    expect(code).toBe(1);
  });

  it('prints the same as JSON', async () => {
    const { text } = await run(['validate', '-o', 'json', 'prod'], files);
    expect(JSON.parse(text)).toMatchObject({
      valid: true,
      environments: [{ file: 'environments/prod.yaml', name: 'prod', valid: true }],
    });
  });

  it('refuses two of one name in one account', async () => {
    const { text, code } = await run(['validate', 'prod', 'b.yaml'], files);
    expect(text).toContain('b.yaml:3:19 metadata.name: is the name of environments/prod.yaml too, in the same account');
    expect(code).toBe(1);
    expect((await run(['validate', 'prod', 'g.yaml'], { ...files, 'g.yaml': google })).code).toBe(0);
  });
});

describe('planewright environments', () => {
  const files = { 'environments/prod.yaml': aws, 'environments/saas.yml': saas, 'environments/bases/x.yaml': 'a: 1\n' };

  it('lists what is in the folder', async () => {
    const { text, code } = await run(['environments', 'list'], files);
    expect(text.split('\n').map((line) => line.trimEnd().split(/ {2,}/))).toEqual([
      ['NAME', 'MODE', 'CLOUD', 'PLACE', 'PROFILE', 'VERSION', 'FILE'],
      ['prod', 'SelfHosted', 'aws', '123456789012/us-east-1', 'production', '2.9.0', 'environments/prod.yaml'],
      ['saas', 'SaaS', '-', '-', '-', '-', 'environments/saas.yml'],
      [''],
    ]);
    expect(code).toBe(0);
  });

  it('lists a file that is wrong with the number of its errors, and ends with 1', async () => {
    const { text, code } = await run(['environments', 'list', '-o', 'json'], {
      ...files,
      'environments/a.yaml': 'a: 1\n',
    });
    const { environments } = JSON.parse(text) as { environments: readonly unknown[] };
    expect(environments[0]).toEqual({ name: 'a', file: 'environments/a.yaml', valid: false, errors: 1 });
    expect(code).toBe(1);
  });

  it('says how to make the first one where there is none', async () => {
    const { text, code } = await run(['environments', 'list']);
    expect(text).toContain('planewright init');
    expect(code).toBe(0);
  });

  it('says which there are where a name is wrong', async () => {
    const { errors, code } = await run(['environments', 'diff', 'prd', 'prod'], files);
    expect(errors).toContain('there is no environment prd');
    expect(errors).toContain('There are prod, saas;');
    expect(code).toBe(1);
  });

  it('prints differences with what promotion would carry, and ends with 2', async () => {
    const { text, code } = await run(['environments', 'diff', 'staging', 'production'], both([['2.9.0', '2.10.0']]));
    expect(text).toMatch(/→ +spec\.version +2\.10\.0 +2\.9\.0/);
    expect(text).toMatch(/\n +spec\.kubernetes\.services\.max +4 +8 +a size/);
    expect(text).toContain('planewright promote would carry 1');
    expect(code).toBe(2);
  });

  it('finds an environment like itself, with 0', async () => {
    expect(await run(['environments', 'diff', 'prod', 'prod'], files)).toMatchObject({ code: 0 });
  });
});

describe('planewright promote', () => {
  it('writes the version into the target and leaves all else as it was, comments too', async () => {
    const files = both([['2.9.0', '2.10.0']]);
    const { text, code, files: after } = await run(promote, files);
    expect(after['environments/production.yaml']).toBe(production.replace('2.9.0', '2.10.0'));
    expect(after['environments/staging.yaml']).toBe(files['environments/staging.yaml']);
    expect(text).toContain('a size: spec.kubernetes.services.min, spec.kubernetes.services.max');
    expect(text).toContain('its place: spec.cloud.accountId');
    expect(code).toBe(0);
  });

  it('carries settings of the plane and of telemetry, but no sizes of it', async () => {
    const files = both([
      plane('{ telemetry: { types: [status, usage] }, rollout: { soak: 1h }, api: { replicas: 9 } }'),
    ]);
    const { files: after } = await run(promote, files);
    expect(after['environments/production.yaml']).toBe(
      `${production}  plane:\n    rollout:\n      soak: 1h\n    telemetry:\n      types:\n        - status\n        - usage\n`,
    );
  });

  it('adds protection, and takes none away', async () => {
    const more = await run(promote, {
      'environments/staging.yaml': staging,
      'environments/production.yaml': production.replace('deletionProtection: true', 'deletionProtection: false'),
    });
    expect(more.files['environments/production.yaml']).toBe(production);
    const less = await run(promote, both([['deletionProtection: true', 'deletionProtection: false']]));
    expect(less.files['environments/production.yaml']).toBe(production);
    expect(less.text).toContain('promotion takes none away: spec.postgres.deletionProtection');
  });

  it.each([
    ['locks that cannot change', plane('{ storage: { locks: Redis } }'), 'spec.plane.storage.locks cannot go from'],
    ['an older version', ['2.9.0', '2.8.0'] as const, 'spec.version cannot go from 2.9.0 back to 2.8.0'],
    ['an older Kubernetes', ["'1.34'", "'1.33'"] as const, 'spec.kubernetes.version cannot go from'],
  ])('refuses %s with 3, and writes nothing at all', async (_, change, sentence) => {
    const files = both([change, ['soak', 'soak']]);
    const { text, code, files: after } = await run(promote, files);
    expect(text).toContain(sentence);
    expect(code).toBe(3);
    expect(after).toEqual(files);
  });

  it('writes nothing with --dry-run, and where the target would not hold', async () => {
    const files = both([['2.9.0', '2.10.0']]);
    expect((await run([...promote, '--dry-run'], files)).files).toEqual(files);
    const organization = {
      'environments/production.yaml': production.replace('name: Acme', "name: '*', primaryName: Acme"),
    };
    const wrong = { ...both([plane('{ api: { codeExecution: InProcess } }')]), ...organization };
    const { errors, code, files: after } = await run(promote, wrong);
    expect(errors).toContain('nothing was written, because then environments/production.yaml');
    expect(code).toBe(1);
    expect(after).toEqual(wrong);
  });

  it('gives a mapping that was merged in a key of its own', async () => {
    const shared = production.replace(
      "redis: { type: New, version: '7.1'",
      "redis: { type: New, <<: { version: '7.1' }",
    );
    const files = { ...both([["version: '7.1'", "version: '7.2'"]]), 'environments/production.yaml': shared };
    const { files: after } = await run(promote, files);
    expect(after['environments/production.yaml']).toBe(
      shared.replace('highAvailability: true }\n  storage', "highAvailability: true, version: '7.2' }\n  storage"),
    );
  });

  it('says the same as JSON', async () => {
    const { text } = await run([...promote, '-o', 'json'], both([['2.9.0', '2.10.0']]));
    expect(JSON.parse(text)).toMatchObject({
      written: true,
      carried: [{ field: 'spec.version', from: '2.10.0', to: '2.9.0' }],
      refused: [],
    });
  });
});
