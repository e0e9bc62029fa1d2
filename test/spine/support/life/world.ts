import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../../../src/runtime/clock.ts';
import { systemRandomness } from '../../../../src/runtime/randomness.ts';
import { braintrustSimulator, type BraintrustSimulator } from '../../../../src/simulator/braintrust/simulator.ts';
import { serve } from '../../../../src/simulator/http-server.ts';
import { StandInCloud } from '../../../engine/provider/cloud.ts';
import { installPlugins } from '../../../engine/support/plugins.ts';
import { findBinaries } from '../../../support/control-plane/find-binaries.ts';
import { Aws } from './aws.ts';
import { Clusters } from './clusters.ts';
import { shell, type Shell } from './command.ts';
import { environmentText, licenseKeyName, name, place, type Wish } from './environment.ts';
import { FrontDoor } from './front-door.ts';
import { Keeper } from './keeper.ts';
import { tokenGiver } from './person.ts';

/** Everything that an environment's life needs, and everything that it is judged by. */
export interface Life {
  readonly folder: string;
  readonly shell: Shell;
  readonly cloud: StandInCloud;
  readonly aws: Aws;
  readonly door: FrontDoor;
  readonly clusters: Clusters;
  readonly keeper: Keeper;
  readonly api: BraintrustSimulator;
  /** Writes the environment's file. */
  readonly wish: (wish: Wish) => void;
  /** Whether the engine has left a lock in the state. */
  readonly isLocked: () => boolean;
  /** Everything that the commands have left on disk: state, history, exports, saved plans. */
  readonly written: () => string;
  /** Values that nobody may say, those included that were made on the way. */
  readonly canaries: () => readonly string[];
  readonly close: () => Promise<void>;
}

const token = 'canary-life-organization-token';
const licenseKey = 'canary-life-license-key';
const passphrase = 'canary-life-passphrase';
/** Names of the keys by which AWS knows who asks. */
export const who = { deployer: 'DEPLOYER', operator: 'OPERATOR' } as const;

export async function life(): Promise<Life> {
  const found = await findBinaries({ environment: process.env, progress: () => undefined });
  if (!found.found) throw new Error(found.reason);
  const folder = mkdtempSync(path.join(tmpdir(), 'planewright-life-'));
  const at = (...parts: readonly string[]): string => path.join(folder, ...parts);
  for (const one of ['environments', 'home', 'logs', 'operators']) mkdirSync(at(one));
  installPlugins(at('home'));

  const cloud = new StandInCloud(at('cloud'));
  const aws = await Aws.start(cloud, { [licenseKeyName]: licenseKey });
  const clusters = new Clusters(cloud, found.binaries, at('logs'));
  const door = await FrontDoor.open(async () => {
    const cluster = await clusters.now();
    return cluster && { to: cluster.connection, cluster: cluster.number, path: new URL(cluster.endpoint).pathname };
  });
  const api = braintrustSimulator({
    clock: systemClock,
    randomness: systemRandomness,
    organizations: [{ name: 'Acme' }],
    tokens: [
      {
        value: token,
        account: { name: 'operator', email: 'operator@acme.test', kind: 'service' },
        organizations: ['Acme'],
      },
    ],
  });
  const served = await serve(api.handle, { randomness: systemRandomness });
  const common = { PATH: process.env['PATH'] ?? '', HOME: at('home') };
  const keeper = new Keeper(
    clusters,
    at('operators'),
    { ...common, ...aws.variables(who.operator) },
    tokenGiver(token),
  );
  keeper.begin();
  const commands = shell(folder, {
    ...common,
    ...aws.variables(who.deployer),
    ...door.variables,
    PULUMI_HOME: at('home'),
    PULUMI_CONFIG_PASSPHRASE: passphrase,
    STAND_IN_CLOUD: at('cloud'),
    STAND_IN_ACCOUNT: place.account,
    STAND_IN_REGION: place.region,
  });
  return {
    folder,
    shell: commands,
    cloud,
    aws,
    door,
    clusters,
    keeper,
    api,
    wish: (wish) => writeFileSync(at('environments', `${name}.yaml`), environmentText({ ...wish, apiUrl: served.url })),
    isLocked: () => allText(at('.planewright', 'state', '.pulumi', 'locks')) !== '',
    written: () => [at('.planewright'), at('export')].map(allText).join('\n'),
    canaries: () => [token, passphrase, 'canary-aws-secret-access-key', ...aws.values],
    close: async () => {
      await commands.close();
      await keeper.close();
      await clusters.stop();
      await Promise.all([door.close(), aws.close(), served.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function allText(folder: string): string {
  if (!existsSync(folder)) return '';
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}
