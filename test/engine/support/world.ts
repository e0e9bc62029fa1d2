import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openWorkspace, type Workspace, type WorkspaceOptions } from '../../../stacks/engine/workspace.ts';
import { StandInCloud } from '../provider/cloud.ts';
import { writePlugins } from './plugins.ts';
import { stateFileIn } from './state-file.ts';

/** A cloud, a state and an engine for one test. */
export interface EngineWorld {
  readonly cloud: StandInCloud;
  readonly options: (document: unknown) => WorkspaceOptions;
  readonly open: (document: unknown, salt?: string) => Promise<Workspace>;
  /** Everything that is on disk besides the cloud itself: state, history, locks. To be searched for secrets. */
  readonly written: () => string;
  /** The file of the state. */
  readonly stateFile: () => string;
  readonly end: () => void;
}

/** @param env What the programs and the stand-in get besides. */
export function engineWorld(main: string, env: Readonly<Record<string, string>> = {}): EngineWorld {
  const folder = mkdtempSync(path.join(tmpdir(), 'planewright-engine-'));
  const at = (name: string): string => path.join(folder, name);
  mkdirSync(at('state'));
  const plugins = writePlugins(at('plugins'));
  const options = (document: unknown): WorkspaceOptions => ({
    environment: nameIn(document),
    document,
    main,
    backend: `file://${at('state')}`,
    secretsProvider: 'passphrase',
    env: {
      PULUMI_CONFIG_PASSPHRASE: 'canary-passphrase',
      STAND_IN_CLOUD: at('cloud'),
      PULUMI_HOME: at('home'),
      ...env,
    },
    plugins,
  });
  return {
    cloud: new StandInCloud(at('cloud')),
    options,
    open: (document, salt) => openWorkspace(options(document), salt),
    written: () => allText(at('state')),
    stateFile: () => stateFileIn(folder),
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function allText(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

/** The stack is called as the environment is; documents of small programs have no name. */
function nameIn(document: unknown): string {
  const { metadata } = (document ?? {}) as { readonly metadata?: { readonly name?: string } };
  return metadata?.name ?? 'prod';
}
