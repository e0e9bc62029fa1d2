import { describe, expect, it } from 'vitest';
import { addCrdsCommand } from '../../src/cli/commands/crds.ts';
import { addValidateCommand } from '../../src/cli/commands/validate.ts';
import { runProgram } from '../../src/cli/program.ts';
import { fakeIo } from './fake-io.ts';

const valid =
  'apiVersion: planewright.dev/v1alpha1\nkind: Project\nmetadata: { name: a }\n' +
  'spec: { organizationRef: { name: acme }, name: A }\n';

async function run(args: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const io = fakeIo({ files, readStdin: () => Promise.resolve(files['-'] ?? '') });
  await runProgram(args, io, [addValidateCommand, addCrdsCommand], '0.0.0');
  return { text: io.text + io.errors, code: io.code };
}

describe('planewright validate', () => {
  it('ends with 0 and a count when everything is valid', async () => {
    expect(await run(['validate', 'a.yaml'], { 'a.yaml': valid })).toEqual({ text: '1 resource valid\n', code: 0 });
  });

  it('reads standard input', async () => {
    expect((await run(['validate', '-'], { '-': valid })).code).toBe(0);
  });

  it('ends with 1 and a sentence with file, line and column when something is wrong', async () => {
    const { text, code } = await run(['validate', 'a.yaml'], { 'a.yaml': valid.replace('name: A', 'nmae: A') });
    expect(text).toBe('a.yaml:4:42 spec.nmae: unknown field; did you mean "name"?\n1 resource, 1 error\n');
    expect(code).toBe(1);
  });

  it('checks the other files when one cannot be read', async () => {
    const { text, code } = await run(['validate', 'b.yaml', 'a.yaml'], { 'a.yaml': valid });
    expect(text).toBe('b.yaml: there is no such file; check the path\n1 resource, 1 error\n');
    expect(code).toBe(1);
  });

  it('takes a word for a file or an environment, and says so where there is neither', async () => {
    const { text, code } = await run(['validate', 'prod']);
    expect(text).toContain(
      'prod: there is no such file, and no environments/prod.yaml; check the path, or planewright',
    );
    expect(code).toBe(1);
  });

  it('does not let an environment pass that is empty', async () => {
    const { text, code } = await run(['validate', 'prod'], { 'environments/prod.yaml': '' });
    expect(text).toContain('environments/prod.yaml:1:1 there is no document in the file');
    expect(code).toBe(1);
  });

  it('prints the same as JSON', async () => {
    const { text, code } = await run(['validate', '-o', 'json', 'a.yaml'], {
      'a.yaml': valid.replace(', name: A', ''),
    });
    expect(JSON.parse(text)).toMatchObject({
      valid: false,
      resources: [{ kind: 'Project', name: 'a', valid: false }],
      problems: [{ file: 'a.yaml', field: 'spec.name', reason: 'is required' }],
    });
    expect(code).toBe(1);
  });

  it('shows examples in its help', async () => {
    expect((await run(['validate', '--help'])).text).toContain('Examples:');
  });
});

describe('planewright crds', () => {
  it('prints every CRD, in YAML or as a List', async () => {
    expect((await run(['crds'])).text.match(/^kind: CustomResourceDefinition$/gm)).toHaveLength(5);
    expect(JSON.parse((await run(['crds', '-o', 'json'])).text)).toMatchObject({ kind: 'List', apiVersion: 'v1' });
  });
});
