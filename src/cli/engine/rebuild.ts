import { outputsOf, type StackState } from '../../../stacks/engine/state.ts';
import { clustersIn, isCluster, isUnderway } from '../../../stacks/engine/cluster.ts';
import { countOfRebuild, dataIn, previewRebuild, rebuild } from '../../../stacks/engine/rebuild.ts';
import type { Step } from '../../../stacks/engine/step.ts';
import { hasStopped } from '../../../stacks/engine/stopped.ts';
import { placeOf } from '../../../stacks/place.ts';
import { uninstallEnvironment } from '../../install/uninstall-environment.ts';
import { kubeClient } from '../../kube/kube-client.ts';
import { systemClock } from '../../runtime/clock.ts';
import { PlanewrightError } from '../../runtime/errors.ts';
import type { RebuildOptions } from '../commands/rebuild.ts';
import { connectTo } from '../environment-cluster/connection.ts';
import { goOn, nextSteps, waitMs } from '../environment-cluster/go-on.ts';
import { whyLeft } from '../environment-cluster/look.ts';
import { makesCluster } from '../environment-cluster/made-cluster.ts';
import { handedOver } from '../environment-cluster/outputs.ts';
import { operatorNamespace } from '../environment-cluster/part.ts';
import type { Io } from '../io.ts';
import { confirmed } from './confirm.ts';
import { begin } from './before.ts';
import { previewed } from './preview.ts';
import { progressTeller } from './progress.ts';
import type { Run } from './run.ts';
import { styleFor } from '../ui/style.ts';
import { changesOf, refusalsAsText, stepsAsText } from './steps.ts';

/**
 * Makes the cluster of an environment anew over the data that is there: shown first, typed, then in the cloud, then in the
 * cluster as `up` does. Exit 0 done, 1 error or not confirmed, 3 refused.
 */
export async function runRebuild(nameOrPath: string, options: RebuildOptions, io: Io): Promise<void> {
  waitMs(options);
  const work = async (run: Run): Promise<void> => {
    const { workspace, environment } = run;
    const clusters = await rebuildable(run, nameOrPath, io);
    const { steps, refusals } = await previewRebuild(workspace, clusters, io.signal);
    const state = await workspace.state();
    const data = dataIn(state);
    const stays = data.map((one) => `  = ${one}\n`).join('');
    io.err(
      `${stepsAsText(steps, styleFor(io).width)}\n${data.length} that hold data stay as they are:\n${stays}${refusalsAsText(refusals)}`,
    );
    if (refusals.length > 0) {
      io.exit(3);
      return;
    }
    const wanted = `${environment.metadata.name}@${placeOf(environment).account}`;
    await confirmed(wanted, options.confirm, { verb: 'make the cluster anew', done: 'made anew' }, io);
    const gone = options.clusterIsGone === true || isUnderway(await workspace.state());
    if (!gone) await emptied(run, options, io);
    const total = countOfRebuild(changesOf(steps), state);
    const outputs = await rebuild(workspace, clusters, progressTeller(total, io), io.signal);
    const left = whyLeft(environment, options, io);
    const cluster =
      left === undefined ? await goOn(nameOrPath, environment, outputs, withoutKubeconfig(options), io) : undefined;
    if (options.output === 'json') {
      const replaced = changesOf(steps).map(({ operation, name, type }) => ({ operation, name, type }));
      const inCluster =
        cluster === undefined ? { left } : { server: cluster.server, ...cluster.changes, ready: cluster.ready };
      io.out(
        `${JSON.stringify({ environment: environment.metadata.name, replaced, kept: data, cluster: inCluster }, null, 2)}\n`,
      );
    } else if (cluster === undefined) {
      io.out(`Done: the cluster is made anew. What belongs into it is left alone: ${left ?? ''}.\n`);
    } else io.out(nextSteps(environment, handedOver(environment, outputs), cluster.ready));
    io.exit(0);
  };
  await begin(nameOrPath, io, work, { skipPreflight: true, existing: true });
}

