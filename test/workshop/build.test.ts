import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '../../src/runtime/must.ts';
import { root } from './tree.ts';

const run = promisify(execFile);

/** A program of three files: a start, a command that is loaded late, and what that command needs. */
const program = {
  'src/cli/main.ts': `import { Command } from 'commander';
const program = new Command('tiny');
program.command('parse').action(async () => (await import('../work.ts')).work());
await program.parseAsync();`,
  'src/work.ts': `import { parse } from 'yaml';
export const work = (): void => void process.stdout.write(JSON.stringify(parse('a: 1')));`,
};

let folder = '';
beforeAll(async () => {
  // Inside the project, so that the bundler finds the dependencies; the result is run elsewhere, where there are none.
  await mkdir(path.join(root, '.cache'), { recursive: true });
  folder = await mkdtemp(path.join(root, '.cache', 'build-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function buildProgram(name: string, sources: Readonly<Record<string, string>>): Promise<string> {
  for (const [file, text] of Object.entries(sources)) {
    await mkdir(path.dirname(path.join(folder, name, file)), { recursive: true });
    await writeFile(path.join(folder, name, file), text);
  }
  const outdir = await mkdtemp(path.join(tmpdir(), 'planewright-build-'));
  const entry = path.join(folder, name, 'src/cli/main.ts');
  await run(process.execPath, [path.join(root, 'scripts/build.ts'), entry, outdir]);
  return outdir;
}

// Each build starts a process: seconds on a busy machine.
describe('the build', { timeout: 60_000 }, () => {
  it('runs without node_modules, loads a command late, and carries the licences of what is inside', async () => {
    const outdir = await buildProgram('good', program);
    try {
      const main = path.join(outdir, 'main.js');
      expect((await run(process.execPath, [main, '--help'])).stdout).toContain('parse');
      expect((await run(process.execPath, [main, 'parse'])).stdout).toBe('{"a":1}');
      expect(await readFile(main, 'utf8')).not.toContain('YAMLParseError');
      const notices = await readFile(path.join(outdir, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
      expect(notices).toMatch(/^commander \d[\d.]* \(MIT\)$/m);
      expect(notices).toMatch(/^yaml \d[\d.]* \(ISC\)$/m);
      expect(notices).toContain('Permission to use, copy, modify');
      expect((await readdir(outdir)).filter((file) => file.endsWith('.LEGAL.txt'))).toEqual([]);
    } finally {
      await rm(outdir, { recursive: true });
    }
  });

  it("can make the clouds' clients, which it loads late", async () => {
    const stores = path.join(root, 'src/clouds/secret-stores');
    const outdir = await buildProgram('clouds', {
      ...program,
      'src/work.ts': `import { cloudSecretStores } from '${stores}/stores.ts';
import { parseReference } from '${stores}/reference.ts';
export async function work(): Promise<void> {
  const names = ['arn:aws:secretsmanager:eu-central-1:123456789012:secret:x', 'projects/x/secrets/x', 'https://acme.vault.azure.net/secrets/x'];
  const signal = new AbortController().signal;
  for (const reference of names.flatMap((name) => parseReference(name) ?? [])) {
    process.stdout.write(JSON.stringify(await cloudSecretStores(process.env).read(reference, signal)) + '\\n');
  }
}`,
    });
    try {
      // Nobody's credentials, and nothing that answers.
      const nowhere = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' };
      const nobody = {
        GOOGLE_APPLICATION_CREDENTIALS: '/nowhere',
        AZURE_TOKEN_CREDENTIALS: 'WorkloadIdentityCredential',
      };
      const env = { PATH: process.env['PATH'], ...nowhere, ...nobody };
      const { stdout } = await run(process.execPath, [path.join(outdir, 'main.js'), 'parse'], { env });
      const [aws, google, azure] = stdout.trim().split('\n');
      expect(aws).toContain('ECONNREFUSED');
      expect(google).toContain('/nowhere');
      expect(azure).toContain('signedOut');
    } finally {
      await rm(outdir, { recursive: true });
    }
  });

  it('refuses a CommonJS package that is loaded late, since it would have no names', async () => {
    const outcome = buildProgram('nameless', {
      ...program,
      'src/work.ts': `export async function work(): Promise<void> {
  const { GoogleAuth } = await import('google-auth-library');
  process.stdout.write(typeof GoogleAuth);
}`,
    });
    await expect(outcome).rejects.toThrow(
      /has no names in a bundle\.[^]*src\/work\.ts → node_modules\/google-auth-library\//,
    );
  });

  it('refuses a start that loads more than the command line, naming the file', async () => {
    const eager = must(program['src/cli/main.ts'], 'it is in the literal above').replace(
      "(await import('../work.ts')).work()",
      'work()',
    );
    const outcome = buildProgram('bad', {
      ...program,
      'src/cli/main.ts': `import { work } from '../work.ts';\n${eager}`,
    });
    await expect(outcome).rejects.toThrow(/Import these inside the command's action:\n(.*\n)*.*src\/work\.ts/);
  });
});
