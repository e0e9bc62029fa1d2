import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openWorkspace, type Workspace, type WorkspaceOptions } from '../../../stacks/engine/workspace.ts';
import type { LookUpOptions } from '../../../stacks/engine/look-up.ts';
import type { PendingOperation } from '../../../stacks/engine/state.ts';
import type { Place } from '../../../stacks/place.ts';
import { StandInCloud } from '../provider/cloud.ts';
import { listedByApi } from './listed-by-api.ts';
import { writePlugins } from './plugins.ts';
import { stateFileIn } from './state-file.ts';

/** Where small programs are. */
const small: Place = { account: '123456789012', region: 'us-east-1' };

/** A cloud, a state and an engine for one test. */
export interface EngineWorld {
  readonly cloud: StandInCloud;
  readonly folder: string;
  readonly options: (document: unknown) => WorkspaceOptions;
  /** As the commands look up, but without pauses, and with the stand-in for the clouds' own lists. */
  readonly lookUpOptions: (document: unknown) => LookUpOptions;
  /** Options of a run that leaves kill points in a folder: all, or those of certain numbers. */
  readonly recording: (document: unknown, into: string, numbers?: readonly number[]) => WorkspaceOptions;
  readonly open: (document: unknown, salt?: string) => Promise<Workspace>;
  /** Leaves an operation pending in the state, as a killed run does: the engine's own import would drop it. */
  readonly leavePending: (operations: readonly PendingOperation[]) => void;
  /** Everything that is on disk besides the cloud itself: state, history, locks. To be searched for secrets. */
  readonly written: () => string;
  /** The file of the state. */
  readonly stateFile: () => string;
  readonly end: () => void;
}

interface WorldOptions {
  /** Where the environment is. */
  readonly place?: Place;
  /** A kill point that is gone on from: a folder with folders `state` and `cloud`. */
  readonly copied?: string;
  /** Another place for the state than a folder. */
  readonly backend?: string;
  /** What the programs, the stand-in and the engine get besides. */
  readonly env?: Readonly<Record<string, string>>;
}

export function engineWorld(main: string, { place = small, copied, backend, env }: WorldOptions = {}): EngineWorld {
  const folder = mkdtempSync(path.join(tmpdir(), 'planewright-engine-'));
  const at = (name: string): string => path.join(folder, name);
  mkdirSync(at('state'));
  if (copied !== undefined) {
    for (const name of ['state', 'cloud']) cpSync(path.join(copied, name), at(name), { recursive: true });
  }
  const plugins = writePlugins(at('plugins'));
  const options = (document: unknown): WorkspaceOptions => ({
    environment: nameIn(document),
    document,
    main,
    backend: backend ?? `file://${at('state')}`,
    secretsProvider: 'passphrase',
    env: {
      PULUMI_CONFIG_PASSPHRASE: 'canary-passphrase',
      STAND_IN_CLOUD: at('cloud'),
      STAND_IN_ACCOUNT: place.account,
      STAND_IN_REGION: place.region,
      PULUMI_HOME: at('home'),
      ...env,
    },
    plugins,
  });
  const cloud = new StandInCloud(at('cloud'));
  return {
    cloud,
    folder,
    options,
    lookUpOptions: (document) => ({
      ...options(document),
      place,
      sleep: () => Promise.resolve(),
      listByApi: (list, { inputs = {} }) => Promise.resolve(listedByApi(cloud, list, inputs)),
    }),
    recording: (document, into, numbers) => {
      const plain = options(document);
      const wanted = numbers === undefined ? {} : { STAND_IN_SNAPSHOTS_AT: numbers.join(',') };
      return { ...plain, env: { ...plain.env, STAND_IN_STATE: at('state'), STAND_IN_SNAPSHOTS: into, ...wanted } };
    },
    open: (document, salt) => openWorkspace(options(document), salt),
    leavePending: (operations) => {
      const file = at('state/.pulumi/stacks/planewright/prod.json');
      const whole = JSON.parse(readFileSync(file, 'utf8')) as { readonly checkpoint: { readonly latest: object } };
      const latest = { ...whole.checkpoint.latest, pending_operations: operations };
      writeFileSync(file, JSON.stringify({ ...whole, checkpoint: { ...whole.checkpoint, latest } }));
    },
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
