import type { SelfHostedEnvironment } from '../../../../stacks/environment/schema/environment.ts';
import type { StackState } from '../../../../stacks/engine/state.ts';
import type { PlaneOutputs } from '../../../../stacks/outputs.ts';
import { brainstorePaths } from '../../../dataplane/contract/storage.ts';
import type { ReadExport } from '../../backup/exported.ts';
import type { BackupItem } from '../../backup/item.ts';
import { awsCommands } from './aws.ts';
import { azureCommands } from './azure.ts';
import type { CloudCommands } from './cloud.ts';
import { databaseSteps } from './database.ts';
import { googleCommands } from './google.ts';
import { quoted, type Step } from './step.ts';

export type Lost = 'cluster' | 'data' | 'state';

export interface ToRestore {
  /** As the person named it. */
  readonly nameOrPath: string;
  readonly environment: SelfHostedEnvironment;
  readonly outputs: PlaneOutputs;
  readonly state: StackState;
  readonly items: readonly BackupItem[];
  readonly lost: ReadonlySet<Lost>;
  /** Moment to go back to, RFC 3339. */
  readonly moment: string;
  /** Whether that moment was asked for: then buckets are taken back too. */
  readonly back: boolean;
  readonly exported: ReadExport | undefined;
}

/**
 * What a person does, in the order in which each stands on the one before: nothing writes; the keys open; the secrets are
 * those of then; buckets before the database, which must not be younger than they are; then cloud and cluster; last proof.
 */
export function stepsOf(wanted: ToRestore): readonly Step[] {
  const { lost } = wanted;
  const commands = commandsOf(wanted);
  const data = lost.has('data');
  return [
    ...(data ? [stopWriters(wanted)] : []),
    ...(lost.has('state') ? [stateBack(wanted)] : []),
    keys(wanted, commands),
    secrets(wanted, commands),
    ...(data ? [buckets(wanted, commands), ...databaseSteps(wanted, commands), redis(wanted, commands)] : []),
    ...(lost.has('cluster') ? [cluster(wanted), resources(wanted)] : []),
    proof(wanted),
  ];
}

function commandsOf({ environment: { spec }, outputs, state }: ToRestore): CloudCommands {
  switch (spec.cloud.provider) {
    case 'aws': {
      const instance = state.deployment.resources?.find(({ type }) => type === 'aws:rds/instance:Instance');
      return awsCommands(spec.cloud.region, instance);
    }
    case 'google':
      return googleCommands(spec.cloud.project);
    case 'azure':
      return azureCommands(outputs.provider === 'azure' ? outputs.keyVaultUri : '');
  }
}

function stopWriters({ environment }: ToRestore): Step {
  const { namespace } = environment.spec.organization;
  return {
    title: 'Stop what writes',
    notes: [
      'Nothing may write while data goes back. The operator goes first: it would start the plane again.',
      'Where the cluster is gone, so is what wrote.',
    ],
    commands: [
      'kubectl --namespace planewright-system scale deployment --all --replicas=0',
      `kubectl --namespace ${namespace} scale deployment --all --replicas=0`,
    ],
  };
}

function stateBack({ environment, exported }: ToRestore): Step {
  const { name } = environment.metadata;
  const { backend, secretsProvider } = environment.spec.state;
  const file = exported === undefined ? '<export>/state.json' : `${exported.folder}/state.json`;
  const [, folder] = /^file:\/\/(.+)$/.exec(backend) ?? [];
  return {
    title: 'Bring the state back',
    notes: ['By it the next run knows what it made. The secrets in it open with the passphrase or key of then.'],
    commands: [
      ...(folder === undefined ? [] : [`mkdir -p ${quoted(folder)}`]),
      `export PULUMI_BACKEND_URL=${backendWord(backend)}`,
      // The engine begins a state in the folder of a project alone, and takes one in where it has begun.
      `project=$(mktemp -d) && printf 'name: planewright\\nruntime: nodejs\\n' > "$project/Pulumi.yaml"`,
      `pulumi --cwd "$project" stack select --create ${name} --secrets-provider ${quoted(secretsProvider)}`,
      `pulumi stack import --stack organization/planewright/${name} --file ${quoted(file)}`,
    ],
  };
}

/** A folder is relative to where the command runs; the engine wants it absolute. */
function backendWord(backend: string): string {
  const [, relative] = /^file:\/\/([^/].*)$/.exec(backend) ?? [];
  return relative === undefined ? quoted(backend) : `"file://$PWD/${relative}"`;
}

function keys({ items }: ToRestore, { key }: CloudCommands): Step {
  const found = items.filter(({ kind }) => kind === 'key');
  return {
    title: 'See that the keys open',
    notes: ['Database, buckets and secrets are encrypted with them: without a key nothing else needs to be tried.'],
    commands: found.flatMap(({ name }) => key(name, name.startsWith('arn:') ? (name.split(':')[3] ?? '') : '')),
  };
}

