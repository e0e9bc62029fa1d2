import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fakeIo, type FakeIo } from '../../cli/fake-io.ts';
import { StandInCloud } from '../provider/cloud.ts';
import { commandEnv } from './by-command.ts';
import { installPlugins } from './plugins.ts';
import { stateFileIn } from './state-file.ts';

export interface IoOptions {
  readonly answers?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A machine on which commands run: a folder, a cloud, and an environment file `environments/prod.yaml`. */
export interface CommandWorld {
  readonly folder: string;
  readonly cloud: StandInCloud;
  /** Files that commands read and write, besides the environment. */
  readonly files: Record<string, string>;
  readonly io: (options?: IoOptions) => FakeIo;
  /** Names and types of what the cloud was asked to create, in order. */
  readonly created: () => readonly string[];
  /** The file of the state. */
  readonly stateFile: () => string;
  readonly end: () => void;
}

/**
 * @param example Name of the example environment.
 * @param change What is different in it.
 */
export function commandWorld(
  example: string,
  account: string,
  change: (text: string) => string = (text) => text,
): CommandWorld {
  const folder = mkdtempSync(path.join(tmpdir(), 'planewright-commands-'));
  const at = (name: string): string => path.join(folder, name);
  mkdirSync(at('home'));
  installPlugins(at('home'));
  const cloud = new StandInCloud(at('cloud'));
  const file = fileURLToPath(new URL(`../../../environments/${example}.yaml`, import.meta.url));
  const files: Record<string, string> = {};
  return {
    folder,
    cloud,
    files,
    io: ({ answers, env } = {}) =>
      fakeIo({
        cwd: folder,
        env: { ...commandEnv(folder, account), ...env },
        files: { 'environments/prod.yaml': change(readFileSync(file, 'utf8')), ...files },
        ...(answers !== undefined && { answers }),
      }),
    created: () => cloud.calls().flatMap(({ method, type, name }) => (method === 'create' ? [`${type} ${name}`] : [])),
    stateFile: () => stateFileIn(folder),
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}
