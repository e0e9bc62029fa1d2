import { PlanewrightError } from '../../src/runtime/errors.ts';
import { isCluster, isUnderway } from './cluster.ts';
import type { Progress } from './events.ts';
import { preview, type Preview } from './preview.ts';
import type { StackState } from './state.ts';
import { holdsData, partsOf, type Step } from './step.ts';
import { update } from './update.ts';
import type { Workspace } from './workspace.ts';

/** What holds data in a state beside the cluster, as `name  type`, in order: what a rebuild must leave as it is. */
export function dataIn({ deployment }: StackState): readonly string[] {
  const data = (deployment.resources ?? []).filter(
    ({ type, custom }) => custom === true && holdsData(type) && !isCluster(type),
  );
  return data.map(({ urn, type }) => `${partsOf(urn).name}  ${type}`).toSorted();
}

/**
 * What {@link rebuild} will have told as done at its end: a replacement twice, once deleted and once created, and the
 * guard of a cluster that has one twice, once taken off and once put on.
 * @param changes Of {@link previewRebuild}, without what stays the same.
 */
export function countOfRebuild(changes: readonly Step[], { deployment }: StackState): number {
  const guarded = (deployment.resources ?? []).filter(
    ({ type, inputs = {} }) => isCluster(type) && inputs['deletionProtection'] === true,
  );
  const replaced = changes.filter(({ operation }) => operation === 'replace');
  return changes.length + replaced.length + 2 * guarded.length;
}

/**
 * What making the cluster anew would do: the cluster, and whatever the engine finds to depend on it.
 * @throws PlanewrightError EngineFailed.
 */
export async function previewRebuild(
  workspace: Workspace,
  clusters: readonly string[],
  signal: AbortSignal,
): Promise<Preview> {
  const replace = isUnderway(await workspace.state()) ? [] : clusters;
  return mayGo(workspace, () => allowed(workspace, clusters, replace, signal));
}

/**
 * Makes the cluster anew. In three steps, of which each can be the last: its protection against deletion goes; it is
 * deleted with what depends on it, and made again; the new one is protected. Called again it finishes what stopped.
 * @throws PlanewrightError UpdateRefused where a step would touch what holds data, decided on what the engine says last.
 */
export async function rebuild(
  workspace: Workspace,
  clusters: readonly string[],
  tell: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  const underway = isUnderway(await workspace.state());
  await mayGo(workspace, async () => {
    await carryOut(workspace, clusters, [], tell, signal);
    // What was deleted already has just been made.
    if (!underway) await carryOut(workspace, clusters, clusters, tell, signal);
  });
  return carryOut(workspace, clusters, [], tell, signal);
}

async function carryOut(
  workspace: Workspace,
  clusters: readonly string[],
  replace: readonly string[],
  tell: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  const { plan, refusals } = await allowed(workspace, clusters, replace, signal);
  const [refused] = refusals;
  if (refused !== undefined) throw new PlanewrightError('UpdateRefused', `${refused.reason}.`, { next: refused.next });
  const { outputs } = await update(workspace, plan, tell, signal, replace);
  return outputs;
}

/** The gate holds for everything but the clusters, whose replacement is what a person has typed. */
async function allowed(
  workspace: Workspace,
  clusters: readonly string[],
  replace: readonly string[],
  signal: AbortSignal,
): Promise<Preview> {
  return exceptFor(clusters, await preview(workspace, () => undefined, signal, replace));
}

/**
 * A preview without the refusals of clusters that may be made anew.
 * @throws PlanewrightError EngineFailed where that leaves none, and the engine made no plan either.
 */
export function exceptFor(clusters: readonly string[], found: Preview): Preview {
  const refusals = found.refusals.filter(({ urn }) => !clusters.includes(urn));
  if (refusals.length === 0 && Object.keys(found.plan).length === 0) {
    throw new PlanewrightError('EngineFailed', 'The engine itself refuses to make the cluster anew.');
  }
  return { ...found, refusals };
}

/** Runs the programs so that they let go of the cluster's protection. */
async function mayGo<T>({ stack }: Workspace, work: () => Promise<T>): Promise<T> {
  const key = 'planewright:clusterMayGo';
  await stack.setConfig(key, { value: 'true' });
  try {
    return await work();
  } finally {
    await stack.removeConfig(key);
  }
}