function secrets({ items }: ToRestore, { secret }: CloudCommands): Step {
  const found = items.filter(({ kind }) => kind === 'secret');
  return {
    title: 'See that the secrets are those of then, FUNCTION_SECRET_KEY first',
    notes: ['FUNCTION_SECRET_KEY must be the value that the data was written with. Never make a new one.'],
    commands: found
      .toSorted((a, b) => Number(b.role === 'functionSecretKey') - Number(a.role === 'functionSecretKey'))
      .flatMap(({ name }) => secret(name)),
  };
}

function buckets({ items, moment, back }: ToRestore, { bucket, bucketNote }: CloudCommands): Step {
  if (!back) {
    return {
      title: 'Leave the buckets as they are',
      notes: [
        'They are the system of record, and are younger than the database will be: what no row points to any more does no harm.',
        'Versions bring back what was deleted by mistake: give --to with the moment before.',
      ],
      commands: [],
    };
  }
  const found = items.filter(({ kind, state }) => kind === 'bucket' && state !== 'passing');
  return {
    title: `Take the buckets back to ${moment}`,
    notes: [
      'Before the database: its rows point to objects, so it must not be younger than they are.',
      `Write-ahead log and index go back together. What is below ${brainstorePaths.locks}/ stays out: those who held a lock then are gone.`,
      ...(bucketNote === undefined ? [] : [bucketNote]),
      'The vendor publishes no procedure for this. Have its support read the plan before you begin.',
    ],
    commands: found.flatMap(({ name }) => bucket(name, moment, brainstorePaths.locks)),
  };
}

function redis({ outputs }: ToRestore, { read }: CloudCommands): Step {
  const { redisUrl } = outputs.secrets;
  return {
    title: 'Empty Redis',
    notes: [
      'It holds caches and hands out transaction ids, of rows that are not there any more. The vendor does not document how a plane starts on an empty one.',
      'From a machine inside the network, with redis-cli.',
    ],
    commands:
      'value' in redisUrl
        ? [read(redisUrl.value.secret, 'REDIS_URL'), 'redis-cli -u "$REDIS_URL" FLUSHALL']
        : [`REDIS_URL=<${redisUrl.template}>`, 'redis-cli -u "$REDIS_URL" FLUSHALL'],
  };
}

function cluster({ nameOrPath, environment }: ToRestore): Step {
  const isMade = environment.spec.kubernetes.type !== 'Existing';
  return {
    title: isMade ? 'Make cloud and cluster again' : 'Make what is gone again',
    notes: [
      'What holds data is in the state and protected: it is taken up, never made anew. What is gone is made again, since the state is compared with the cloud first. Look at the preview before you go on.',
      isMade
        ? `A cluster that still stands but is lost for good is nothing that a comparison finds. Then, in place of this: planewright rebuild ${quoted(nameOrPath)}, which makes it anew over the data (--cluster-is-gone where it cannot be reached).`
        : 'The cluster was brought: whoever made it makes it again. If the new one has another name, put that into spec.kubernetes first; name it with --kubeconfig.',
    ],
    commands: [`planewright preview ${quoted(nameOrPath)} --refresh`, `planewright up ${quoted(nameOrPath)} --refresh`],
  };
}

function resources({ exported, environment }: ToRestore): Step {
  const folder = exported?.folder ?? '<export>';
  const missing = exported?.manifest.secretsToBring ?? [];
  const { namespace } = environment.spec.organization;
  return {
    title: 'Apply what the cluster held',
    notes: [
      exported === undefined
        ? `No export was named (--backup): take the resources from your repository, or from an export of planewright backup --export. The token of ${namespace} is in no export.`
        : `As of ${exported.manifest.takenAt}. The operator takes up what is in the organization already; nothing is made twice.`,
      `Secrets in the cluster are in no export. Those that a store feeds come back from it${missing.length === 0 ? '.' : '; put these back by hand:'}`,
      ...missing.map(({ namespace: where, name, keys: wanted }) => `  ${where}/${name}: ${wanted.join(', ')}`),
    ],
    commands: [
      `kubectl apply --server-side --force-conflicts -f ${quoted(`${folder}/crds.yaml`)}`,
      ...missing.map(
        ({ namespace: where, name, keys: wanted }) =>
          `kubectl --namespace ${where} create secret generic ${name} ${wanted.map((key) => `--from-file=${key}=<file>`).join(' ')}`,
      ),
      `kubectl apply --server-side --force-conflicts -f ${quoted(`${folder}/resources.yaml`)}`,
    ],
  };
}

function proof({ nameOrPath }: ToRestore): Step {
  return {
    title: 'Prove it',
    notes: ['Then ask for a trace of before the moment, call a function that uses a secret, and write a new trace.'],
    commands: [
      'planewright status',
      'planewright diff',
      `planewright drift ${quoted(nameOrPath)}`,
      `planewright backup ${quoted(nameOrPath)}`,
    ],
  };
}
