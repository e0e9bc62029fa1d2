import type { SelfHostedEnvironment } from '../../../stacks/environment/schema/environment.ts';
import type { StackState } from '../../../stacks/engine/state.ts';
import type { PlaneOutputs } from '../../../stacks/outputs.ts';
import { systemClock } from '../../runtime/clock.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import type { BackupOptions } from '../commands/backup.ts';
import { withExisting, type Run } from '../engine/run.ts';
import { connectTo } from '../environment-cluster/connection.ts';
import type { ExitCode, Io } from '../io.ts';
import { takeSnapshot, type Snapshot } from '../snapshot.ts';
import { writeExport } from './export.ts';
import { backupInventory } from './inventory.ts';
import { blocksRestore, type BackupItem } from './item.ts';
import { restCalls, type RestCalls } from '../../clouds/rest-calls.ts';
import { outputsIn } from './subjects.ts';
import { environmentItem, realGit, resourcesItem, stateItem } from './surroundings.ts';
import { inventoryAsText } from './text.ts';

/**
 * Prints what an environment could be restored from, and exports what no cloud keeps. Exit 0 nothing is missing, 3 what is
 * essential is missing, 4 nobody could look at it, or the cluster's resources are not in the export.
 */
export async function runBackup(
  nameOrPath: string,
  options: BackupOptions,
  io: Io,
  clouds: RestCalls = restCalls(io.env),
): Promise<void> {
  await withExisting(nameOrPath, io, async (run) => {
    const environment = selfHosted(run);
    const state = await run.workspace.state();
    const outputs = madeOutputs(state, nameOrPath);
    const now = systemClock.now();
    const snapshot = await snapshotOf(environment, outputs, options, io);
    const items: readonly BackupItem[] = [
      ...(await backupInventory({ environment, outputs, state, now }, clouds, io.signal)),
      stateItem(environment.spec.state.backend, now),
      resourcesItem(snapshot),
      await environmentItem(run.loaded.files, io.cwd, realGit),
    ];
    const { name } = environment.metadata;
    const exported =
      options.export === undefined
        ? undefined
        : await writeExport(
            options.export,
            {
              environment: name,
              takenAt: new Date(now).toISOString(),
              state,
              outputs,
              items,
              snapshot,
              files: run.loaded.files,
            },
            io,
          );
    if (options.output === 'json') {
      io.out(`${JSON.stringify({ environment: name, items, ...(exported && { export: exported }) }, null, 2)}\n`);
    } else {
      io.out(inventoryAsText(name, items));
      if (exported !== undefined) {
        const { folder, files, without } = exported;
        io.out(`\n${files} files in ${folder}${without.map((one) => `; not in it: ${one}`).join('')}\n`);
      }
    }
    io.exit(exitCodeOf(items, exported?.without ?? []));
  });
}

export function exitCodeOf(items: readonly BackupItem[], without: readonly string[]): ExitCode {
  if (items.some(blocksRestore)) return 3;
  return without.length > 0 || items.some(({ essential, state }) => essential && state === 'unknown') ? 4 : 0;
}

/** @throws PlanewrightError InvalidArgument where the vendor runs the plane, and backs it up. */
export function selfHosted({ environment }: Pick<Run, 'environment'>): SelfHostedEnvironment {
  if (environment.spec.mode === 'SelfHosted') return environment as SelfHostedEnvironment;
  const sentence = `${environment.metadata.name} is a ${environment.spec.mode} environment: its data is backed up by the vendor, who runs the plane.`;
  throw new PlanewrightError('InvalidArgument', sentence, { next: 'Ask the vendor for the state of its backups.' });
}

function madeOutputs(state: StackState, nameOrPath: string): PlaneOutputs {
  const outputs = outputsIn(state);
  if (outputs !== undefined) return outputs;
  throw new PlanewrightError(
    'InvalidArgument',
    'The state of this environment has no outputs: it was never brought up to its end, or its state is lost.',
    {
      next: `planewright up ${nameOrPath} brings it up. If the state is lost: planewright restore ${nameOrPath} --plan --backup DIR`,
    },
  );
}

/** What is in the environment's own cluster: another one's resources in its export would be applied at the restore. */
async function snapshotOf(
  environment: SelfHostedEnvironment,
  outputs: PlaneOutputs,
  options: BackupOptions,
  io: Io,
): Promise<Snapshot | Error> {
  try {
    const [connection, { kubeClient }] = await Promise.all([
      connectTo(environment, outputs, options, io),
      import('../../kube/kube-client.ts'),
    ]);
    try {
      return await takeSnapshot(kubeClient(connection.transport), systemClock, undefined, io.signal);
    } finally {
      connection.close();
    }
  } catch (error) {
    io.signal.throwIfAborted();
    return error instanceof Error ? error : new Error(String(error));
  }
}