/** @throws PlanewrightError where there is no cluster of its own, or where something else waits to be carried out. */
async function rebuildable(run: Run, nameOrPath: string, io: Io): Promise<readonly string[]> {
  const { environment, workspace } = run;
  const { name } = environment.metadata;
  if (!makesCluster(environment)) {
    throw new PlanewrightError('InvalidArgument', `The cluster of ${name} is not made by it: it was brought.`, {
      next: `Make a new one yourself, name it in the environment, then planewright up ${nameOrPath}`,
    });
  }
  const before = await workspace.state();
  const clusters = clustersIn(before);
  if (clusters.length === 0) {
    throw new PlanewrightError('NotBroughtUp', `There is no cluster in the state of ${name}.`, {
      next: `planewright up ${nameOrPath}`,
    });
  }
  const { steps, state } = await previewed(run, {}, io);
  const open = changesOf(steps);
  if (open.length > 0 && !isUnderway(state)) {
    io.err(stepsAsText(steps, styleFor(io).width));
    throw heldUp(nameOrPath, name, open, before);
  }
  return clusters;
}

/**
 * Changes that a rebuild does not carry out. Where an earlier run stopped between deleting and making anew, `up` is what is
 * left of it: whoever were told to rebuild after that would lose the cluster that it made.
 * @param state Of before it was settled, which takes out of it what was deleted.
 */
export function heldUp(
  nameOrPath: string,
  name: string,
  open: readonly Pick<Step, 'operation' | 'type'>[],
  state: StackState,
): PlanewrightError {
  const [count, wait] = open.length === 1 ? ['1 change', 'waits'] : [`${open.length} changes`, 'wait'];
  const makesIt = open.some(({ operation, type }) => operation === 'create' && isCluster(type));
  if (makesIt || hasStopped(state)) {
    const sentence = `An earlier run of ${name} stopped between deleting and making anew, with ${count} left.`;
    return new PlanewrightError('UpdateRefused', sentence, {
      next: `planewright up ${nameOrPath} carries that out. If that run was a rebuild that had deleted the old cluster, nothing is left to rebuild then.`,
    });
  }
  return new PlanewrightError('UpdateRefused', `${count} of ${name} ${wait} to be carried out.`, {
    next: `First planewright up ${nameOrPath}: a rebuild does nothing else. It also finishes a rebuild that stopped on the way.`,
  });
}

/**
 * Takes plane and entry out of the old cluster first: load balancers that a controller made are nobody's once it is gone,
 * and hold the addresses that the new cluster needs.
 */
async function emptied({ environment, workspace }: Run, options: RebuildOptions, io: Io): Promise<void> {
  const outputs = handedOver(environment, outputsOf(await workspace.state()));
  const connection = await connectTo(environment, outputs, options, io).catch((error: unknown) => {
    if (!(error instanceof PlanewrightError) || error.code !== 'ClusterUnreachable') throw error;
    throw new PlanewrightError('ClusterUnreachable', error.message, {
      cause: error,
      next: 'If the old cluster is gone or lost for good: --cluster-is-gone; then look for load balancers that it left.',
    });
  });
  try {
    const wanted = { environment: environment.metadata.name, namespace: operatorNamespace, plane: true };
    const ports = { client: kubeClient(connection.transport), clock: systemClock };
    const { deleted } = await uninstallEnvironment(ports, wanted, io.signal);
    io.err(`  ✓ cluster: ${deleted.length} objects taken out of the old one\n`);
  } finally {
    connection.close();
  }
}

/** The kubeconfig that was given names the old cluster; the new one is reached as whoever is signed in to the cloud. */
function withoutKubeconfig(options: RebuildOptions): RebuildOptions {
  const ofOld: readonly string[] = ['kubeconfig', 'context'];
  const rest = Object.entries(options).filter(([option]) => !ofOld.includes(option));
  return { output: options.output, ...Object.fromEntries(rest) };
}
