import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { addBackupCommand } from '../../src/cli/commands/backup.ts';
import { addDeleteDataCommand } from '../../src/cli/commands/delete-data.ts';
import { addDestroyCommand } from '../../src/cli/commands/destroy.ts';
import { addDriftCommand } from '../../src/cli/commands/drift.ts';
import { addInstallCommand } from '../../src/cli/commands/install.ts';
import { addRebuildCommand } from '../../src/cli/commands/rebuild.ts';
import { addRestoreCommand } from '../../src/cli/commands/restore.ts';
import { addUninstallCommand } from '../../src/cli/commands/uninstall.ts';
import { addUnlockCommand } from '../../src/cli/commands/unlock.ts';
import { runPreview } from '../../src/cli/engine/preview.ts';
import { runProgram } from '../../src/cli/program.ts';
import { fakeIo, type FakeIo } from '../cli/fake-io.ts';
import { commandEnv, everyFile, quiet, text } from './support/by-command.ts';
import { installPlugins } from './support/plugins.ts';

const example = fileURLToPath(new URL('../../environments/google-standard.yaml', import.meta.url));
const yaml = readFileSync(example, 'utf8');

const commands = [
  addBackupCommand,
  addDeleteDataCommand,
  addDestroyCommand,
  addDriftCommand,
  addInstallCommand,
  addRebuildCommand,
  addRestoreCommand,
  addUninstallCommand,
  addUnlockCommand,
];

const asking: readonly (readonly string[])[] = [
  ['install', 'prod'],
  ['install', 'prod', '--diff'],
  ['uninstall', 'prod'],
  ['backup', 'prod'],
  ['rebuild', 'prod'],
  ['unlock', 'prod'],
  ['destroy', 'prod', '--dry-run'],
  ['destroy', 'prod', '--confirm', 'gcp-standard@acme-braintrust'],
  ['delete-data', 'prod', '--dry-run'],
];

describe.skipIf(inject('engine') === undefined)('an environment that was never brought up', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'planewright-never-'));
    mkdirSync(path.join(folder, 'home'));
    installPlugins(path.join(folder, 'home'));
    // Each run works in a folder of its own; a refusal must not leave it behind.
    mkdirSync(path.join(folder, 'work'));
    vi.stubEnv('TMPDIR', path.join(folder, 'work'));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  const io = (): FakeIo =>
    fakeIo({
      cwd: folder,
      env: commandEnv(folder, '111122223333'),
      files: {
        'environments/prod.yaml': yaml,
        'environments/other.yaml': yaml.replace('name: gcp-standard', 'name: gcp-other'),
      },
    });
  const run = async (args: readonly string[]): Promise<FakeIo> => {
    const asked = io();
    await runProgram(args, asked, commands, '0.0.0');
    return asked;
  };
  const places = {
    'in a folder that is not there': (): Promise<void> => Promise.resolve(),
    'in an empty folder': (): Promise<void> => {
      mkdirSync(path.join(folder, '.planewright/state'), { recursive: true });
      return Promise.resolve();
    },
    'beside the state of another': () => runPreview('other', { ...quiet, output: text }, io()),
  };

  it.each(Object.entries(places))(
    'is not begun %s by a command that asks about it or takes it down',
    async (_where, prepare) => {
      await prepare();
      const [before, there] = [everyFile(folder, 'cloud'), existsSync(path.join(folder, '.planewright'))];
      for (const args of asking) {
        const asked = await run(args);
        expect([args, asked.errors, asked.code]).toEqual([
          args,
          expect.stringMatching(
            /There is no state of gcp-standard: it was never brought up[^]*planewright up ENV brings it up/,
          ),
          1,
        ]);
      }
      const drift = await run(['drift', 'prod', '--no-audit']);
      expect([drift.text, drift.code]).toEqual([expect.stringContaining('There is no state of gcp-standard'), 1]);
      const restore = await run(['restore', 'prod', '--plan']);
      expect([restore.errors, restore.code]).toEqual([expect.stringContaining('Name an export'), 3]);
      expect(everyFile(folder, 'cloud')).toEqual(before);
      expect(readdirSync(path.join(folder, 'work')).filter((name) => name.startsWith('planewright-'))).toEqual([]);
      expect(existsSync(path.join(folder, '.planewright'))).toBe(there);
    },
    600_000,
  );
});
